import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { haveSameOffsets } from '@/domain/schedule/same-offsets.rules'
import { TIME_ZONE_NAMES } from '@/domain/schedule/time-zone-list.rules'
import { type LocationClues, locatePerson } from './locate-person.rules'
import { AREA_CODE_PLACES, CALLING_CODE_ZONES } from './number-places.rules'
import { regionsOfPostalCode } from './postal-codes.rules'
import { findRegion, REGIONS } from './regions.rules'

function locate(clues: Partial<LocationClues>) {
  return locatePerson({ e164: '+12125550100', variables: {}, timezone: null, ...clues })
}

/** Writes a location briefly: `number US-NY America/New_York`. */
function brief(clues: Partial<LocationClues>): string {
  const { knownBy, jurisdictions } = locate(clues)
  const places = jurisdictions.map(({ country, region, zones }) =>
    [region === null ? country : `${country}-${region}`, ...zones].join(' '),
  )
  return `${knownBy}: ${places.join('; ')}`
}

describe('by the number', () => {
  it.each([
    ['+12125550100', 'number: US-NY America/New_York'],
    ['+13055550100', 'number: US-FL America/New_York'],
    // The western panhandle keeps Central time.
    ['+18505550100', 'number: US-FL America/New_York America/Chicago'],
    // Laid over Orlando's 407; the package knows none of its exchanges.
    ['+16895550100', 'number: US-FL America/New_York America/Chicago'],
    ['+19155550100', 'number: US-TX America/Denver'],
    ['+16155550100', 'number: US-TN America/Chicago'],
    ['+16055550100', 'number: US-SD America/Chicago America/Denver'],
    ['+19285550100', 'number: US-AZ America/Phoenix America/Denver'],
    ['+12025550100', 'number: US-DC America/New_York'],
    ['+17875550100', 'number: US-PR America/Puerto_Rico'],
    ['+16715550100', 'number: US-GU Pacific/Guam'],
    ['+16045550100', 'number: CA-BC America/Vancouver'],
    ['+14165550100', 'number: CA-ON America/Toronto'],
    ['+19025550100', 'number: CA-NS America/Halifax; CA-PE America/Halifax'],
    ['+18765550100', 'number: JM America/Jamaica'],
    ['+18095550100', 'number: DO America/Santo_Domingo'],
    ['+442079460000', 'number: GB Europe/Guernsey'],
    ['+4930123456', 'number: DE Europe/Berlin'],
    ['+33123456789', 'number: FR Europe/Paris'],
  ])('%s', (e164, expected) => {
    expect(brief({ e164 })).toBe(expected)
  })

  it('of a country with several zones it has all of them', () => {
    const [place] = locate({ e164: '+61291234567' }).jurisdictions
    expect(place?.country).toBe('AU')
    expect(place?.zones).toContain('Australia/Perth')
    expect(place?.zones).toContain('Australia/Sydney')
  })

  it.each(['+18005550199', '+18885550199', '+12115550199', '+19995550199', '+15005550006'])(
    '%s is nobody’s place, and so may be anywhere in the United States and Canada',
    (e164) => {
      const { knownBy, jurisdictions } = locate({ e164 })
      expect(knownBy).toBe('nothing')
      const territories = ['US-PR', 'US-VI', 'US-GU', 'US-MP', 'US-AS']
      expect(jurisdictions.map(({ country, region }) => `${country}-${region}`)).toEqual(
        [...REGIONS.keys()].filter((id) => !territories.includes(id)),
      )
    },
  )

  it('of a service that belongs to no country says nothing', () => {
    expect(brief({ e164: '+80012345678' })).toBe('nothing: ')
    expect(brief({ e164: '+80012345678', timezone: 'Asia/Tokyo' })).toBe('timezone:  Asia/Tokyo')
  })
})

describe('by a state or province', () => {
  it.each([
    ['state', 'FL'],
    ['State', ' fl '],
    ['STATE', 'Florida'],
    ['region', 'florida'],
    ['State/Province', 'FLORIDA'],
    ['state_code', 'US-FL'],
    ['province', 'F.L.'],
  ])('%s: %s', (name, text) => {
    expect(brief({ variables: { [name]: text } })).toBe('region: US-FL America/New_York America/Chicago')
  })

  it.each([
    ['Washington', 'US-WA'],
    ['Washington, D.C.', 'US-DC'],
    ['District of Columbia', 'US-DC'],
    ['west virginia', 'US-WV'],
    ['New York', 'US-NY'],
    ['N.Y.', 'US-NY'],
    ['Québec', 'CA-QC'],
    ['Newfoundland', 'CA-NL'],
    ['ON', 'CA-ON'],
    ['Puerto Rico', 'US-PR'],
  ])('%s is %s', (text, id) => {
    const region = findRegion(text)
    expect(region && `${region.country}-${region.code}`).toBe(id)
  })

  it('all codes and names are found, and each is one region', () => {
    for (const region of REGIONS.values()) {
      expect(findRegion(region.code)).toBe(region)
      expect(findRegion(region.name)).toBe(region)
    }
  })

  it.each(['', 'Bavaria', 'Northeast', 'XX', 'F', 'Florida or Georgia'])('%j is none', (text) => {
    expect(findRegion(text)).toBeNull()
    expect(brief({ variables: { state: text } })).toBe('number: US-NY America/New_York')
  })

  it('one that is no state leaves the word to the next variable', () => {
    expect(brief({ variables: { region: 'Northeast', state: 'ME' } })).toBe('region: US-ME America/New_York')
  })

  it('comes before the postal code and the number', () => {
    expect(locate({ variables: { zip: '10001', state: 'TX' } })).toMatchObject({ knownBy: 'region' })
  })

  it.each(['+4930123456', '+61291234567', '+551123456789'])('does not count for %s', (e164) => {
    expect(locate({ e164, variables: { state: 'WA', zip: '10115' } }).knownBy).toBe('number')
  })

  it.each(['status', 'estate', 'statement', 'stateless', 'regional'])('a variable %s is none', (name) => {
    expect(locate({ variables: { [name]: 'FL' } }).knownBy).toBe('number')
  })
})

describe('by a postal code', () => {
  it.each([
    ['10001', ['US-NY']],
    ['00501', ['US-NY']],
    ['501', ['US-NY']],
    ['2134', ['US-MA']],
    ['02134-1000', ['US-MA']],
    ['021341000', ['US-MA']],
    ['33101', ['US-FL']],
    ['34990', ['US-FL']],
    ['75001', ['US-TX']],
    ['88510', ['US-TX']],
    ['73301', ['US-TX']],
    ['99501', ['US-AK']],
    ['96799', ['US-HI', 'US-AS']],
    ['00901', ['US-PR']],
    ['06390', ['US-CT', 'US-NY']],
    ['20001', ['US-DC']],
    ['20101', ['US-VA']],
    ['38601', ['US-MS']],
    ['39801', ['US-GA']],
    ['70112', ['US-LA']],
    ['84101', ['US-UT']],
    ['35201', ['US-AL']],
    ['K1A 0B1', ['CA-ON']],
    ['h2x1y4', ['CA-QC']],
    ['V6B', ['CA-BC']],
    ['X0A 0A0', ['CA-NT', 'CA-NU']],
  ])('%s is %j', (text, ids) => {
    expect(regionsOfPostalCode(text)).toEqual(ids)
  })

  it.each(['', '1', '12', '123456', '00000', '09012', '34012', '96212', 'D1A 1A1', 'SW1A 1AA', 'ABCDE', '10001x'])(
    '%j has no place',
    (text) => {
      expect(regionsOfPostalCode(text)).toEqual([])
    },
  )

  it('comes before the number, with all zones of the state', () => {
    expect(brief({ variables: { 'ZIP code': '79901' } })).toBe('postal code: US-TX America/Chicago America/Denver')
  })

  it('names regions that there are', () => {
    for (let prefix = 0; prefix < 1_000; prefix += 1) {
      for (const id of regionsOfPostalCode(`${String(prefix).padStart(3, '0')}01`)) expect(REGIONS.has(id)).toBe(true)
    }
  })
})

describe('by the contact’s own time zone', () => {
  it('comes last: a number that is somewhere goes before it', () => {
    expect(locate({ timezone: 'America/Los_Angeles' }).knownBy).toBe('number')
  })

  it('a number that is nobody’s place may be wherever that clock is in use', () => {
    const { knownBy, jurisdictions } = locate({ e164: '+18005550199', timezone: 'US/Hawaii' })
    expect(knownBy).toBe('timezone')
    expect(jurisdictions).toEqual([{ country: 'US', region: 'HI', zones: ['US/Hawaii'] }])
    const central = locate({ e164: '+18005550199', timezone: 'America/Chicago' }).jurisdictions
    expect(central.map(({ region }) => region)).toEqual(expect.arrayContaining(['AL', 'FL', 'LA', 'MS', 'TX', 'MB']))
    expect(central.map(({ region }) => region)).not.toContain('NY')
  })

  it('one of another continent says nothing', () => {
    expect(locate({ e164: '+18005550199', timezone: 'Europe/Berlin' }).knownBy).toBe('nothing')
  })
})

describe('the tables', () => {
  const lines = (table: string) =>
    table
      .trim()
      .split('\n')
      .map((line) => line.split(': '))
  const listed = new Set(TIME_ZONE_NAMES)

  it('name regions and time zones that there are, and each code once', () => {
    const codes = lines(AREA_CODE_PLACES).flatMap(([, all = '']) => all.split(' '))
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThan(430)
    for (const [place = ''] of lines(AREA_CODE_PLACES)) {
      const [ids = '', ...zones] = place.split(' ')
      for (const id of ids.split('+')) expect(REGIONS.has(id) || /^[A-Z]{2}$/.test(id)).toBe(true)
      for (const zone of zones) expect(listed.has(zone)).toBe(true)
      if (!ids.includes('-')) expect(zones.length).toBeGreaterThan(0)
    }
    for (const [zones = ''] of lines(CALLING_CODE_ZONES)) {
      for (const zone of zones.split(' ')) expect(listed.has(zone)).toBe(true)
    }
  })

  it('every zone of a region is listed, and no two of them have the same clock', () => {
    for (const { zones } of REGIONS.values()) {
      for (const zone of zones) {
        expect(listed.has(zone)).toBe(true)
        const alike = zones.filter((other) => haveSameOffsets(zone, other, Date.UTC(2026, 0), Date.UTC(2027, 0)))
        expect(alike).toEqual([zone])
      }
    }
  })

  it('every number of +1 has a place with a zone, whatever its digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[2-9][0-9]{9}$/), (digits) => {
        const { jurisdictions } = locate({ e164: `+1${digits}` })
        expect(jurisdictions.length).toBeGreaterThan(0)
        for (const { zones } of jurisdictions) expect(zones.length).toBeGreaterThan(0)
      }),
    )
  })
})
