import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { readFile } from './read-file'

type Case = { name: string; csv: Buffer; json: Buffer }

const loadCases = createRequire(import.meta.url)('csv-spectrum') as (
  done: (error: Error | null, cases: Case[]) => void,
) => void

it('reads every case of csv-spectrum exactly', async () => {
  const cases = await promisify(loadCases)()
  expect(cases.map(({ name }) => name)).toHaveLength(12)
  for (const { name, csv, json } of cases) {
    const { records } = await readFile(new Blob([new Uint8Array(csv)]), {
      override: {},
      onProgress: () => {},
      signal: new AbortController().signal,
    })
    const [header = [], ...rows] = records
    const objects = rows.map((cells) => Object.fromEntries(header.map((key, at) => [key, cells[at]])))
    const expected = JSON.parse(json.toString())
    if (name !== 'location_coordinates') expect(objects, name).toEqual(expected)
    // The package's JSON does not match its CSV here: it is a single object with another phone number.
    else expect(objects, name).toEqual([{ ...expected, 'Contact Phone Number': '2095257564' }])
  }
})
