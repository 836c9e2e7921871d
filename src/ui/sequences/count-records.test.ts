import { expect, it } from 'vitest'
import { countRecords } from './count-records'

it.each([
  ['', 0],
  ['Name\r\n', 1],
  ['Name,Note\r\nAda,"two\r\nlines"\r\n', 2],
  ['"say ""hi""\r\n"\r\nZoë 😀\r\n', 2],
])('%j has %s records, however it is cut', (text, records) => {
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at <= bytes.length; at++) {
    const counter = countRecords()
    counter.add(bytes.subarray(0, at))
    expect(counter.add(bytes.subarray(at))).toBe(records)
  }
})
