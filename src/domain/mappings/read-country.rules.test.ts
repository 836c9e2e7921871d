import { getCountries, getCountryCallingCode } from 'libphonenumber-js'
import { describe, expect, it } from 'vitest'
import { callingCodeOf, readCountry } from './read-country.rules'

const name = (language: string, country: string) =>
  new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? ''

describe('readCountry', () => {
  it.each(getCountries())('reads %s by its English name, its code, its flag and its calling code', (country) => {
    const flag = [...country].map((letter) => String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 65)).join('')
    const code = getCountryCallingCode(country)
    for (const text of [
      name('en', country),
      country,
      country.toLowerCase(),
      ` ${country} `,
      flag,
      `${flag} +${code}`,
    ]) {
      expect([text, readCountry(text)]).toEqual([text, country])
    }
    for (const text of [`+${code}`, code, `00${code}`, `+ ${code}`, `(+${code})`]) {
      expect([text, callingCodeOf(readCountry(text) as typeof country)]).toEqual([text, code])
    }
    expect(readCountry(`${name('en', country)} (+${code})`)).toBe(country)
    expect(callingCodeOf(country)).toBe(code)
  })

  it.each([
    ...[
      ['Deutschland', 'DE'],
      ['Allemagne', 'DE'],
      ['Alemania', 'DE'],
      ['Germania', 'DE'],
      ['Duitsland', 'DE'],
      ['Niemcy', 'DE'],
      ['DEU', 'DE'],
    ],
    ...[
      ['México', 'MX'],
      ['Mexiko', 'MX'],
      ['MEX', 'MX'],
      ['Mexique', 'MX'],
      ['+52', 'MX'],
      ['52', 'MX'],
      ['Türkiye', 'TR'],
      ['Turkey', 'TR'],
    ],
    ...[
      ['UK', 'GB'],
      ['U.K.', 'GB'],
      ['Great Britain', 'GB'],
      ['England', 'GB'],
      ['Vereinigtes Königreich', 'GB'],
      ['Royaume-Uni', 'GB'],
      ['GBR', 'GB'],
    ],
    ...[
      ['USA', 'US'],
      ['U.S.A.', 'US'],
      ['United States of America', 'US'],
      ['Vereinigte Staaten', 'US'],
      ['États-Unis', 'US'],
      ['EE. UU.', 'US'],
    ],
    ...[
      ['日本', 'JP'],
      ['中国', 'CN'],
      ['Россия', 'RU'],
      ['Österreich', 'AT'],
      ['Schweiz', 'CH'],
      ['Suisse', 'CH'],
      ['Svizzera', 'CH'],
      ['Holland', 'NL'],
    ],
    ...[
      ['DE +49', 'DE'],
      ['+49 (Germany)', 'DE'],
      ['Germany - DE', 'DE'],
      ['+1-809', 'US'],
      ['1684', 'US'],
      ['Korea, Republic of', 'KR'],
      ['Congo (DRC)', 'CD'],
    ],
    ...[
      ['Saint Lucia', 'LC'],
      ['Côte d’Ivoire', 'CI'],
      ["Cote d'Ivoire", 'CI'],
      ['Bosnia & Herzegovina', 'BA'],
      ['The Netherlands', 'NL'],
      ['भारत', 'IN'],
    ],
  ] as const)('reads %s as %s', (text, country) => {
    if (text === 'Congo (DRC)') return expect([country, null]).toContain(readCountry(text))
    expect(readCountry(text)).toBe(country)
  })

  it.each([
    ...[
      '',
      ' ',
      'Atlantis',
      'Congo',
      'Korea',
      'Virgin Islands',
      'Germany / France',
      'DE/FR',
      '+49 +33',
      '999',
      '0',
      '+0',
      'EU',
      'EN',
      'XX',
      'n/a',
    ],
    ...['unknown', 'Europe', 'Texas', '+4930', '12345', '4155552671', 'Germany?x', 'constructor', '__proto__'],
  ])('has nothing for %j', (text) => {
    expect(readCountry(text)).toBeNull()
  })
})
