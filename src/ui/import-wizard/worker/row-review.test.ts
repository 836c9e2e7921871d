import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentRules } from '@/domain/agents/agent.schema'
import { validateContacts } from '@/domain/contacts/validate-contacts.rules'
import { EMPTY_MAPPING, type Mapping, type Target } from '@/domain/mappings/mapping.rules'
import { sentContacts } from '@/testing/sent-contacts'
import { describeNumber } from '@/ui/components/readable-number'
import { ImportTable } from './import-table'
import { JudgePool } from './judge-pool'
import { parseText } from './parse-text'
import type { FindQuery, RowFilter, TableSummary } from './review-messages'
import type { RowReview } from './row-review'

const wholeDay = [{ start: '00:00', end: '24:00' }]
const agent: AgentRules = {
  status: 'active',
  fromNumber: '+15559876543',
  timezones: ['America/New_York'],
  callWindows: { monday: wholeDay, thursday: wholeDay },
  variables: [{ name: 'account_id', required: false }],
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes: [],
  creditsPerContact: 1,
}
const nowMs = Date.parse('2026-11-23T12:00:00Z')
const organization = { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false }
const mapping: Mapping = {
  ...EMPTY_MAPPING,
  columns: ['name', 'phoneNumber', 'timezone', 'variable:account_id'],
}
const format = { encoding: 'utf-8', delimiter: ',', quoted: true } as const

function openTable(lines: readonly string[], pool?: JudgePool): ImportTable {
  const text = `Name,Phone,Zone,account_id\n${lines.join('\n')}\n`
  return new ImportTable({ ...parseText(text, format), format, unreadableCharacters: 0, encodingDoubtful: false }, pool)
}

async function judge(review: RowReview, options = {}): Promise<TableSummary> {
  const summary = await review.judge({ mapping, options, agent, organization }, nowMs)
  if (!summary) throw new Error('Another judging came between.')
  return summary
}

const rowsShown = (review: RowReview, filter: RowFilter, find: FindQuery | null = null) =>
  review.page({ filter, find }, 0, 1_000).rows

const find = (text: string, change: Partial<FindQuery> = {}): FindQuery => ({
  text,
  target: null,
  matchCase: false,
  wholeCell: false,
  ...change,
})

// Few different values, so that there are duplicates and shared chains.
const cells: Record<string, readonly string[]> = {
  name: ['Ada', 'Bo', ''],
  phoneNumber: [
    '+12125550100',
    '(212) 555-0100',
    '+12125550101',
    '+12125550102',
    'n/a',
    '1.55512E+10',
    '4915112345678',
    '+12125550103 do not call',
    '',
  ],
  timezone: ['', 'Eastern Time', 'europe/berlin'],
  'variable:account_id': ['', 'a', 'b', '1.2E+10'],
}
const TARGETS = Object.keys(cells) as Target[]
const line = fc.tuple(...TARGETS.map((target) => fc.constantFrom(...(cells[target] ?? ['']))))
const ROWS = 12
const row = fc.nat({ max: ROWS - 1 })

/** Returns a filter's query and the number of its list, as the page has them. */
const seen = (review: RowReview, filter: RowFilter) => {
  const query = { filter, find: null }
  return { query, list: review.page(query, 0, 1).list }
}

const cellsFrom = (fromAt: number, fromTarget: number, toAt: number, toTarget: number) => ({
  fromAt,
  toAt,
  fromTarget,
  toTarget,
})

type Move = (review: RowReview) => Promise<unknown>

const filters: RowFilter[] = ['all', 'valid', 'faulty', 'duplicate', 'chained', 'edited', 'leftOut', 'PHONE_INVALID']
const change: fc.Arbitrary<Move> = fc.oneof(
  fc
    .constantFrom(...TARGETS)
    .chain((target) => fc.tuple(fc.constant(target), row, fc.constantFrom(...(cells[target] ?? []))))
    .map(
      ([target, at, value]): Move =>
        (review) =>
          review.edit([{ row: at, target, value }]),
    ),
  fc.tuple(row, fc.boolean()).map(
    ([at, out]): Move =>
      (review) =>
        review.leaveOut([at], out),
  ),
  fc.tuple(fc.constantFrom(...filters), fc.boolean()).map(
    ([filter, out]): Move =>
      (review) =>
        review.leaveOutShown({ filter, find: null }, out),
  ),
  fc.constantFrom(...filters).map(
    (filter): Move =>
      (review) =>
        review.fill({ filter, find: null }, 'timezone', 'Asia/Tokyo'),
  ),
  fc.constantFrom('0100', 'a', 'E+10').map(
    (text): Move =>
      (review) =>
        review.replace({ filter: 'all', find: find(text) }, '0101'),
  ),
  fc
    .tuple(
      fc.constantFrom(...filters),
      fc.nat(ROWS - 1),
      fc.nat(3),
      fc.constantFrom('n/a', 'Bo\t+12125550100', 'Ada\r\nBo'),
    )
    .map(
      ([filter, at, target, text]): Move =>
        (review) =>
          review.paste({ ...seen(review, filter), range: cellsFrom(at, target, at, target), text }),
    ),
  fc.tuple(fc.nat(ROWS - 1), fc.nat(3)).map(
    ([at, target]): Move =>
      (review) =>
        review.clear({ ...seen(review, 'all'), range: cellsFrom(0, 0, at, target) }),
  ),
  fc.constant<Move>((review) => review.fix('timezone', 'Eastern Time', 'America/New_York')),
  fc.constant<Move>((review) => review.repair('PHONE_LOST_PLUS', 'DE')),
)

const move: fc.Arbitrary<Move> = fc.oneof(
  { arbitrary: change, weight: 4 },
  { arbitrary: fc.constant<Move>((review) => review.undo()), weight: 2 },
  { arbitrary: fc.constant<Move>((review) => review.redo()), weight: 1 },
)

/** Returns everything that the page can see of the table, except for what can be undone. */
function visible(summary: TableSummary | null, review: RowReview) {
  const { undo: _undo, redo: _redo, ...rest } = summary ?? ({} as TableSummary)
  return { ...rest, rows: rowsShown(review, 'all') }
}

describe('RowReview', () => {
  it('knows after any edits what judging all rows again would give, and what the server will say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: ROWS, maxLength: ROWS }),
        fc.array(move, { maxLength: 12 }),
        fc.constantFrom({}, { groupByField: 'account_id' }, { allowDuplicates: true }),
        async (lines, moves, options) => {
          const table = openTable(lines.map((values) => values.join(',')))
          const { review } = table
          await judge(review, options)
          for (const make of moves) await make(review)
          const { summary } = await review.leaveOut([], true)
          const incremental = visible(summary, review)
          expect(incremental).toEqual(visible(await judge(review, options), review))

          const { contacts } = sentContacts(table)
          const server = validateContacts(contacts, { nowMs, agent, organization, options })
          expect(summary).toMatchObject({
            valid: server.accepted.length,
            faulty: server.rejected.length,
            chained: server.accepted.filter(({ chain }) => chain !== null && chain.position > 0).length,
          })
        },
      ),
      { numRuns: 50 },
    )
  }, 30_000)

  it('undoes any changes one by one, and does them again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: ROWS, maxLength: ROWS }),
        fc.array(change, { maxLength: 8 }),
        async (lines, changes) => {
          const { review } = openTable(lines.map((values) => values.join(',')))
          const judged = await judge(review)
          const before = visible(judged, review)
          for (const make of changes) await make(review)
          const changed = visible((await review.leaveOut([], true)).summary, review)
          let state = (await review.undo()).summary
          while (state?.undo) state = (await review.undo()).summary
          // The judging left out rows that say not to call. That was a step of its own, and the first one.
          if (judged.undo) state = (await review.redo()).summary
          expect(visible(state, review)).toEqual(before)
          while (state?.redo) state = (await review.redo()).summary
          expect(visible(state, review)).toEqual(changed)
        },
      ),
      { numRuns: 30 },
    )
  }, 30_000)

  it('counts no fix once a text that said not to call is taken back', async () => {
    const { review } = openTable(['Ada,+12125550100,,', 'Bo,+12125550101,,'])
    await judge(review)
    const say = { row: 1, target: 'phoneNumber' as const, value: '+12125550103 do not call' }
    expect((await review.edit([say])).summary).toMatchObject({ leftOut: 1, fixedRows: 1, saidNotToCall: 1 })
    expect((await review.undo()).summary).toMatchObject({ leftOut: 0, fixedRows: 0, saidNotToCall: 0 })
    expect((await review.redo()).summary).toMatchObject({ leftOut: 1, fixedRows: 1, saidNotToCall: 1 })
    // Left out by hand before it was said: undone are both, in turn.
    await review.undo()
    await review.leaveOut([1], true)
    await review.edit([say])
    await review.undo()
    expect((await review.undo()).summary).toMatchObject({ leftOut: 0, fixedRows: 0 })
  })

  it('judges many rows in parts and comes to the same as one go', async () => {
    const lines = Array.from(
      { length: 5_000 },
      (_, n) => `Ada,${n % 7 === 0 ? 'n/a' : `+1212555${2000 + (n % 4_000)}`},,a`,
    )
    const progress: number[] = []
    const events = { onProgress: (judged: number) => progress.push(judged), onFixed: () => {} }
    const text = `Name,Phone,Zone,account_id\n${lines.join('\n')}\n`
    const table = new ImportTable(
      { ...parseText(text, format), format, unreadableCharacters: 0, encodingDoubtful: false },
      new JudgePool(),
      events,
    )
    const summary = await judge(table.review)
    const contacts = lines.map((cellsOfLine) => {
      const [name, phoneNumber, , account_id] = cellsOfLine.split(',')
      return { name, phoneNumber, account_id }
    })
    const server = validateContacts(contacts, { nowMs, agent, organization, options: {} })
    expect(summary).toMatchObject({ valid: server.accepted.length, faulty: server.rejected.length })
    expect(progress.at(-1)).toBe(5_000)
    expect(progress.length).toBeGreaterThan(1)
  })

  it('gives up a judging when the next one begins', async () => {
    const lines = Array.from({ length: 3_000 }, (_, n) => `Ada,+1212555${2000 + n},,a`)
    const { review } = openTable(lines)
    const first = review.judge({ mapping, options: {}, agent, organization }, nowMs)
    const second = review.judge({ mapping, options: { allowDuplicates: true }, agent, organization }, nowMs)
    expect(await first).toBeNull()
    expect(await second).toMatchObject({ valid: 3_000 })
  })

  it('finds text as it is written, and replaces it as often as it is there', async () => {
    const { review } = openTable(['Ada (Inc.),+12125550100,,a.a', 'ADA,+12125550101,,axa', 'Bo,+12125550102,,$1'])
    await judge(review)
    expect(review.countFound({ filter: 'all', find: find('ada') })).toEqual({ cells: 2, rows: 2 })
    expect(review.countFound({ filter: 'all', find: find('ADA', { matchCase: true }) })).toEqual({ cells: 1, rows: 1 })
    expect(review.countFound({ filter: 'all', find: find('ada', { wholeCell: true }) })).toEqual({ cells: 1, rows: 1 })
    expect(review.countFound({ filter: 'all', find: find('a.a') })).toEqual({ cells: 1, rows: 1 })
    const query = { filter: 'all', find: find('a', { target: 'variable:account_id' }) } as const
    expect(await review.replace(query, '$&')).toMatchObject({ changed: 2, summary: { undo: 'replacing “a”' } })
    expect(rowsShown(review, 'all').map(({ values }) => values[3])).toEqual(['$&.$&', '$&x$&', '$1'])
  })

  it('warns of names and values in the place of which stands that a formula has failed', async () => {
    const { review } = openTable(['#N/A,+12125550100,,a', 'Bo,+12125550101,,#REF!', 'Cy #N/A,+12125550102,,#1'])
    const { damages, valid } = await judge(review)
    expect(valid).toBe(3)
    expect(damages).toEqual([{ damage: 'VALUE_IS_ERROR', rows: 2, example: '#N/A', repairs: [] }])
    const rows = rowsShown(review, 'VALUE_IS_ERROR')
    expect(rows.map(({ warnings }) => warnings.map((texts) => texts.length))).toEqual([
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ])
    expect(rows[0]?.warnings[0]?.[0]).toBe(
      'A formula has failed in the spreadsheet (#N/A). Take the value from the source.',
    )
  })

  it('names what a spreadsheet did to cells, and mends what can be known', async () => {
    const { review } = openTable([
      'Ada,1.55512E+10,,a',
      'Bo,4915112345678,,b',
      'Cy,+12125550100,,1.2E+15',
      'Di,+12125550101,,ok',
    ])
    const { damages } = await judge(review)
    expect(damages).toEqual([
      { damage: 'PHONE_CUT_SHORT', rows: 1, example: '1.55512E+10', repairs: [] },
      {
        damage: 'PHONE_LOST_PLUS',
        rows: 1,
        example: '4915112345678',
        repairs: [{ choice: 'DE', rows: 1, before: '4915112345678', after: '+4915112345678' }],
      },
      { damage: 'VALUE_CUT_SHORT', rows: 1, example: '1.2E+15', repairs: [] },
    ])
    expect(rowsShown(review, 'PHONE_CUT_SHORT')[0]?.faults[1]?.[0]).toContain('cut this number short')
    expect(rowsShown(review, 'VALUE_CUT_SHORT')[0]?.warnings[3]?.[0]).toContain('cut this value short')
    const repaired = await review.repair('PHONE_LOST_PLUS', 'DE')
    expect(repaired).toMatchObject({ changed: 1, summary: { valid: 3 } })
    expect(rowsShown(review, 'all')[1]?.values[1]).toBe('+4915112345678')
  })

  it('leaves out who is not to be called, once, and takes them back in when asked', async () => {
    const { review } = openTable([
      'Ada,p:+12125550100,,a',
      'Bo,212-555-0101 do not call,,b',
      'Cy,DNC: 212-555-0102,,c',
      'Di,212-555-0103 wrong number,,d',
      'Ed,+12125550104,,e',
    ])
    const summary = await judge(review)
    expect(summary).toMatchObject({ rows: 5, valid: 1, faulty: 2, leftOut: 2, saidNotToCall: 2 })
    expect(summary.undo).toBe('leaving out 2 rows that say not to call')
    expect(rowsShown(review, 'leftOut').map(({ row: at, said }) => [at, said])).toEqual([
      [1, 'do not call'],
      [2, 'DNC'],
    ])
    // Only known labels are taken off in bulk.
    const offered = summary.damages.map(({ damage, repairs }) => [damage, repairs.map(({ rows }) => rows)])
    expect(offered).toEqual([
      ['PHONE_WITH_WORDS', []],
      ['PHONE_WRITTEN_ODDLY', [1]],
    ])
    expect(await review.repair('PHONE_WRITTEN_ODDLY', 'only')).toMatchObject({ changed: 1, summary: { valid: 2 } })

    expect(await review.takeBackIn()).toMatchObject({ changed: 2, summary: { valid: 2, faulty: 3, saidNotToCall: 0 } })
    // A judging with other options does not overrule the operator.
    expect(await judge(review, { allowDuplicates: true })).toMatchObject({ valid: 2, faulty: 3, leftOut: 0 })
    await review.undo()
    await review.undo()
    expect(await review.undo()).toMatchObject({ summary: { leftOut: 0, undo: null } })
    expect(await review.redo()).toMatchObject({ summary: { leftOut: 2, saidNotToCall: 2 } })

    // An edit that says not to call leaves its row out, in the same step.
    const edited = await review.edit([{ row: 4, target: 'phoneNumber', value: '+12125550104 (nicht anrufen)' }])
    expect(edited).toMatchObject({ summary: { leftOut: 3, saidNotToCall: 3 } })
    expect(await review.undo()).toMatchObject({ summary: { leftOut: 2, valid: 1 } })
  })

  it('leaves out more rows in one edit than a call has room for arguments', async () => {
    const rows = 200_000
    const { review } = openTable(Array(rows).fill('Ada,,,'))
    await judge(review)
    const edited = await review.fill({ filter: 'all', find: null }, 'name', 'DO NOT CALL')
    expect(edited).toMatchObject({ changed: rows, summary: { leftOut: rows, saidNotToCall: rows } })
    expect(await review.undo()).toMatchObject({ summary: { leftOut: 0 } })
  })

  it('offers a lost + by country, and not where a digit too many or too few is as likely', async () => {
    const typos = ['41555526711', '84951234567', '4155552671 1']
    const { review } = openTable([
      'Ada,+14155552671,,a',
      ...typos.map((phone) => `Bo,${phone},,b`),
      'Cy,4915112345678,,c',
      'Di,447400123456,,d',
      'Ed,4915112345679,,e',
    ])
    const { damages } = await judge(review)
    const plus = damages.find(({ damage }) => damage === 'PHONE_LOST_PLUS')
    expect(plus?.repairs).toEqual([
      { choice: 'DE', rows: 2, before: '4915112345678', after: '+4915112345678' },
      { choice: 'GB', rows: 1, before: '447400123456', after: '+447400123456' },
    ])
    expect(plus?.rows).toBe(5)
    expect(await review.repair('PHONE_LOST_PLUS', 'CH')).toMatchObject({ changed: 0 })
    expect(await review.repair('PHONE_LOST_PLUS', 'DE')).toMatchObject({ changed: 2 })
    expect(rowsShown(review, 'all').map(({ values }) => values[1])).toEqual([
      '+14155552671',
      ...typos,
      '+4915112345678',
      '447400123456',
      '+4915112345679',
    ])
    // In its own row the repair is offered, with its country.
    expect(rowsShown(review, 'all')[1]?.repairs[1]).toEqual([{ choice: 'CH', value: '+41555526711' }])
  })

  it('offers by country what accepted numbers could be as well, and leaves them accepted', async () => {
    const lines = ['Ada,5016221234,,a', 'Bo,(501) 622-1235,,b', 'Cy,+15016221236,,c', 'Di,4155552671,,d']
    const { review } = openTable(lines)
    const judged = await judge(review)
    expect(judged).toMatchObject({ valid: 4, faulty: 0, warnings: 2, faults: [] })
    expect(judged.damages).toEqual([
      {
        damage: 'PHONE_OTHER_READING',
        rows: 2,
        example: '5016221234',
        repairs: [{ choice: 'BZ', rows: 2, before: '5016221234', after: '+5016221234' }],
      },
    ])
    expect(rowsShown(review, 'PHONE_OTHER_READING').map(({ row, willCall }) => [row, willCall?.e164])).toEqual([
      [0, '+15016221234'],
      [1, '+15016221235'],
    ])
    expect(rowsShown(review, 'all')[0]).toMatchObject({
      faults: [[], [], [], []],
      warnings: [[], [expect.stringContaining('+5016221234 (Belize)')], [], []],
      repairs: [[], [{ choice: 'BZ', value: '+5016221234' }], [], []],
    })
    const mended = await review.repair('PHONE_OTHER_READING', 'BZ')
    expect(mended).toMatchObject({ changed: 2, summary: { valid: 4, warnings: 0, damages: [] } })
    expect(rowsShown(review, 'all').map(({ willCall }) => willCall?.e164)).toEqual([
      '+5016221234',
      '+5016221235',
      '+15016221236',
      '+14155552671',
    ])
    expect(await review.undo()).toMatchObject({ changed: 2, summary: { warnings: 2 } })
  })

  it('says of an ambiguous number what it may be, and of no other', async () => {
    const { review } = openTable([
      'Ada,4930901820,,a',
      'Bo,4155552671,,b',
      'Cy,n/a,,c',
      'Di,(212) 555-0133 / (212) 555-0134,,d',
    ])
    await judge(review)
    expect(rowsShown(review, 'all').map(({ willCall, unsure }) => [willCall?.e164, unsure])).toEqual([
      [undefined, 'Could be two numbers: Germany or United States'],
      ['+14155552671', null],
      [undefined, null],
      [undefined, null],
    ])
    await review.leaveOut([0], true)
    expect(rowsShown(review, 'all')[0]?.unsure).toBeNull()
  })

  it('says the number that will be called with its extension, written in the number or in a column of its own', async () => {
    const { review } = openTable(['Ada,434-518-7515 x16,,a', 'Bo,(434) 518-7516,20,b', 'Cy,434-518-7517,,c'])
    const columns = ['name', 'phoneNumber', 'phoneNumberExt', 'variable:account_id'] as const
    await review.judge({ mapping: { ...mapping, columns }, options: {}, agent, organization }, nowMs)
    expect(rowsShown(review, 'all').map(({ willCall }) => willCall && describeNumber(willCall))).toEqual([
      '+1 434 518 7515 ext. 16 (United States)',
      '+1 434 518 7516 ext. 20 (United States)',
      '+1 434 518 7517 (United States)',
    ])
  })

  it('counts the rows whose time was typed over, also when that is taken back', async () => {
    const { review } = openTable(['Ada,+12125550100,2027-03-04 00:00,a', 'Bo,+12125550101,2027-03-05 00:00,b'])
    const columns = ['name', 'phoneNumber', 'scheduledAt', 'variable:account_id'] as const
    const judged = await review.judge({ mapping: { ...mapping, columns }, options: {}, agent, organization }, nowMs)
    expect(judged?.timesTyped).toBe(0)
    const time = (row: number, value: string) => ({ row, target: 'scheduledAt' as const, value })
    const cells = [time(0, '2027-03-04 09:30'), { row: 1, target: 'name' as const, value: 'Bea' }]
    expect(await review.edit(cells)).toMatchObject({ summary: { timesTyped: 1, edits: 2 } })
    expect(await review.edit([time(0, '2027-03-04 10:00')])).toMatchObject({ summary: { timesTyped: 1 } })
    expect(await review.edit([time(1, '2027-03-05 10:00')])).toMatchObject({ summary: { timesTyped: 2 } })
    // Typing the file's own value is no edit.
    expect(await review.edit([time(0, '2027-03-04 00:00')])).toMatchObject({ summary: { timesTyped: 1, edits: 1 } })
    for (const timesTyped of [2, 1, 1, 0]) expect(await review.undo()).toMatchObject({ summary: { timesTyped } })
  })

  it('warns of numbers that end in zeros where numbers were cut, and nowhere else', async () => {
    const zeros = ['Ada,14155600000,,a', 'Bo,(415) 870-0001,,b', 'Cy,4158700000,,c']
    const cut = openTable([...zeros, 'Di,1.41559E+10,,d'])
    expect(await judge(cut.review)).toMatchObject({ valid: 3, faulty: 1 })
    expect(rowsShown(cut.review, 'PHONE_PERHAPS_CUT').map(({ row: at }) => at)).toEqual([0, 2])
    expect(rowsShown(cut.review, 'warning').map(({ row: at }) => at)).toEqual(expect.arrayContaining([0, 2]))
    expect(rowsShown(cut.review, 'all')[0]?.warnings[1]?.[0]).toContain('perhaps cut this number short')

    const many = openTable(zeros)
    expect((await judge(many.review)).damages.map(({ damage, rows }) => [damage, rows])).toEqual([
      ['PHONE_PERHAPS_CUT', 2],
    ])
    const one = openTable(['Ada,+14155600000,,a', 'Bo,+14158700001,,b'])
    const { damages, warnings } = await judge(one.review)
    expect({ damages, warnings }).toEqual({ damages: [], warnings: 0 })
  })

  it('uses the first of two numbers, or the second, in all rows', async () => {
    const { review } = openTable(['Ada,4155552671 or 4155552672,,a', 'Bo,415-555-2673 / 415-555-2674,,b'])
    const { damages } = await judge(review)
    expect(damages.map(({ damage, rows, repairs }) => [damage, rows, repairs.map(({ choice }) => choice)])).toEqual([
      ['PHONE_TWO_NUMBERS', 2, ['first', 'second']],
    ])
    expect(await review.repair('PHONE_TWO_NUMBERS', 'second')).toMatchObject({ changed: 2, summary: { valid: 2 } })
    expect(rowsShown(review, 'all').map(({ values }) => values[1])).toEqual(['4155552672', '415-555-2674'])
  })

  it('empties what programs write for nothing, in every cell of a row', async () => {
    const { review } = openTable(['NULL,+12125550100,NULL,undefined', 'Bo NULL,+12125550101,\\N,[object Object]'])
    expect(await judge(review)).toMatchObject({ valid: 0, damages: [{ damage: 'VALUE_IS_JUNK', rows: 2 }] })
    expect(await review.repair('VALUE_IS_JUNK', 'only')).toMatchObject({ changed: 6, summary: { valid: 1 } })
    expect(rowsShown(review, 'all').map(({ values }) => values)).toEqual([
      ['', '+12125550100', '', ''],
      ['Bo', '+12125550101', '', ''],
    ])
    expect(rowsShown(review, 'NAME_REQUIRED')).toHaveLength(1)
  })

  it('copies cells as a spreadsheet takes them, and pastes them as one step', async () => {
    const { review } = openTable(['Ada,n/a,Nowhere,a', '"Bo ""B"" Dahl",+12125550101,,b', 'Cy,+12125550102,,c'])
    await judge(review)
    const copied = await review.copy({ ...seen(review, 'all'), range: cellsFrom(0, 0, 1, 1) })?.text()
    expect(copied).toBe('Ada\tn/a\r\n"Bo ""B"" Dahl"\t+12125550101')
    const text = 'Ann\t+1 212 555 0150\r\nBea\t+1 212 555 0151\r\n'
    const pasted = await review.paste({ ...seen(review, 'all'), range: cellsFrom(0, 0, 0, 0), text })
    expect(pasted).toMatchObject({
      changed: 4,
      placed: { range: cellsFrom(0, 0, 1, 1), lost: { rows: 0, columns: 0 } },
      summary: { valid: 2, undo: 'pasting 4 cells' },
    })
    expect(rowsShown(review, 'all').map(({ values }) => values[0])).toEqual(['Ann', 'Bea', 'Cy'])
    expect(await review.undo()).toMatchObject({ changed: 4, summary: { undo: null } })
    expect(rowsShown(review, 'all').map(({ values }) => values[0])).toEqual(['Ada', 'Bo "B" Dahl', 'Cy'])
  })

  it('pastes into the rows of a filter, and says what is beyond their end', async () => {
    const { review } = openTable(['Ada,n/a,,a', 'Bo,+12125550101,,b', 'Cy,n/a,,c', 'Di,x,,d'])
    await judge(review)
    const text = 'z\tnothing\n+12125550152\tnothing\n+12125550153\tnothing'
    const into = { ...seen(review, 'PHONE_INVALID'), range: cellsFrom(1, 3, 1, 3) }
    expect(await review.paste({ ...into, text })).toMatchObject({
      placed: { range: cellsFrom(1, 3, 2, 3), lost: { rows: 1, columns: 1 } },
    })
    expect(rowsShown(review, 'all').map(({ values }) => values[3])).toEqual(['a', 'b', 'z', '+12125550152'])
  })

  it('fills a range with one value, rows that are left out too, and empties it', async () => {
    const { review } = openTable(['Ada,+12125550100,,a', 'Bo,+12125550101,,b', 'Cy,+12125550102,,c'])
    await judge(review)
    await review.leaveOut([1], true)
    const range = cellsFrom(0, 2, 2, 3)
    expect(await review.paste({ ...seen(review, 'all'), range, text: 'x' })).toMatchObject({ changed: 6 })
    expect(rowsShown(review, 'all').flatMap(({ values }) => values.slice(2))).toEqual(['x', 'x', 'x', 'x', 'x', 'x'])
    expect(await review.clear({ ...seen(review, 'all'), range })).toMatchObject({
      changed: 6,
      summary: { undo: 'emptying 6 cells' },
    })
    const out = await review.leaveOutRange({ ...seen(review, 'all'), range: cellsFrom(0, 0, 1, 0), out: true })
    expect(out).toMatchObject({ changed: 1, summary: { leftOut: 2 } })
  })

  it('changes nothing by places in a list that is another one now', async () => {
    const { review } = openTable(['Ada,n/a,,a', 'Bo,+12125550101,,b', 'Cy,n/a,,c'])
    await judge(review)
    const stale = { ...seen(review, 'faulty'), range: cellsFrom(0, 0, 0, 0) }
    const sound = { ...seen(review, 'all'), range: cellsFrom(0, 0, 0, 0) }
    await review.edit([{ row: 0, target: 'phoneNumber', value: '+12125550100' }])
    expect(review.copy(stale)).toBeNull()
    for (const change of [review.paste({ ...stale, text: 'x' }), review.clear(stale)])
      expect(await change).toMatchObject({ changed: 0, placed: null })
    // In the list of all rows none can have come or gone.
    expect(await review.paste({ ...sound, text: 'x' })).toMatchObject({ changed: 1 })
  })

  it('sets a value in all rows that are shown, and goes from fault to fault', async () => {
    const { review } = openTable(['Ada,n/a,Nowhere,a', 'Bo,+12125550101,,b', 'Cy,+12125550102,Nowhere,c'])
    await judge(review)
    const all = { filter: 'all', find: null } as const
    const start = { at: 0, column: -1 }
    expect(review.nextFault(all, start, false)).toEqual({ at: 0, column: 1 })
    expect(review.nextFault(all, { at: 0, column: 2 }, false)).toEqual({ at: 2, column: 2 })
    expect(review.nextFault(all, { at: 2, column: 2 }, false)).toEqual({ at: 0, column: 1 })
    expect(review.nextFault(all, { at: 0, column: 1 }, true)).toEqual({ at: 2, column: 2 })
    const filled = await review.fill({ filter: 'TIMEZONE_INVALID', find: null }, 'timezone', 'Europe/Berlin')
    expect(filled).toMatchObject({ changed: 2, summary: { valid: 2, undo: 'setting timezone to “Europe/Berlin”' } })
    await review.leaveOut([0], true)
    expect(review.nextFault(all, start, false)).toBeNull()
  })

  it('names chains that no batch can hold', async () => {
    const lines = Array.from({ length: 1_001 }, (_, n) => `Ada,+1212555${2000 + n},,big`)
    const { review } = openTable([...lines, 'Bo,+12125559999,,small'])
    expect(await judge(review, { groupByField: 'account_id' })).toMatchObject({
      chained: 1_000,
      chains: { count: 2, largest: { value: 'big', size: 1_001 }, tooLarge: [{ value: 'big', size: 1_001 }] },
    })
  })
})

describe('the external id', () => {
  const shown = async (column: Target, variables: AgentRules['variables'] = []) => {
    const { review } = openTable([
      `Ada,+12125550100,,${'x'.repeat(256)}`,
      'Bo,+12125550101,,4.8E+10',
      'Cy,+12125550102,,',
    ])
    const columns: Target[] = ['name', 'phoneNumber', 'timezone', column]
    await review.judge(
      { mapping: { ...mapping, columns }, options: {}, agent: { ...agent, variables }, organization },
      nowMs,
    )
    return rowsShown(review, 'all').map(({ faults, warnings }) => [faults.at(-1), warnings.at(-1)])
  }
  const cutShort = [expect.stringContaining('has cut this value short (4.8E+10)')]

  it('has its faults in its column, and says what a spreadsheet has done to it', async () => {
    expect(await shown('externalId')).toEqual([
      [['The external id is over 255 characters. Shorten it.'], []],
      [[], cutShort],
      [[], []],
    ])
  })

  it('is a variable in the column of the variable, where the agent has one of its name', async () => {
    expect(await shown('variable:externalId', [{ name: 'externalId', required: true }])).toEqual([
      [[], []],
      [[], cutShort],
      [['Missing custom input variables: externalId.'], []],
    ])
  })
})

describe('the consent of a row', () => {
  const columns: Target[] = ['name', 'phoneNumber', 'timezone', 'consentBasis', 'consentAt', 'consentSource']
  const open = async (lines: readonly string[], changes: Partial<Mapping> = {}) => {
    const { review } = openTable(lines)
    const summary = await review.judge(
      { mapping: { ...mapping, columns, ...changes }, options: {}, agent, organization },
      nowMs,
    )
    return { review, summary }
  }
  const lines = [
    'Ada,+12125550100,,Signed,2026-11-01,Shop',
    'Bo,+12125550101,,,,',
    'Cy,+12125550102,,implied,01/11/2026,Shop',
    'Di,+12125550103,,Signed,,',
    'Ed,+12125550104,,Signed,2027-11-01,Shop',
  ]

  it('has its faults in its own cells, each with what to do', async () => {
    const { review, summary } = await open(lines)
    expect(summary).toMatchObject({ valid: 2, faults: [{ code: 'CONSENT_INVALID', rows: 3, first: [4, 5, 6] }] })
    const shown = rowsShown(review, 'CONSENT_INVALID')
    expect(review.cells.targets).toEqual(columns)
    expect(
      shown.map(({ faults }) => faults.map((messages) => messages.map((message) => message.slice(0, 36)))),
    ).toEqual([
      [[], [], [], ['"implied" is no basis of a consent. '], ['"01/11/2026" could be two dates. Cho'], []],
      [[], [], [], [], ['The consent has no date. Add when it'], ['The consent does not say where it wa']],
      [[], [], [], [], ['"2027-11-01" is still to come. Write'], []],
    ])
    expect(shown.flatMap(({ rowFaults }) => rowFaults)).toEqual([])
  })

  it('is mended in the grid, and read in the order of dates that was chosen', async () => {
    const { review } = await open(lines, { dateOrder: 'dmy' })
    expect(rowsShown(review, 'all')[2]?.values.slice(3)).toEqual(['implied', '2026-11-01', 'Shop'])
    await review.edit([{ row: 2, target: 'consentBasis', value: 'in writing' }])
    await review.edit([
      { row: 3, target: 'consentAt', value: '2/11/2026' },
      { row: 3, target: 'consentSource', value: 'Fair' },
    ])
    expect(rowsShown(review, 'CONSENT_INVALID').map(({ row }) => row)).toEqual([4])
    const { contacts } = review.contactsOfBatch(0)
    const first = { basis: 'written', at: '2026-11-01T04:00:00.000Z', source: 'Shop' }
    const second = { basis: 'written', at: '2026-11-02T05:00:00.000Z', source: 'Fair' }
    expect(contacts.map(({ consent }) => consent)).toEqual([first, undefined, first, second])
  })

  it('that is faulty is said in the reason with which its row is sent', async () => {
    const table = openTable(lines.slice(3))
    await table.review.judge({ mapping: { ...mapping, columns }, options: {}, agent, organization }, nowMs)
    const { reasonOf, timezone } = table.freezable()
    expect(reasonOf(0)).toBe(
      'The consent has no date. Add when it was given, such as 2026-11-01, or empty the other cells of the consent. The consent does not say where it was given. Name the form, the shop or the call, or empty the other cells of the consent.',
    )
    expect(timezone).toBe('America/New_York')
  })

  it('that is of all rows has its value in each of them', async () => {
    const constants = { consentBasis: 'express', consentSource: 'Form' }
    const dates: Target[] = ['name', 'phoneNumber', 'timezone', 'consentAt']
    const { review } = await open(['Ada,+12125550100,,2026-11-01', 'Bo,+12125550101,,'], { columns: dates, constants })
    expect(rowsShown(review, 'all').map(({ values }) => values.slice(3))).toEqual([
      ['express', '2026-11-01', 'Form'],
      ['express', '', 'Form'],
    ])
    expect(rowsShown(review, 'faulty').map(({ row, faults }) => [row, faults[4]?.length])).toEqual([[1, 1]])
  })
})
