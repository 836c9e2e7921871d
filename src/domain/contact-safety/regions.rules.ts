/**
 * States of the United States with its district and territories, and provinces of Canada: code, name, time zones. The
 * zones are those in which people of the region live, by 49 CFR 71 and Canada's provincial acts; where a part of a region
 * keeps another time than the rest, both are listed, since nobody knows in which of them a person is.
 */
const TABLE = `
US AL Alabama: America/Chicago
US AK Alaska: America/Anchorage America/Adak
US AZ Arizona: America/Phoenix America/Denver
US AR Arkansas: America/Chicago
US CA California: America/Los_Angeles
US CO Colorado: America/Denver
US CT Connecticut: America/New_York
US DE Delaware: America/New_York
US DC District of Columbia: America/New_York
US FL Florida: America/New_York America/Chicago
US GA Georgia: America/New_York
US HI Hawaii: Pacific/Honolulu
US ID Idaho: America/Denver America/Los_Angeles
US IL Illinois: America/Chicago
US IN Indiana: America/New_York America/Chicago
US IA Iowa: America/Chicago
US KS Kansas: America/Chicago America/Denver
US KY Kentucky: America/New_York America/Chicago
US LA Louisiana: America/Chicago
US ME Maine: America/New_York
US MD Maryland: America/New_York
US MA Massachusetts: America/New_York
US MI Michigan: America/New_York America/Chicago
US MN Minnesota: America/Chicago
US MS Mississippi: America/Chicago
US MO Missouri: America/Chicago
US MT Montana: America/Denver
US NE Nebraska: America/Chicago America/Denver
US NV Nevada: America/Los_Angeles America/Denver
US NH New Hampshire: America/New_York
US NJ New Jersey: America/New_York
US NM New Mexico: America/Denver
US NY New York: America/New_York
US NC North Carolina: America/New_York
US ND North Dakota: America/Chicago America/Denver
US OH Ohio: America/New_York
US OK Oklahoma: America/Chicago
US OR Oregon: America/Los_Angeles America/Denver
US PA Pennsylvania: America/New_York
US RI Rhode Island: America/New_York
US SC South Carolina: America/New_York
US SD South Dakota: America/Chicago America/Denver
US TN Tennessee: America/Chicago America/New_York
US TX Texas: America/Chicago America/Denver
US UT Utah: America/Denver
US VT Vermont: America/New_York
US VA Virginia: America/New_York
US WA Washington: America/Los_Angeles
US WV West Virginia: America/New_York
US WI Wisconsin: America/Chicago
US WY Wyoming: America/Denver
US PR Puerto Rico: America/Puerto_Rico
US VI U.S. Virgin Islands: America/St_Thomas
US GU Guam: Pacific/Guam
US MP Northern Mariana Islands: Pacific/Saipan
US AS American Samoa: Pacific/Pago_Pago
CA AB Alberta: America/Edmonton
CA BC British Columbia: America/Vancouver America/Edmonton America/Fort_Nelson
CA MB Manitoba: America/Winnipeg
CA NB New Brunswick: America/Halifax
CA NL Newfoundland and Labrador: America/St_Johns America/Halifax
CA NS Nova Scotia: America/Halifax
CA NT Northwest Territories: America/Edmonton
CA NU Nunavut: America/Toronto America/Winnipeg America/Edmonton America/Atikokan
CA ON Ontario: America/Toronto America/Winnipeg America/Atikokan
CA PE Prince Edward Island: America/Halifax
CA QC Quebec: America/Toronto America/Halifax America/Blanc-Sablon
CA SK Saskatchewan: America/Regina America/Edmonton
CA YT Yukon: America/Whitehorse
`

const OTHER_NAMES: Readonly<Record<string, string>> = {
  'washington dc': 'US-DC',
  'washington d c': 'US-DC',
  'd c': 'US-DC',
  'washington state': 'US-WA',
  'virgin islands': 'US-VI',
  newfoundland: 'CA-NL',
  labrador: 'CA-NL',
  nf: 'CA-NL',
  pei: 'CA-PE',
  québec: 'CA-QC',
  pq: 'CA-QC',
  'yukon territory': 'CA-YT',
}

export type Region = { country: 'US' | 'CA'; code: string; name: string; zones: readonly string[] }

/** By country and code: `US-FL`. */
export const REGIONS: ReadonlyMap<string, Region> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line): [string, Region] => {
      const [head = '', zones = ''] = line.split(': ')
      const [country = '', code = '', ...name] = head.split(' ')
      return [
        `${country}-${code}`,
        { country: country as Region['country'], code, name: name.join(' '), zones: zones.split(' ') },
      ]
    }),
)

const BY_NAME: ReadonlyMap<string, Region> = new Map(
  [...REGIONS.entries()].flatMap(([id, region]) => {
    const others = Object.entries(OTHER_NAMES).filter(([, of]) => of === id)
    const names = [region.code, region.name, ...others.map(([name]) => name)]
    return names.map((name): [string, Region] => [normalize(name), region])
  }),
)

/** Finds a state or province by its code or English name, in any case: `FL`, `florida`, `N.Y.`, `US-FL`. */
export function findRegion(text: string): Region | null {
  const name = normalize(text)
  return (
    BY_NAME.get(name) ?? BY_NAME.get(name.replaceAll(' ', '')) ?? BY_NAME.get(name.replace(/^(?:us|ca) /, '')) ?? null
  )
}

function normalize(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
}
