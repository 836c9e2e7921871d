import { expect, it } from 'vitest'
import { RESULT_TYPES } from '@/domain/results/result-types.rules'
import { priorityOf } from '@/domain/schedule/priority.rules'
import { firstStatusOf } from '@/domain/sequences/first-status'
import { sequenceCallSchema } from '@/domain/sequences/sequence-answer.schema'
import { type ResultFacts, sequenceResultOf } from '@/domain/sequences/sequence-result.rules'
import { ENDED_STATUSES, LIFECYCLE_STATUSES } from '@/domain/sequences/sequence-statuses.rules'
import { db, Prisma, transaction } from '@/platform/db'

/** Returns those of these statuses for which the SQL function returns true. */
async function chosen(word: string, statuses: readonly string[]): Promise<string[]> {
  const rows = await db().rows<{ status: string }>`
    SELECT status FROM unnest(${statuses}::text[]) AS status WHERE ${Prisma.raw(word)}(status)`
  return rows.map(({ status }) => status)
}

it('a sequence is open in every status in which it has not ended', async () => {
  const ended: readonly string[] = ENDED_STATUSES
  const open = LIFECYCLE_STATUSES.filter((status) => !ended.includes(status))
  expect(await chosen('sequence_is_open', LIFECYCLE_STATUSES)).toEqual(open)
})

it('a call is under way until it is settled or withdrawn', async () => {
  const statuses = sequenceCallSchema.shape.status.options
  expect(await chosen('call_is_under_way', statuses)).toEqual(['requested', 'placed', 'ended'])
})

it('a batch is open until it is finished or cancelled, and awaits sequences until it is active', async () => {
  const statuses = ['accepted', 'failed', 'active', 'finished', 'cancelled']
  expect(await chosen('batch_is_open', statuses)).toEqual(['accepted', 'failed', 'active'])
  expect(await chosen('batch_awaits_sequences', statuses)).toEqual(['accepted', 'failed'])
})

it.each([null, 0, 1, 7])(
  'at place %s of a chain the database and we have one word for the first status',
  async (at) => {
    const [row] = await db().rows<{ status: string }>`SELECT first_status(${at}::int) AS status`
    expect(row?.status).toBe(firstStatusOf({ chainPosition: at }))
  },
)

it.each([
  ['{}', false],
  ['{"bypassAllowedCallWindow":false}', false],
  ['{"bypassAllowedCallWindow":true}', true],
])('a request with the options %s bypasses the windows: %s', async (options, bypasses) => {
  const [row] = await db().rows<{ bypasses: boolean }>`SELECT bypasses_windows(${options}::jsonb) AS bypasses`
  expect(row?.bypasses).toBe(bypasses)
})

it.each(['{}', '{"priority":null}', '{"priority":"now"}', '{"priority":"normal"}', '{"priority":"low"}'])(
  'of the options %s the database and we have one word for the priority',
  async (options) => {
    const [row] = await db().rows<{ priority: string }>`SELECT priority_of(${options}::jsonb) AS priority`
    expect(row?.priority).toBe(priorityOf(JSON.parse(options)))
  },
)

const ofResults = LIFECYCLE_STATUSES.flatMap((status) =>
  [null, 'goal reached', 'goal not reached'].flatMap((bestResult) =>
    [null, ...RESULT_TYPES].map((lastResultType) => ({ status, bestResult, lastResultType })),
  ),
)

it('the database and we have one word for the result of whatever a sequence may say of its calls', async () => {
  const rows = await db().rows<{ result: string }>`
    SELECT sequence_result(facts.status, facts."bestResult", facts."lastResultType") AS result
    FROM json_to_recordset(${JSON.stringify(ofResults)}::json)
      AS facts(status text, "bestResult" text, "lastResultType" text)`
  expect(rows.map(({ result }) => result)).toEqual(ofResults.map((facts) => sequenceResultOf(facts as ResultFacts)))
})

it('the result of a sequence that does not exist yet is open', async () => {
  const [row] = await db().rows<{ result: string }>`SELECT sequence_result(NULL, NULL, NULL) AS result`
  expect(row?.result).toBe('open')
})

it('the first step is the first of the list', async () => {
  const steps = JSON.stringify([
    { stepType: 'EMAIL', delaySeconds: 90 },
    { stepType: 'CALL', delaySeconds: 5 },
  ])
  const [row] = await db().rows<{ type: string | null; delay: number }>`
    SELECT first_step_type(${steps}::jsonb) AS type, first_step_delay_seconds(${steps}::jsonb) AS delay`
  expect(row).toEqual({ type: 'EMAIL', delay: 90 })
})

it.each([
  ['Pacific/Kiritimati', '2026-11-30T23:59:59Z', '2026-11-01'],
  ['Pacific/Pago_Pago', '2026-12-01T00:00:00Z', '2026-12-01'],
])('to a session in %s, too, the month of %s is that of UTC: %s', async (zone, moment, month) => {
  // Its expression, with a moment in the place of the clock.
  const [row] = await db().rows<{ body: string }>`SELECT pg_get_functiondef('credit_month'::regproc) AS body`
  const expression = row?.body.split('RETURN ')[1] ?? ''
  expect(expression).toContain('now()')
  const at = Prisma.raw(expression.replaceAll('now()', `'${moment}'::timestamptz`))
  const [found] = await transaction(async (tx) => {
    await tx.execute`SELECT set_config('TimeZone', ${zone}, true)`
    return tx.rows<{ month: string }>`SELECT (${at})::text AS month`
  })
  expect(found?.month).toBe(month)
})

const PARTIAL_INDEXES = [
  { index: 'sequences_chain_open_idx', rows: 'sequences WHERE sequence_is_open(status)' },
  { index: 'sequences_batch_open_idx', rows: 'sequences WHERE sequence_is_open(status)' },
  { index: 'calls_sequence_under_way_key', rows: 'calls WHERE call_is_under_way(status)' },
  { index: 'calls_chain_under_way_key', rows: 'calls WHERE call_is_under_way(status) AND chain_id IS NOT NULL' },
  { index: 'calls_under_way_idx', rows: 'calls WHERE call_is_under_way(status)' },
]

it.each(PARTIAL_INDEXES)(
  '$index holds what its word says: the planner may take it for that',
  async ({ index, rows }) => {
    const undo = new Error('This transaction is undone.')
    let plan = ''
    const looking = transaction(async (tx) => {
      for (const other of PARTIAL_INDEXES.filter((one) => one.index !== index)) {
        await tx.execute`${Prisma.raw(`DROP INDEX ${other.index}`)}`
      }
      await tx.execute`SET LOCAL enable_seqscan = off`
      const lines = await tx.rows<{ 'QUERY PLAN': string }>`${Prisma.raw(`EXPLAIN SELECT FROM ${rows}`)}`
      plan = lines.map((line) => line['QUERY PLAN']).join('\n')
      throw undo
    })
    await expect(looking).rejects.toBe(undo)
    expect(plan).toMatch(new RegExp(` (?:using|on) ${index} `))
  },
)
