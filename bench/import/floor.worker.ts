import parsePhoneNumber from 'libphonenumber-js'
import Papa from 'papaparse'

// The least that reading and checking a contact file can cost: its text, papaparse, and a look at each number. No header
// to find, no rules, no duplicates, nothing kept.

const PHONE_COLUMN = 4

self.addEventListener('message', async ({ data: file }: MessageEvent<File>) => {
  const { data } = Papa.parse<string[]>(await file.text(), { skipEmptyLines: true })
  let possible = 0
  for (const row of data.slice(1)) {
    const number = parsePhoneNumber(row[PHONE_COLUMN] ?? '', { defaultCountry: 'US', extract: false })
    if (number?.isPossible()) possible++
  }
  self.postMessage({ rows: data.length - 1, possible })
})
