import { expect, it } from 'vitest'
import { countryInText, countryName } from './find-country.rules'

it.each([
  ['US', 'United States', 'the United States'],
  ['NL', 'Netherlands', 'the Netherlands'],
  ['KY', 'Cayman Islands', 'the Cayman Islands'],
  ['DE', 'Germany', 'Germany'],
  ['CI', 'Côte d’Ivoire', 'Côte d’Ivoire'],
])('%s is %s, and %s within a sentence', (code, name, inText) => {
  expect(countryName(code)).toBe(name)
  expect(countryInText(code)).toBe(inText)
})
