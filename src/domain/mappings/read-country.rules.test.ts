import { getCountries, getCountryCallingCode } from 'libphonenumber-js'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { callingCodeOf, readCountry } from './read-country.rules'

const name = (language: string, country: string) =>
  new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? ''

// The names are gathered at the first look. Here, and not in some test: so a mutation run knows them for every test's.
beforeAll(() => void readCountry('Atlantis'))

describe('readCountry', () => {
  it.each([
    ...([
      ['EUA', 'US'],
      ['Verenigde Staten van Amerika', 'US'],
      ['Wales', 'GB'],
      ['Inghilterra', 'GB'],
    ] as const),
    ...([
      ['Emirates', 'AE'],
      ['Olanda', 'NL'],
      ['Czech Republic', 'CZ'],
      ['Korea (South)', 'KR'],
    ] as const),
    ...([
      ['Korea, North', 'KP'],
      ['Russian Federation', 'RU'],
      ['Iran, Islamic Republic of', 'IR'],
    ] as const),
    ...([
      ['Viet Nam', 'VN'],
      ['Syrian Arab Republic', 'SY'],
      ['Lao PDR', 'LA'],
      ['Republic of Moldova', 'MD'],
    ] as const),
    ...([
      ['Tanzania, United Republic of', 'TZ'],
      ['Venezuela, Bolivarian Republic of', 'VE'],
    ] as const),
    ...([
      ['Bolivia, Plurinational State of', 'BO'],
      ['Taiwan, ROC', 'TW'],
      ['P.R. China', 'CN'],
    ] as const),
    ...([
      ['Hongkong', 'HK'],
      ['Macao', 'MO'],
      ['Ivory Coast', 'CI'],
      ['DR Congo', 'CD'],
    ] as const),
    ...([
      ['Republic of the Congo', 'CG'],
      ['Burma', 'MM'],
      ['Swaziland', 'SZ'],
      ['Macedonia', 'MK'],
    ] as const),
    ...([
      ['Cape Verde', 'CV'],
      ['East Timor', 'TL'],
      ['Turkiye', 'TR'],
      ['Palestine, State of', 'PS'],
    ] as const),
    ...([
      ['Brunei Darussalam', 'BN'],
      ['Holy See', 'VA'],
      ['Bosnia', 'BA'],
      ['Trinidad', 'TT'],
    ] as const),
    ...([
      ['Antigua', 'AG'],
      ['Helvetia', 'CH'],
      ['BRD', 'DE'],
      ['KSA', 'SA'],
      ['Aotearoa', 'NZ'],
    ] as const),
    ...([
      ['Eire', 'IE'],
      ['Méjico', 'MX'],
    ] as const),
  ])('reads %s, which no list has, as %s', (text, country) => {
    expect(readCountry(text)).toBe(country)
  })

  it.each([
    ...([
      ['SAINT-LUCIA', 'LC'],
      ['St. Lucia', 'LC'],
      ['GROßBRITANNIEN', 'GB'],
      ['GROSSBRITANNIEN', 'GB'],
    ] as const),
    ...([
      ['Türkıye', 'TR'],
      ['  The   Gambia ', 'GM'],
      ['trinidad&tobago', 'TT'],
      ['ＦＲＡＮＣＥ', 'FR'],
      ['Espana', 'ES'],
      ['OSTERREICH', 'AT'],
      ['Saint Kitts and Nevis', 'KN'],
    ] as const),
    ...([
      ['Sverige', 'SE'],
      ['Polska', 'PL'],
      ['Ελλάδα', 'GR'],
      ['Magyarország', 'HU'],
      ['ไทย', 'TH'],
    ] as const),
    ...([
      ['AND', 'AD'],
      ['ARE', 'AE'],
      ['aut', 'AT'],
      ['ZWE', 'ZW'],
      ['XKX', 'XK'],
      ['MYT', 'YT'],
    ] as const),
  ])('reads %s, however it is written, as %s', (text, country) => {
    expect(readCountry(text)).toBe(country)
  })

  it.each([
    ...([
      [' Germany +49 ', 'DE'],
      ['Germany(+49)', 'DE'],
      ['Germany (+ 49)', 'DE'],
      ['Germany +49)', 'DE'],
    ] as const),
    ...([
      ['Germany [+49]', 'DE'],
      ['+49: Germany', 'DE'],
      ['+49 | Germany', 'DE'],
      ['49 – Germany', 'DE'],
    ] as const),
    ...([
      ['Germany (DE)', 'DE'],
      ['Germany / DE', 'DE'],
      ['DE: Germany', 'DE'],
      ['DE|DEU', 'DE'],
    ] as const),
    ...([
      ['🇩🇪Germany', 'DE'],
      ['🇩🇪 +49', 'DE'],
      ['🇨🇦 +1', 'CA'],
      ['Canada (+1)', 'CA'],
    ] as const),
    ...([
      ['Guinea-Bissau', 'GW'],
      ['Timor-Leste (+670)', 'TL'],
      ['0049', 'DE'],
      ['+1 809', 'US'],
    ] as const),
    ...([
      ['001 809', 'US'],
      ['+1809', 'US'],
      ['1-809', 'US'],
      ['+ 1 809', 'US'],
    ] as const),
    ...([
      [' Congo - Kinshasa (+243) ', 'CD'],
      ['Congo - Kinshasa +243', 'CD'],
      ['Congo - Kinshasa (+ 243)', 'CD'],
      ['🇨🇩 Congo - Kinshasa', 'CD'],
    ] as const),
    ...([
      ['DE-+49', 'DE'],
      ['DE - +49', 'DE'],
      ['+49 - Germany', 'DE'],
      ['+49- Germany', 'DE'],
      ['+49 - +49', 'DE'],
      ['+49  Germany', 'DE'],
    ] as const),
    ...([
      ['DE | | Germany', 'DE'],
      ['Germany / -', 'DE'],
      ['[DE]: Germany', 'DE'],
    ] as const),
    ...([
      ['Germany 🇩🇪', 'DE'],
      ['(🇩🇪) Germany', 'DE'],
      ['🇩🇪:', 'DE'],
      ['🇩🇪 🇩🇪', 'DE'],
      ['+1 🇨🇦', 'CA'],
    ] as const),
  ])('reads %s, of several parts, as %s', (text, country) => {
    expect(readCountry(text)).toBe(country)
  })

  it.each([
    ...['Germany Atlantis', 'Germany (Atlantis)', 'Atlantis (+49)', 'Atlantis / Germany', 'Germany (+33)'],
    ...['🇩🇪🇫🇷', '🇽🇽', 'x🇩🇪', '+1-109', '+1-8090', 'x+1-809', '/', '()', 'DE FR'],
    ...['🇫🇷 Germany', 'Germany 🇫🇷', '🇫🇷 DE', '🇽🇽 Germany', 'Germany (+49) / France', 'Congo - Kinshasa (+243) x'],
    ...['France\nGermany +49', 'Germany - France', 'France (+49', '+33-Germany', '1-809 / Germany'],
  ])('is sure of nothing where parts say %j', (text) => {
    expect(readCountry(text)).toBeNull()
  })

  it('knows no calling code of what is no country', () => {
    expect(callingCodeOf('XX' as 'DE')).toBe('')
  })

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
      'Kongo',
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

describe('readCountry in a browser with other names', () => {
  type NameOf = (language: string, country: string) => string | undefined

  afterEach(() => vi.restoreAllMocks())

  /** The names are gathered once, so each browser starts without. */
  async function readWith(nameOf: NameOf): Promise<typeof readCountry> {
    vi.spyOn(Intl.DisplayNames.prototype, 'of').mockImplementation(function of(this: Intl.DisplayNames, country) {
      return nameOf(this.resolvedOptions().locale, country)
    })
    vi.resetModules()
    return (await import('./read-country.rules')).readCountry
  }

  it('knows codes, flags and further names where the browser has no language at all', async () => {
    vi.spyOn(Intl.DisplayNames, 'supportedLocalesOf').mockReturnValue([])
    const read = await readWith((_, country) => `Land ${country}`)
    for (const text of ['DE', 'deu', '+49', '🇩🇪', 'BRD', 'Federal Republic of Germany']) expect(read(text)).toBe('DE')
    expect(read('Land DE')).toBeNull()
    expect(read('Germany')).toBeNull()
  })

  it('takes a name that two countries have for none, but leaves every country its English one', async () => {
    const names: Record<string, Record<string, string>> = {
      en: { DE: 'Germany', FR: 'France' },
      fr: { FR: 'Germany', ES: 'Utopia', IT: 'Arcadia' },
      pl: { PL: 'Utopia', IT: 'Arcadia', ES: 'Holland' },
    }
    const read = await readWith((language, country) => names[language]?.[country])
    expect(read('Germany')).toBe('DE')
    expect(read('France')).toBe('FR')
    expect(read('Arcadia')).toBe('IT')
    expect(read('Holland')).toBe('NL')
    expect(read('Utopia')).toBeNull()
    expect(read('undefined')).toBeNull()
  })

  it('is sure of no name that is short for two countries', async () => {
    const read = await readWith((_, country) => ({ KR: 'Korea', CD: 'Congo' })[country])
    expect(read('Korea')).toBeNull()
    expect(read('Congo')).toBeNull()
    expect(read('South Korea')).toBe('KR')
  })
})
