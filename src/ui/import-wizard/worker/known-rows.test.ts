import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareJudged, judgeContacts } from '@/domain/contacts/validate-contacts.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { EMPTY_MAPPING, type Mapping } from '@/domain/mappings/mapping.rules'
import { agentRules, NOW_MS } from '@/testing/validation-context'
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
  const text = `Name,Phone,account_id\n${rows.map((row) => row.join(',')).join('\n')}\n`
  const file = { ...parseText(text, format), format, unreadableCharacters: 0, encodingDoubtful: false }
  return new ImportTable(file).review
}

type Server = { suppressed: Set<string>; active: Set<string>; called: Set<string> }

/** Asks a server until it was asked for everything; returns how often each number was asked for. */
async function lookUp(review: RowReview, { suppressed, active, called }: Server, max = 3) {
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
    const found = { isMoot: false, suppressed: [], active: [number(1)], called: [] }
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
