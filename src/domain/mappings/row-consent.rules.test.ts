import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeContact } from '@/domain/contacts/judge-contact.rules'
import { prepareValidation } from '@/domain/contacts/prepare-validation.rules'
import { NOW_MS, validationContext } from '@/testing/validation-context'
import {
  type ConsentCells,
  consentOfRow,
  consentZone,
  findConsentFaults,
  type RowConsent,
  withConsent,
} from './row-consent.rules'

const whole: ConsentCells = { consentBasis: 'Signed', consentAt: '2026-11-01 16:00', consentSource: 'Shop' }
const faults = (changes: ConsentCells) =>
  findConsentFaults({ ...whole, ...changes }, 'Europe/Berlin', NOW_MS).map(({ field, message }) => [field, message])

describe('the consent of a row', () => {
  it('is that of the API', () => {
    expect(consentOfRow({ ...whole, consentText: ' Call me. ' }, 'Europe/Berlin')).toEqual({
      basis: 'written',
      at: '2026-11-01T15:00:00.000Z',
      source: 'Shop',
      text: 'Call me.',
    })
  })

  it('is none where all cells are blank, or there are none', () => {
    expect(consentOfRow({}, 'UTC')).toBeNull()
    expect(consentOfRow({ consentBasis: '', consentAt: ' ', consentText: '\t' }, 'UTC')).toBeNull()
    expect(findConsentFaults({ consentSource: ' ' }, 'UTC', NOW_MS)).toEqual([])
  })

  it.each([
    ['2026-11-01', 'UTC', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-01', 'Australia/Sydney', '2026-10-31T13:00:00.000Z'],
    ['2026-11-01 16:00', 'America/New_York', '2026-11-01T21:00:00.000Z'],
    ['2026-11-01T16:00:00+02:00', 'America/New_York', '2026-11-01T14:00:00.000Z'],
    ['2026-11-01T16:00:00Z', 'America/New_York', '2026-11-01T16:00:00.000Z'],
  ])('of %s in %s was given %s', (consentAt, zone, at) => {
    expect(consentOfRow({ ...whole, consentAt }, zone)?.at).toBe(at)
  })

  it('has what cannot be read as it was written, and nothing for what is blank', () => {
    const cells = { consentBasis: 'hope', consentAt: 'yesterday', consentSource: ' ', consentText: 'Yes.' }
    expect(consentOfRow(cells, 'UTC')).toEqual({ basis: 'hope', at: 'yesterday', text: 'Yes.' })
  })

  it.each(['no', 'None', 'n/a', '-', 'Revoked', 'opted out', 'nein', '拒否'])(
    'has no source where its cell says “%s”',
    (cell) => {
      const { source, ...others } = consentOfRow({ ...whole, consentSource: cell }, 'UTC') ?? {}
      expect(source).toBeUndefined()
      expect(Object.keys(others)).toEqual(['basis', 'at'])
      // It is still half a consent, which is refused, and not none.
      expect(consentOfRow({ consentSource: cell }, 'UTC')).toEqual({})
    },
  )

  it.each(['yes', 'Notion form', 'No. 5 High Street', 'Nonesuch shop', '1'])('has the source “%s”', (cell) => {
    expect(consentOfRow({ ...whole, consentSource: cell }, 'UTC')?.source).toBe(cell)
  })

  it('is read in the time zone of its row, else in that of contacts without one, else as UTC', () => {
    expect(consentZone('us/eastern', 'Europe/Berlin')).toBe('US/Eastern')
    expect(consentZone('Nowhere', 'Europe/Berlin')).toBe('Europe/Berlin')
    expect(consentZone(undefined, null)).toBe('UTC')
  })

  it('is a property of its contact, which is as it was without one', () => {
    const contact = { name: 'Ada' }
    expect(withConsent(contact, null)).toBe(contact)
    expect(withConsent(contact, { basis: 'express' })).toEqual({ name: 'Ada', consent: { basis: 'express' } })
  })
})

describe('what is wrong with the consent of a row', () => {
  it('is nothing where it is whole', () => {
    expect(faults({})).toEqual([])
    expect(faults({ consentText: 'Call me.' })).toEqual([])
  })

  const OR_EMPTY = 'or empty the other cells of the consent.'
  const NO_BASIS = `The consent does not say what it rests on. Write express, written, contract or relationship, ${OR_EMPTY}`
  const NO_DATE = `The consent has no date. Add when it was given, such as 2026-11-01, ${OR_EMPTY}`
  const NO_SOURCE = `The consent does not say where it was given. Name the form, the shop or the call, ${OR_EMPTY}`
  const SUCH = 'such as 2026-11-01 or 2026-11-01 16:00.'

  it.each<[ConsentCells, string, string]>([
    [{ consentBasis: '' }, 'consentBasis', NO_BASIS],
    [{ consentAt: ' ' }, 'consentAt', NO_DATE],
    [{ consentSource: '' }, 'consentSource', NO_SOURCE],
    [
      { consentBasis: 'implied' },
      'consentBasis',
      '"implied" is no basis of a consent. Write express, written, contract or relationship.',
    ],
    [{ consentAt: 'last week' }, 'consentAt', `"last week" is no date. Write when the consent was given, ${SUCH}`],
    [{ consentAt: '2026-02-30' }, 'consentAt', `"2026-02-30" is no date. Write when the consent was given, ${SUCH}`],
    [
      { consentAt: '03/04/2026' },
      'consentAt',
      `"03/04/2026" could be two dates. Choose the order of day and month on the Map step, or write it ${SUCH}`,
    ],
    [
      { consentAt: '3/4/2026 9:30 AM' },
      'consentAt',
      `"3/4/2026 9:30 AM" could be two dates. Choose the order of day and month on the Map step, or write it ${SUCH}`,
    ],
    [{ consentAt: '2027-03-01' }, 'consentAt', '"2027-03-01" is still to come. Write when the consent was given.'],
    [
      { consentSource: ' n/a ' },
      'consentSource',
      '"n/a" does not say where the consent was given. Name the form, the shop or the call, or empty all cells of the consent.',
    ],
    [
      { consentSource: 'x'.repeat(501) },
      'consentSource',
      'Where the consent was given is over 500 characters. Shorten it.',
    ],
    [{ consentSource: 'Shop\0' }, 'consentSource', 'Say where the consent was given, in 1 to 500 characters.'],
    [
      { consentText: 'x'.repeat(10_001) },
      'consentText',
      'Keep the text of the consent within 10000 characters, without a NUL.',
    ],
  ])('with %o is said of its cell', (changes, field, message) => {
    expect(faults(changes)).toEqual([[field, message]])
  })

  it('is said of each cell that is wrong, also of all that a lone cell lacks', () => {
    expect(
      findConsentFaults({ consentAt: 'soon' }, 'UTC', NOW_MS)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['consentAt', 'consentBasis', 'consentSource'])
    expect(findConsentFaults({ consentText: 'Yes.' }, 'UTC', NOW_MS)).toEqual([
      { field: 'consentBasis', message: NO_BASIS },
      { field: 'consentAt', message: NO_DATE },
      { field: 'consentSource', message: NO_SOURCE },
    ])
  })

  it('is said where the rules of a contact refuse it, and nowhere else; what they accept is what was written', () => {
    const cell = (...usual: string[]) =>
      fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...usual, '') }, { weight: 1, arbitrary: fc.string() })
    const day = fc
      .date({ min: new Date('0001-01-02'), max: new Date('9998-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString())
    const cells: fc.Arbitrary<ConsentCells> = fc.record(
      {
        consentBasis: cell('express', 'Signed', 'customer', 'hope'),
        consentAt: fc.oneof(
          cell('2026-11-01', '2026-11-23 23:00', '01.11.2026', '2026-11-25', '0000-01-01'),
          day.map((iso) => iso.slice(0, 10)),
          day,
        ),
        consentSource: cell('Shop', 'none', 'x'.repeat(500), 'x'.repeat(501), '\ud800'),
        consentText: cell('Yes.', 'x'.repeat(10_001)),
      },
      { requiredKeys: [] },
    )
    const prepared = prepareValidation(validationContext())
    fc.assert(
      fc.property(cells, fc.constantFrom('UTC', 'America/New_York', 'Pacific/Kiritimati'), (given, zone) => {
        const consent = consentOfRow(given, zone)
        const judged = judgeContact(withConsent({ name: 'Ada', phoneNumber: '+12125550123' }, consent), prepared)
        const found = findConsentFaults(given, zone, NOW_MS)
        expect(judged.ok ? [] : judged.faults.map(({ code }) => code)).toEqual(
          found.length > 0 ? ['CONSENT_INVALID'] : [],
        )
        expect(new Set(found.map(({ field }) => field)).size).toBe(found.length)
        const kept = judged.ok ? judged.contact.consent : undefined
        expect(kept === undefined).toBe(consent === null || found.length > 0)
        if (kept) expect(asWritten(kept)).toEqual(consent)
      }),
      { numRuns: 2_000 },
    )
  })
})

function asWritten({
  basis,
  atMs,
  source,
  text,
}: {
  basis: string
  atMs: number
  source: string
  text: string | null
}) {
  const consent: RowConsent = { basis, at: new Date(atMs).toISOString(), source }
  return text === null ? consent : { ...consent, text }
}
