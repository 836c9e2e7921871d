/**
 * Many texts joined into one, with the end of each. One long string is copied between workers at the speed of memory; a
 * hundred thousand small ones are not.
 */
export type PackedTexts = { text: string; ends: Uint32Array }

export function packTexts(texts: readonly string[]): PackedTexts {
  const ends = new Uint32Array(texts.length)
  let end = 0
  for (let at = 0; at < texts.length; at++) {
    end += (texts[at] as string).length
    ends[at] = end
  }
  return { text: texts.join(''), ends }
}

export function unpackTexts({ text, ends }: PackedTexts): string[] {
  const texts = new Array<string>(ends.length)
  let start = 0
  for (let at = 0; at < ends.length; at++) {
    const end = ends[at] as number
    texts[at] = text.slice(start, end)
    start = end
  }
  return texts
}
