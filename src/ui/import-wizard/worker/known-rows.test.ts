import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callingHoursOf } from '@/domain/contact-safety/calling-hours.rules'
import { NO_CAPS } from '@/domain/contact-safety/cap.schema'
import { CONSENT_BASES, type ConsentRequirement } from '@/domain/contact-safety/consent.schema'
import { consentDemands } from '@/domain/contact-safety/consent-gate.rules'
import type { Consent, ContactFacts } from '@/domain/contact-safety/contact-facts.rules'
import { locatePerson } from '@/domain/contact-safety/locate-person.rules'
import type { SafetyVerdict } from '@/domain/contacts/compare-contacts.rules'
import { neverFault } from '@/domain/contacts/never-fault.rules'
import { compareJudged, judgeContacts } from '@/domain/contacts/validate-contacts.rules'
import { decidePerson } from '@/domain/decisions/decide-person.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { withGiven } from '@/domain/enrollment/given-consents.rules'
import { EMPTY_MAPPING, type Mapping, type Target } from '@/domain/mappings/mapping.rules'
import { consentOfRow, withConsent } from '@/domain/mappings/row-consent.rules'
import { agentRules, NOW_MS } from '@/testing/validation-context'
import { freezeImport } from './freeze-import'
import { ImportTable } from './import-table'
import type { LookedUp } from './known-rows'
import { parseText } from './parse-text'
import type { RowReview } from './row-review'

const agent = agentRules({ variables: [{ name: 'account_id', required: false }] })
const organization = { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false }
const mapping: Mapping = { ...EMPTY_MAPPING, columns: ['name', 'phoneNumber', 'variable:account_id'] }
const format = { encoding: 'utf-8', delimiter: ',', quoted: true } as const
const RULES = { ifActive: 'reject', notCalledWithinDays: 7 } as const

const number = (n: number) => `+121255501${String(n).padStart(2, '0')}`

function openReview(rows: readonly (readonly string[])[]): RowReview {
  return openTable(rows).review
}

function openTable(rows: readonly (readonly string[])[]): ImportTable {
  const text = `Name,Phone,account_id\n${rows.map((row) => row.join(',')).join('\n')}\n`
  const file = { ...parseText(text, format), format, unreadableCharacters: 0, encodingDoubtful: false }
  return new ImportTable(file)
}

type Server = {
  suppressed: Set<string>
  active: Set<string>
  called: Set<string>
  consentsOf?: (numbers: readonly string[]) => LookedUp['consents']
}

/** Asks a server until it was asked for everything; returns how often each number was asked for. */
async function lookUp(review: RowReview, { suppressed, active, called, consentsOf = () => null }: Server, max = 3) {
  const asked: string[] = []
  for (;;) {
    const { numbers, rules } = review.numbersToLookUp(max)
    if (numbers.length === 0) return asked
    asked.push(...numbers)
    const found: LookedUp = {
      isMoot: false,
      suppressed: numbers.filter((one) => suppressed.has(one)).map((phoneNumber) => ({ phoneNumber, listName: 'FTC' })),
      active: rules.ifActive ? numbers.filter((one) => active.has(one)) : [],
      called: rules.notCalledWithinDays ? numbers.filter((one) => called.has(one)) : [],
      consents: consentsOf(numbers),
    }
    await review.noteKnown({ numbers, rules, found })
  }
}

const judge = (review: RowReview, options: EnrollmentOptions) =>
  review.judge({ mapping, options, agent, organization }, NOW_MS)

const someNumbers = fc.uniqueArray(fc.nat(5).map(number)).map((numbers) => new Set(numbers))

describe('a row whose number the organization knows', () => {
  it('gets the verdict that the enrollment answers, with the same words', async () => {
    const row = fc.tuple(
      fc.constantFrom('Ada', 'Bo', ''),
      fc.oneof(fc.nat(7).map(number), fc.constantFrom('n/a', `${number(1)} x12`)),
      fc.constantFrom('', 'a', 'b'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 25 }),
        fc.record({ suppressed: someNumbers, active: someNumbers, called: someNumbers }),
        fc.constantFrom<EnrollmentOptions>({}, RULES, { ifActive: 'reject', groupByField: 'account_id' }),
        async (rows, server, options) => {
          const review = openReview(rows)
          await judge(review, options)
          await lookUp(review, server)
          const contacts = rows.map(([name, phoneNumber, account_id]) => ({ name, phoneNumber, account_id }))
          const judged = judgeContacts(contacts, { nowMs: NOW_MS, agent, organization, options })
          const days = options.notCalledWithinDays
          const { accepted, rejected } = compareJudged(contacts, judged, {
            listNames: new Map(Array.from(server.suppressed, (one) => [one, 'FTC'])),
            active: options.ifActive === 'reject' ? server.active : undefined,
            called: days === undefined ? undefined : { numbers: server.called, days },
          })
          expect(review.acceptedRows()).toEqual(accepted.map(({ index }) => index))
          const { rows: shown } = review.page({ filter: 'faulty', find: null }, 0, 100)
          const without = (texts: readonly string[]) =>
            texts.filter((text) => !/same (phone )?number/.test(text)).sort()
          expect(shown.map(({ row, faults, rowFaults }) => [row, without([...faults.flat(), ...rowFaults])])).toEqual(
            rejected.map(({ index, errors }) => [index, without(errors.map(({ message }) => message))]),
          )
        },
      ),
      { numRuns: 150 },
    )
  })
})

describe('a row of whose contact a consent is asked', () => {
  const DAY_MS = 86_400_000
  const columns: Mapping['columns'] = [
    'name',
    'phoneNumber',
    'scheduledAt',
    'consentBasis',
    'consentAt',
    'consentSource',
  ]
  const HEADER = 'Name,Phone,At,Basis,Given,Source\n'
  const numbers = ['+12125550101', '+442071838750', '+4930901820']
  const policiesOf = (consent: ConsentRequirement | null): Pick<ContactFacts, 'organization' | 'agent'> => ({
    organization: { version: 1, ruleSets: ['consent-countries'], caps: NO_CAPS, lists: [] },
    agent: {
      ...{ id: 'one', version: 1, subject: null, collectsDebts: false, callWindows: agent.callWindows, caps: NO_CAPS },
      consent,
    },
  })
  type Policies = ReturnType<typeof policiesOf>
  type Known = { consents: (Consent & { phoneNumber: string })[]; optOuts: { phoneNumber: string; atMs: number }[] }

  const demandsOf = ({ organization, agent }: Policies, e164: string) => {
    const location = locatePerson({ e164, variables: {}, timezone: null })
    const hours = callingHoursOf(organization, agent, location, { timezone: 'UTC', windowsBypassedBy: null })
    return consentDemands(agent, hours.rules)
  }
  const serverOf =
    (policies: Policies, known: Known, delaySeconds: number) =>
    (asked: readonly string[]): LookedUp['consents'] => ({
      delaySeconds,
      asked: asked.flatMap((one) => {
        const demands = demandsOf(policies, one)
        return demands.length === 0 ? [] : [{ demands, phoneNumbers: [one] }]
      }),
      consents: known.consents.filter(({ phoneNumber }) => asked.includes(phoneNumber)),
      optOuts: known.optOuts.filter(({ phoneNumber }) => asked.includes(phoneNumber)),
    })

  /** Decides about all contacts as the enrollment does. */
  const enroll = (
    rows: readonly string[][],
    suppressed: Set<string>,
    policies: Policies,
    known: Known,
    delaySeconds: number,
  ) => {
    const contacts = rows.map(([name, phoneNumber, scheduledAt, ...cells]) => {
      const [consentBasis, consentAt, consentSource] = cells
      const consent = consentOfRow({ consentBasis, consentAt, consentSource }, 'America/New_York')
      return withConsent({ name, phoneNumber, scheduledAt }, consent)
    })
    const judged = judgeContacts(contacts, { nowMs: NOW_MS, agent, organization, options: {} })
    const verdicts = new Map<number, SafetyVerdict>()
    for (const [index, verdict] of judged.judged.entries()) {
      if (!verdict.ok) continue
      const { phoneNumber, consent, scheduledAtMs, timezone, variables } = verdict.contact
      const optOut = known.optOuts.find((one) => one.phoneNumber === phoneNumber)?.atMs ?? null
      const revokedAtMs = consent && optOut !== null && optOut >= consent.atMs ? optOut : null
      const ofNumber = known.consents.filter((one) => one.phoneNumber === phoneNumber)
      const consents = withGiven(ofNumber, consent && { id: '', ...consent, revokedAtMs })
      const entry = { listId: 'l', listName: 'FTC', kind: 'own', sinceMs: 0, untilMs: null, agentIds: null } as const
      const wantedAtMs = Math.max(scheduledAtMs, NOW_MS + delaySeconds * 1_000)
      const { decision } = decidePerson(
        policies,
        { phoneNumber, variables, timezone, timezoneSent: false, wantedAtMs, windowsBypassedBy: null },
        { suppressions: suppressed.has(phoneNumber) ? [entry] : [], calls: [], consents },
        NOW_MS,
      )
      const fault = decision.kind === 'never' ? neverFault(phoneNumber, decision.reasons) : undefined
      if (fault) verdicts.set(index, { kind: 'never', fault })
    }
    return compareJudged(contacts, judged, {
      listNames: new Map(Array.from(suppressed, (one) => [one, 'FTC'])),
      verdicts,
    })
  }

  const open = (rows: readonly string[][]) => {
    const text = `${HEADER}${rows.map((row) => row.join(',')).join('\n')}\n`
    const file = { ...parseText(text, format), format, unreadableCharacters: 0, encodingDoubtful: false }
    return new ImportTable(file).review
  }
  const judgeAll = (review: RowReview) =>
    review.judge({ mapping: { ...EMPTY_MAPPING, columns }, options: {}, agent, organization }, NOW_MS)

  it('gets the verdict of the enrollment, with the same words, also after it was changed', async () => {
    const moment = fc.constantFrom(-40, -29, -3, -1, 0).map((days) => NOW_MS + days * DAY_MS)
    const row = fc.tuple(
      fc.constantFrom('Ada', 'Ada', 'Ada', ''),
      fc.constantFrom(...numbers),
      fc.constantFrom('', '', '2026-11-24 12:00', '2026-12-20 12:00'),
      fc.constantFrom('', 'express', 'signed', 'contract', 'hope'),
      fc.oneof(
        fc.constant(''),
        moment.map((ms) => new Date(ms).toISOString()),
      ),
      fc.constantFrom('', 'Form', 'Shop'),
    )
    const known = fc.record({
      consents: fc.array(
        fc.record({
          ...{ id: fc.constant(''), text: fc.constant(null), phoneNumber: fc.constantFrom(...numbers), atMs: moment },
          ...{ basis: fc.constantFrom(...CONSENT_BASES), source: fc.constantFrom('Form', 'Shop') },
          revokedAtMs: fc.option(moment),
        }),
        { maxLength: 4 },
      ),
      optOuts: fc.uniqueArray(fc.record({ phoneNumber: fc.constantFrom(...numbers), atMs: moment }), {
        selector: ({ phoneNumber }) => phoneNumber,
      }),
    })
    const demand = fc.option(
      fc.record({
        bases: fc.subarray([...CONSENT_BASES], { minLength: 1 }),
        ageDaysMax: fc.option(fc.constantFrom(1, 30)),
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        ...([
          fc.array(row, { minLength: 1, maxLength: 12 }),
          row,
          known,
          demand,
          fc.constantFrom(0, 2 * 86_400),
        ] as const),
        fc.subarray(numbers),
        async (rows, changed, known, consent, delaySeconds, listed) => {
          const policies = policiesOf(consent)
          const server: Server = {
            ...{ suppressed: new Set(listed), active: new Set(), called: new Set() },
            consentsOf: serverOf(policies, known, delaySeconds),
          }
          const review = open(rows)
          await judgeAll(review)
          await lookUp(review, server)
          const expectSame = (rows: readonly string[][]) => {
            const { accepted, rejected } = enroll(rows, server.suppressed, policies, known, delaySeconds)
            expect(review.acceptedRows()).toEqual(accepted.map(({ index }) => index))
            const { rows: shown } = review.page({ filter: 'faulty', find: null }, 0, 100)
            // What is wrong with a consent is said of its cells here.
            const told = (texts: readonly string[]) =>
              texts.filter((text) => /call needs|older than|list/.test(text)).sort()
            expect(shown.map(({ row, faults, rowFaults }) => [row, told([...faults.flat(), ...rowFaults])])).toEqual(
              rejected.map(({ index, errors }) => [index, told(errors.map(({ message }) => message))]),
            )
          }
          expectSame(rows)
          const edits = columns.map((target, at) => ({ row: 0, target: target as Target, value: changed[at] ?? '' }))
          await review.edit(edits)
          await lookUp(review, server)
          expectSame([[...changed], ...rows.slice(1)])
          await review.undo()
          expectSame(rows)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is counted and shown with the others that are faulty, and is no duplicate of a number that is enrolled', async () => {
    const review = open([
      ['Ada', '+4930901820', '', '', '', ''],
      ['Ada', '+4930901820', '', 'signed', '2026-11-01', 'Shop'],
      ['Bo', '+442071838750', '', '', '', ''],
      ['Cy', '+12125550101', '', '', '', ''],
    ])
    expect(await judgeAll(review)).toMatchObject({ valid: 3, duplicates: 1 })
    const nobody = { suppressed: new Set<string>(), active: new Set<string>(), called: new Set<string>() }
    await lookUp(review, { ...nobody, consentsOf: serverOf(policiesOf(null), { consents: [], optOuts: [] }, 0) })
    expect(review.acceptedRows()).toEqual([1, 3])
    const { total } = review.page({ filter: 'CONSENT_REQUIRED', find: null }, 0, 10)
    expect(total).toBe(2)
    const edited = await review.edit([
      { row: 2, target: 'consentBasis', value: 'opt-in' },
      { row: 2, target: 'consentAt', value: '2026-11-01' },
      { row: 2, target: 'consentSource', value: 'Form' },
    ])
    expect(edited.summary).toMatchObject({ valid: 3, faults: [{ code: 'CONSENT_REQUIRED', rows: 1, first: [2] }] })
  })
})

describe('the look-up', () => {
  const NOBODY: Server = { suppressed: new Set(), active: new Set(), called: new Set() }
  const suppressing = (...numbers: string[]): Server => ({ ...NOBODY, suppressed: new Set(numbers) })

  it('asks for each number once, and for none of a row that is left out', async () => {
    const review = openReview([
      ['Ada', number(1), ''],
      ['Bo', number(1), ''],
      ['Cy', `${number(1)} x5`, ''],
      ['Di', number(2), ''],
      ['Ed', 'n/a', ''],
    ])
    await judge(review, {})
    await review.leaveOut([3], true)
    expect(await lookUp(review, NOBODY)).toEqual([number(1)])
    await review.leaveOut([3], false)
    expect(await lookUp(review, NOBODY)).toEqual([number(2)])
  })

  it('asks for a number that somebody types, and marks its row', async () => {
    const review = openReview([['Ada', 'n/a', '']])
    await judge(review, {})
    await lookUp(review, suppressing(number(3)))
    const { summary } = await review.edit([{ row: 0, target: 'phoneNumber', value: number(3) }])
    expect(summary).toMatchObject({ valid: 1 })
    expect(await lookUp(review, suppressing(number(3)))).toEqual([number(3)])
    expect(review.acceptedRows()).toEqual([])
    const undone = await review.edit([{ row: 0, target: 'phoneNumber', value: number(4) }])
    expect(undone.summary).toMatchObject({ valid: 1, faulty: 0 })
  })

  it('begins anew by other rules, and drops what was answered by the old ones', async () => {
    const review = openReview([['Ada', number(1), '']])
    await judge(review, RULES)
    const { numbers, rules } = review.numbersToLookUp(10)
    await judge(review, {})
    const found = { isMoot: false, suppressed: [], active: [number(1)], called: [], consents: null }
    expect(await review.noteKnown({ numbers, rules, found })).toEqual({ summary: null, changed: 0 })
    expect(review.acceptedRows()).toEqual([0])
    expect(review.numbersToLookUp(10).numbers).toEqual([number(1)])
  })

  it('marks are gone with the rules that made them', async () => {
    const review = openReview([['Ada', number(1), '']])
    await judge(review, RULES)
    await lookUp(review, { ...NOBODY, active: new Set([number(1)]) })
    expect(review.acceptedRows()).toEqual([])
    expect(await judge(review, {})).toMatchObject({ valid: 1 })
  })
})

describe('the contacts of a batch', () => {
  it('are those that are enrolled, with their numbers as they were read', async () => {
    const review = openReview([
      ['Ada', '(212) 555-0101', 'a'],
      ['', '2125550102', ''],
      ['Bo', '212 555 0103', ''],
      ['Cy', '+12125550104', 'b'],
    ])
    await judge(review, {})
    const { contacts, records } = review.contactsOfBatch(0)
    expect(contacts.slice(0, 2)).toEqual([
      { name: 'Ada', phoneNumber: number(1), account_id: 'a' },
      { name: 'Bo', phoneNumber: number(3) },
    ])
    expect(records).toEqual([2, 4, 5])
    expect(review.contactsOfBatch(1)).toEqual({ contacts: [], records: [] })
    const judged = judgeContacts(contacts, { nowMs: NOW_MS, agent, organization, options: {} })
    expect(compareJudged(contacts, judged).rejected).toEqual([])
  })

  it('lie in batches as they are frozen, and follow what is left out', async () => {
    // Chains of three that lie all over the file.
    const rows = Array.from({ length: 2_500 }, (_, n) => [`Contact ${n}`, `+1212${5_550_000 + n}`, `chain ${n % 834}`])
    const table = openTable(rows)
    const { review } = table
    const cut = () => [0, 1, 2, 3].map((one) => review.contactsOfBatch(one).records)
    const frozen = () => {
      const request = { importId: 'one', agentId: 'agent', fileName: 'file', fingerprint: null, options: {} }
      const { chunks } = freezeImport(table.freezable(), request)
      const batches: number[][] = [[], [], [], []]
      for (const { batch, rows } of chunks) {
        if (batch !== null) batches[batch]?.push(...rows.map(({ recordNumber }) => recordNumber))
      }
      return batches
    }
    await judge(review, { groupByField: 'account_id' })
    expect(cut().map(({ length }) => length)).toEqual([999, 999, 502, 0])
    expect(cut()).toEqual(frozen())
    await review.leaveOut([0, 834, 1_668, 5], true)
    expect(cut().flat()).not.toContain(2)
    expect(cut()).toEqual(frozen())
  })
})
