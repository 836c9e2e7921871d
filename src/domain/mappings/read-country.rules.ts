import type { CountryCode } from 'libphonenumber-js'
import { plans } from '@/domain/phones/phone-metadata.rules'

// ISO 3166-1 alpha-3: the codes that begin with the country's alpha-2 code, and the others with it in front. Source:
// CLDR 48.2, codeMappings.json; Kosovo's is what the World Bank and others use.
const ALPHA_3_ALIKE =
  'AFG AIA ALB ARG ASM AUS AZE BEL BFA BGR BHR BLM BMU BOL BRA BTN BWA CAN CCK CHE CIV CMR COL CRI CUB CXR CYP CZE DEU DJI DMA DOM DZA ECU EGY ERI ESP ETH FIN FJI FRA GAB GBR GEO GGY GHA GIB GMB GRC GTM GUM HKG HND HRV HTI HUN IDN IMN IND IOT IRN ISL ITA JEY JOR JPN KEN KGZ KHM KIR KNA KWT LAO LBN LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MHL MKD MLI MMR MNG MRT MSR MUS MWI MYS NAM NCL NER NFK NGA NIC NLD NOR NPL NRU NZL OMN PAN PER PHL PRI PSE QAT REU ROU RUS RWA SAU SDN SGP SHN SJM SLE SMR SOM SSD STP SXM SYR TAA TCA TGO THA TJK TKL TLS TON TTO TWN TZA UGA USA UZB VAT VCT VEN VGB VIR VNM VUT WSM XKX YEM ZAF ZMB ZWE'
const ALPHA_3_OTHERS =
  'ACASC ADAND AEARE AGATG AMARM AOAGO ATAUT AWABW AXALA BABIH BBBRB BDBGD BIBDI BJBEN BNBRN BQBES BSBHS BYBLR BZBLZ CDCOD CFCAF CGCOG CKCOK CLCHL CNCHN CVCPV CWCUW DKDNK EEEST EHESH FKFLK FMFSM FOFRO GDGRD GFGUF GLGRL GNGIN GPGLP GQGNQ GWGNB GYGUY IEIRL ILISR IQIRQ JMJAM KMCOM KPPRK KRKOR KYCYM KZKAZ LRLBR LYLBY MEMNE MFMAF MGMDG MOMAC MPMNP MQMTQ MTMLT MVMDV MXMEX MZMOZ NUNIU PFPYF PGPNG PKPAK PLPOL PMSPM PTPRT PWPLW PYPRY RSSRB SBSLB SCSYC SESWE SISVN SKSVK SNSEN SRSUR SVSLV SZSWZ TDTCD TMTKM TNTUN TRTUR TVTUV UAUKR UYURY WFWLF YTMYT'

/** Names that people write, in addition to the names that every browser knows. */
const OTHER_NAMES: Partial<Record<CountryCode, string>> = {
  US: 'USA | U.S.A. | U.S. | United States of America | America | Estados Unidos de América | EE.UU. | EEUU | EUA | Vereinigte Staaten von Amerika | États-Unis d’Amérique | Etats Unis | Stati Uniti d’America | VS | Verenigde Staten van Amerika',
  GB: 'UK | U.K. | Great Britain | Britain | England | Scotland | Wales | Northern Ireland | Großbritannien | Grande-Bretagne | Gran Bretaña | Gran Bretagna | Grã-Bretanha | Groot-Brittannië | VK | United Kingdom of Great Britain and Northern Ireland | Angleterre | Inglaterra | Inghilterra | Engeland',
  AE: 'UAE | U.A.E. | VAE | Emirates | Emiratos Arabes | Emirats arabes',
  NL: 'Holland | The Netherlands | Holanda | Hollande | Olanda',
  CZ: 'Czech Republic | Tschechische Republik | République tchèque | República Checa | Repubblica Ceca',
  KR: 'South Korea | Korea (South) | Korea, South | Republic of Korea | Korea, Republic of | Korea Republic of',
  KP: 'North Korea | Korea (North) | Korea, North | Korea, Democratic People’s Republic of',
  RU: 'Russian Federation | Russische Föderation | Российская Федерация',
  IR: 'Iran, Islamic Republic of',
  VN: 'Viet Nam',
  SY: 'Syrian Arab Republic',
  LA: 'Lao PDR | Lao People’s Democratic Republic',
  MD: 'Republic of Moldova | Moldova, Republic of',
  TZ: 'United Republic of Tanzania | Tanzania, United Republic of',
  VE: 'Venezuela, Bolivarian Republic of',
  BO: 'Bolivia, Plurinational State of',
  TW: 'Taiwan, Province of China | Taiwan, ROC',
  CN: 'People’s Republic of China | PR China | P.R. China | Mainland China | 中国大陆 | VR China',
  HK: 'Hong Kong | Hongkong | Hong Kong SAR',
  MO: 'Macau | Macao',
  CI: 'Ivory Coast | Cote d Ivoire',
  CD: 'DR Congo | DRC | Democratic Republic of the Congo | Congo, Democratic Republic of the',
  CG: 'Republic of the Congo | Congo-Brazzaville',
  MM: 'Burma',
  SZ: 'Swaziland',
  MK: 'Macedonia | North Macedonia',
  CV: 'Cape Verde',
  TL: 'East Timor',
  TR: 'Turkey | Turkiye',
  PS: 'Palestine | Palestine, State of',
  BN: 'Brunei Darussalam',
  VA: 'Holy See',
  BA: 'Bosnia | Bosnia and Herzegovina',
  TT: 'Trinidad',
  AG: 'Antigua',
  CH: 'Helvetia | Schweiz/Suisse',
  DE: 'BRD | Federal Republic of Germany | Bundesrepublik Deutschland',
  SA: 'KSA | Kingdom of Saudi Arabia',
  NZ: 'Aotearoa',
  IE: 'Republic of Ireland | Eire',
  MX: 'Méjico | Estados Unidos Mexicanos',
}

/** These languages name every country; the others only the countries where they are spoken. */
const LIST_LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'ru', 'zh', 'ja', 'sv', 'da', 'nb', 'pl']

const COUNTRIES = Object.keys(plans.countries) as CountryCode[]

const FLAGS = /\p{Regional_Indicator}{2}/gu
const FLAG_LETTER = 0x1f1e6 - 0x41
const CALLING_CODE = /^(?:\+|00)?\s?([1-9]\d{0,2})$/
/** Islands of the Caribbean and the Pacific whose calling code is an area code of North America. */
const NORTH_AMERICAN_CODE = /^(?:\+|00)?\s?1[\s-]?[2-9]\d\d$/
/** `Congo - Kinshasa (+243)`: what stands in front of the code may have signs of its own. */
const NAMED_WITH_CODE = /^(.*\p{L}.*)(\+\s?\d{1,3})\)?$/u
/** `DE +49`, `+49 Germany`, `Germany (DE)`, `DE - Germany`. */
const PARTS = /\s-\s|[\s-](?=\+)|(?<=\d)-?\s|[()[\]:|/–]/
/** What is left of a text without its flags or parts may be signs alone, which say nothing. */
const WORD = /[\p{L}\p{N}]/u

let names: ReadonlyMap<string, CountryCode> | null = null

/**
 * Returns the country that a cell names. The cell may hold its name in English, in the other languages of headers or in
 * its own, its code of two or three letters, its flag, or its calling code. A calling code that several countries share
 * stands for the main one: they read numbers alike. Returns null when the cell names no country, or could name two.
 */
export function readCountry(text: string): CountryCode | null {
  const read = (text.match(FLAGS) ?? []).map(readFlag)
  const words = text.replaceAll(FLAGS, ' ')
  return agreed(WORD.test(words) ? [...read, readWords(words)] : read)
}

/** Returns the calling code of a country, without its +. */
export function callingCodeOf(country: CountryCode): string {
  const [code] = Object.entries(plans.country_calling_codes).find(([, sharing]) => sharing.includes(country)) ?? []
  return code ?? ''
}

function readFlag(flag: string): CountryCode | null {
  const letters = [...flag].map((sign) => String.fromCharCode((sign.codePointAt(0) ?? 0) - FLAG_LETTER)).join('')
  return COUNTRIES.find((country) => country === letters) ?? null
}

function readWords(text: string): CountryCode | null {
  const whole = readOne(text)
  if (whole !== null) return whole
  const named = NAMED_WITH_CODE.exec(text.trim())
  const parts = named ? named.slice(1) : text.split(PARTS)
  return agreed(parts.filter((part) => WORD.test(part)).map(readOne))
}

/** Returns the first country when all read numbers alike: `Germany (+49)` is clear, and `Germany / France` is not. */
function agreed(read: readonly (CountryCode | null)[]): CountryCode | null {
  const [first] = read
  if (!first) return null
  const callingCode = callingCodeOf(first)
  return read.every((country) => country !== null && callingCodeOf(country) === callingCode) ? first : null
}

function readOne(text: string): CountryCode | null {
  const trimmed = text.trim()
  const code = CALLING_CODE.exec(trimmed)?.[1]
  if (code !== undefined) return mainCountryOf(code)
  if (NORTH_AMERICAN_CODE.test(trimmed)) return 'US'
  names ??= nameCountries()
  return names.get(plainName(trimmed)) ?? null
}

function mainCountryOf(callingCode: string): CountryCode | null {
  const [main] = plans.country_calling_codes[callingCode] ?? []
  return (main as CountryCode | undefined) ?? null
}

function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replaceAll('&', ' and ')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replaceAll(/\bsaint\b/g, 'st')
    .replace(/^the /, '')
    .trim()
}

/**
 * Maps names to countries. A name that two countries share is left out, unless it is the English name of one or a name
 * of `OTHER_NAMES`.
 */
function nameCountries(): ReadonlyMap<string, CountryCode> {
  const found = new Map<string, CountryCode>()
  const clashing = new Set<string>()
  const add = (name: string | undefined, country: CountryCode) => {
    if (name === undefined) return
    const plain = plainName(name)
    const before = found.get(plain)
    if (before === undefined) found.set(plain, country)
    else if (before !== country) clashing.add(plain)
  }
  const inLanguages = LIST_LANGUAGES.map(regionNames)
  for (const names of inLanguages) for (const country of COUNTRIES) add(names?.(country), country)
  for (const country of COUNTRIES) {
    const { language } = new Intl.Locale('und', { region: country }).maximize()
    // Stryker disable next-line ConditionalExpression: a name that is added twice is the same name.
    if (!LIST_LANGUAGES.includes(language)) add(regionNames(language)?.(country), country)
    for (const name of OTHER_NAMES[country]?.split('|') ?? []) add(name, country)
  }
  for (const name of clashing) found.delete(name)
  const english = inLanguages[0]
  for (const country of COUNTRIES) {
    for (const name of [english?.(country), ...(OTHER_NAMES[country]?.split('|') ?? [])]) {
      if (name !== undefined) found.set(plainName(name), country)
    }
  }
  // Two countries are called so, and which is meant cannot be known.
  for (const name of ['congo', 'korea']) found.delete(name)
  for (const [country, alpha3] of alpha3Codes()) found.set(alpha3.toLowerCase(), country)
  for (const country of COUNTRIES) found.set(country.toLowerCase(), country)
  return found
}

/** Returns the function that names countries in a language; null when this browser cannot. */
function regionNames(language: string): ((country: CountryCode) => string | undefined) | null {
  if (Intl.DisplayNames.supportedLocalesOf([language]).length === 0) return null
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  return (country) => names.of(country)
}

function alpha3Codes(): [CountryCode, string][] {
  const entries = [
    ...ALPHA_3_ALIKE.split(' ').map((alpha3) => [alpha3.slice(0, 2), alpha3] as const),
    ...ALPHA_3_OTHERS.split(' ').map((pair) => [pair.slice(0, 2), pair.slice(2)] as const),
  ]
  return entries.flatMap(([country, alpha3]) => {
    const known = COUNTRIES.find((one) => one === country)
    return known ? [[known, alpha3]] : []
  })
}
