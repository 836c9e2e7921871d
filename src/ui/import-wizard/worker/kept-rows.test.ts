import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AgentRules } from '@/domain/agents/agent.schema'
import { EMPTY_MAPPING, type Mapping, type Target } from '@/domain/mappings/mapping.rules'
import { BLOCK_ROWS, blockOf, type FixBlock } from './fix-blocks'
import { ImportTable } from './import-table'
import { JudgePool } from './judge-pool'
import { parseText } from './parse-text'
import type { TableSummary } from './review-messages'

const wholeDay = [{ start: '00:00', end: '24:00' }]
const agent: AgentRules = {
  status: 'active',
  fromNumber: '+15559876543',
  timezones: ['America/New_York'],
  callWindows: { monday: wholeDay },
  variables: [],
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes: [],
  creditsPerContact: 1,
}
const organization = { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false }
const mapping: Mapping = { ...EMPTY_MAPPING, columns: ['name', 'phoneNumber', 'doNotCall'] }
const format = { encoding: 'utf-8', delimiter: ',', quoted: true } as const
const nowMs = Date.parse('2026-11-23T12:00:00Z')

/** Some rows are forbidden by a column, and some say in a cell that nobody is to be called. */
const LINES = [
  'Ada,+12125550100,',
  'Bo,+12125550101,yes',
  'Cy,+12125550102 do not call,',
  'Di,n/a,',
  'Ed,+12125550100,',
]

/** Opens a file, with a record of the blocks whose fixes have changed. */
function open(lines: readonly string[]) {
  const changed = new Set<number>()
  const table = new ImportTable(
    {
      ...parseText(`Name,Phone,Do not call\n${lines.join('\n')}\n`, format),
      format,
      unreadableCharacters: 0,
      encodingDoubtful: false,
    },
    new JudgePool(),
    { onProgress: () => {}, onFixed: (row) => changed.add(blockOf(row)) },
  )
  return { review: table.review, changed }
}

type Review = ReturnType<typeof open>['review']

const judge = async (review: Review): Promise<TableSummary> => {
  const summary = await review.judge({ mapping, options: {}, agent, organization }, nowMs)
  if (!summary) throw new Error('Another judging came between.')
  return summary
}
const rowsOf = (review: Review) => review.page({ filter: 'all', find: null }, 0, LINES.length).rows

/** What undo offers is not kept: whoever comes back has a new history. */
const withoutHistory = ({ undo: _, redo: __, ...summary }: TableSummary) => summary

const targets: readonly Target[] = ['name', 'phoneNumber']
const anyStep = fc.oneof(
  fc.record({
    do: fc.constant('edit' as const),
    row: fc.nat(LINES.length - 1),
    target: fc.constantFrom(...targets),
    value: fc.constantFrom('', 'Ada', '+12125550109', '+12125550102 do not call', 'n/a'),
  }),
  fc.record({ do: fc.constant('leaveOut' as const), row: fc.nat(LINES.length - 1), out: fc.boolean() }),
  fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const, 'takeBackIn' as const, 'judge' as const) }),
)

it('what is kept of changed blocks brings back the same rows and verdicts, whatever was done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { maxLength: 12 }), async (steps) => {
      const { review, changed } = open(LINES)
      const kept = new Map<number, FixBlock>()
      const keep = () => {
        for (const block of changed) kept.set(block, structuredClone(review.fixesOf(block)))
        changed.clear()
      }
      await judge(review)
      for (const step of steps) {
        if (step.do === 'edit') await review.edit([step])
        else if (step.do === 'leaveOut') await review.leaveOut([step.row], step.out)
        else if (step.do === 'judge') await judge(review)
        else await review[step.do]()
        keep()
      }
      keep()
      const before = await judge(review)
      const again = open(LINES)
      again.review.restore([...kept.values()])
      const after = await judge(again.review)
      expect(withoutHistory(after)).toEqual(withoutHistory(before))
      expect(rowsOf(again.review)).toEqual(rowsOf(review))
      expect(again.review.countFixes()).toBe(review.countFixes())
    }),
    { numRuns: 200 },
  )
})

it('only the blocks of changed rows are told', async () => {
  const { review, changed } = open(Array.from({ length: BLOCK_ROWS * 3 }, (_, n) => `Ada,+1${2125550000 + n},`))
  await judge(review)
  expect([...changed]).toEqual([])
  await review.edit([{ row: BLOCK_ROWS * 2, target: 'name', value: 'Bo' }])
  expect([...changed]).toEqual([2])
  expect(review.fixesOf(2)).toEqual({ block: 2, edits: [[BLOCK_ROWS * 2, 'name', 'Bo']], marks: null })
})

it('a fix is a row that was edited, left out or taken back in by hand, once', async () => {
  const { review } = open(LINES)
  const first = await judge(review)
  expect(first).toMatchObject({ leftOut: 2, fixedRows: 0 })
  await review.edit([{ row: 0, target: 'name', value: 'Grace' }])
  await review.leaveOut([0], true)
  expect(review.countFixes()).toBe(1)
  await review.leaveOut([1, 2], false)
  expect(review.countFixes()).toBe(3)
  await review.undo()
  expect(review.countFixes()).toBe(1)
})
