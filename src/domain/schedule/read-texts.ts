const TEXT = 2
const LENGTH_BYTES = 4

/** Reads a BSON document of texts alone: its length, then for each its type, name, length and text; then a zero. */
export function readTexts(document: Buffer): Map<string, string> {
  const texts = new Map<string, string>()
  let at = LENGTH_BYTES
  while (document[at] === TEXT) {
    const nameEnd = document.indexOf(0, at)
    const textAt = nameEnd + 1 + LENGTH_BYTES
    const textEnd = textAt + document.readInt32LE(nameEnd + 1)
    texts.set(document.toString('latin1', at + 1, nameEnd), document.toString('latin1', textAt, textEnd - 1))
    at = textEnd
  }
  if (at !== document.length - 1) throw new Error('The table of timezones holds more than texts.')
  return texts
}
