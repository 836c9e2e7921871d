import { beforeEach, describe, expect, it, vi } from 'vitest'
import { setCredits } from '@/domain/credits/set-credits'
import * as enrollment from '@/domain/enrollment/enroll-batch'
import { ERROR_TABLE, type ErrorCode, RollcallError } from '@/domain/errors'
import { importStaged } from '@/domain/events'
import { reconcile } from '@/domain/reconcile/reconcile'
import { db } from '@/platform/db'
import { breakTable } from '@/testing/break-table'
import { checkInvariants } from '@/testing/check-invariants'
import { EventLoop } from '@/testing/event-loop'
import { createTestOrganization, laterContact, type TestContact, type TestOrganization } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { cancelImport } from './cancel-import'
import { exportImportRejections } from './export-import-rejections'
import { failImport } from './fail-import'
import { getImport } from './get-import'
import { listImportRejections } from './list-import-rejections'
import { pauseImport } from './pause-import'
import { resumeImport } from './resume-import'
import { importBatchKey, runImportBatch } from './run-import-batch'

let home: TestOrganization

beforeEach(async () => {
  home = await createTestOrganization()
  vi.restoreAllMocks()
})

type Planned = Parameters<typeof planImport>[1]

const stage = (planned: Planned) => stageImport(home.actor, planImport(home.agents.alwaysOn, planned))

const numbered = (from: number, count: number, changes: Record<string, unknown> = {}): TestContact[] =>
  Array.from({ length: count }, (_, n) => laterContact(from + n, changes))

/** Codes of errors that may pass by themselves. */
const RETRIABLE = (Object.keys(ERROR_TABLE) as ErrorCode[]).filter((code) => ERROR_TABLE[code].retriable)

/** Runs the batches of an import until there is nothing to do. */
async function run(importId: string): Promise<void> {
  while ((await runImportBatch({ importId })).outcome === 'enrolled');
}

/** Returns the import, after a check of what must always be true of it. */
async function stateOf(importId: string) {
  const detail = await getImport(home.actor, importId)
  const { rows, accepted, rejected, leftOut, waiting, batches } = detail
  expect(accepted + rejected + leftOut + waiting).toBe(rows)
  const enrolled = await db().batch.findMany({ where: { organizationId: home.organizationId, source: 'import' } })
  const linked = batches.flatMap(({ batchId }) => batchId ?? [])
  expect(new Set(linked).size).toBe(linked.length)
  for (const { name } of enrolled) expect(name).toBe(detail.fileName)
  expect(enrolled.reduce((sum, batch) => sum + batch.accepted, 0)).toBe(accepted)
  expect(await db().contact.count({ where: { batchId: { in: linked } } })).toBe(accepted)
  expect(await db().importRejection.count({ where: { importId } })).toBe(rejected)
  await checkInvariants(home.organizationId)
  return detail
}

async function phonesOf(): Promise<string[]> {
  const rows = await db().contact.findMany({ where: { organizationId: home.organizationId }, orderBy: { id: 'asc' } })
  return rows.map(({ phoneNumber }) => phoneNumber)
}

describe('an import', () => {
  it('is enrolled batch by batch, and every row is accounted for once', async () => {
    const importId = await stage({
      batches: [numbered(0, 4), [...numbered(4, 2), laterContact(6, { name: '' })], numbered(7, 3)],
      faulty: numbered(100, 2),
      leftOut: 3,
      rowsPerChunk: 2,
    })
    await run(importId)
    const state = await stateOf(importId)
    expect(state).toMatchObject({ status: 'completed', rows: 15, accepted: 9, rejected: 3, leftOut: 3, waiting: 0 })
    expect(state.batches.map(({ accepted, rejected }) => [accepted, rejected])).toEqual([
      [4, 0],
      [2, 1],
      [3, 0],
    ])
    const { rejected } = await listImportRejections(home.actor, importId, { limit: 10 })
    expect(rejected.map(({ batchNumber, reason }) => [batchNumber, reason])).toEqual([
      [null, 'The phone number is missing. Add it.'],
      [null, 'The phone number is missing. Add it.'],
      [1, 'The name is missing. Add it.'],
    ])
    const batches = await db().batch.findMany({ where: { organizationId: home.organizationId } })
    expect(new Set(batches.map(({ source, createdBy }) => `${source} ${createdBy}`))).toEqual(
      new Set(['import First key']),
    )
    const [chunks] = await db().rows<{ kept: number }>`
      SELECT count(rows)::int AS kept FROM import_chunks WHERE import_id = ${importId}::uuid`
    expect(chunks?.kept).toBe(0)
  })

  it('run three times at once enrolls everybody once', async () => {
    const importId = await stage({ batches: Array.from({ length: 8 }, (_, n) => numbered(n * 10, 10)) })
    await Promise.all([run(importId), run(importId), run(importId)])
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 80 })
    expect(new Set(await phonesOf()).size).toBe(80)
  })

  it('goes on where it was when the outcome of a batch was lost', async () => {
    const importId = await stage({ batches: [numbered(0, 5), numbered(5, 5)] })
    const mend = await breakTable('import_batches')
    await expect(runImportBatch({ importId })).rejects.toThrow()
    await mend()
    expect(await phonesOf()).toHaveLength(5)
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 10 })
    expect(await phonesOf()).toHaveLength(10)
  })

  it('keeps the contacts of each group value in one batch, as one chain in the order of the file', async () => {
    const importId = await stage({
      batches: [numbered(0, 3, { account_id: 'a' }), numbered(3, 2, { account_id: 'b' })],
      options: { groupByField: 'account_id' },
    })
    await run(importId)
    const chains = await db().chain.findMany({
      where: { organizationId: home.organizationId },
      orderBy: { value: 'asc' },
    })
    expect(chains.map(({ value }) => value)).toEqual(['a', 'b'])
    const members = await db().contact.findMany({
      where: { chainId: chains[0]?.id ?? '' },
      orderBy: { chainPosition: 'asc' },
    })
    expect(members.map(({ name }) => name)).toEqual(['Contact 0', 'Contact 1', 'Contact 2'])
  })
})

describe('duplicates over the whole file', () => {
  it('are enrolled once, the first valid one, also from different batches', async () => {
    const first = laterContact(1)
    const again = laterContact(1, { name: 'Again', phoneNumber: '+1 (555) 000-0001' })
    const faulty = laterContact(2, { timezone: 'Nowhere' })
    const valid = laterContact(2, { name: 'Valid' })
    const importId = await stage({ batches: [[first, faulty, laterContact(3)], [again, valid], [laterContact(1)]] })
    await run(importId)
    const state = await stateOf(importId)
    expect(state).toMatchObject({ status: 'completed', accepted: 3, rejected: 3 })
    expect(state.batches.map(({ status }) => status)).toEqual(['enrolled', 'enrolled', 'refused'])
    const { rejected } = await listImportRejections(home.actor, importId, { limit: 10 })
    expect(rejected.map(({ name }) => name)).toEqual(['Contact 2', 'Again', 'Contact 1'])
    expect(rejected[1]?.reason).toMatch(/same number/)
  })

  it('are told by the row of the file, in whichever batch they are', async () => {
    const importId = await stage({
      batches: [[laterContact(1)], [laterContact(2), laterContact(3), laterContact(3), laterContact(2)]],
    })
    await run(importId)
    const { rejected } = await listImportRejections(home.actor, importId, { limit: 10 })
    const rowOf = (name: string) => {
      const staged = rejected.find((row) => row.name === name)
      return (staged?.recordNumber ?? 0) - 1
    }
    // Contact 3 repeats the row right above it, Contact 2 the one three above.
    const reasons = Object.fromEntries(rejected.map(({ name, reason }) => [name, reason]))
    expect(reasons['Contact 3']).toContain(`Row ${rowOf('Contact 3')} has the same phone number.`)
    expect(reasons['Contact 2']).toContain(`Row ${rowOf('Contact 2') - 2} has the same phone number.`)
    for (const reason of Object.values(reasons)) expect(reason).not.toContain('index')
  })

  it('are enrolled as they are when the options allow it', async () => {
    const importId = await stage({
      batches: [[laterContact(1)], [laterContact(1)]],
      options: { allowDuplicates: true },
    })
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 2, rejected: 0 })
  })

  it('are still found when the outcome of their batch was lost', async () => {
    const importId = await stage({ batches: [[laterContact(1)], [laterContact(1), laterContact(2)]] })
    await runImportBatch({ importId })
    const mend = await breakTable('import_batches')
    await expect(runImportBatch({ importId })).rejects.toThrow()
    await mend()
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 2, rejected: 1 })
  })
})

describe('what stops an import', () => {
  it('too few credits pause it with the rows left, and resume goes on', async () => {
    await setCredits(home.actor, { credits: 25 })
    const importId = await stage({ batches: [numbered(0, 20), numbered(20, 20), numbered(40, 5)] })
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({
      status: 'paused',
      reasonCode: 'INSUFFICIENT_CREDITS',
      accepted: 20,
      waiting: 25,
    })
    await run(importId)
    expect((await stateOf(importId)).status).toBe('paused')
    await setCredits(home.actor, { credits: 100 })
    expect(await resumeImport(home.actor, importId)).toEqual({ affected: 25 })
    expect(await resumeImport(home.actor, importId)).toEqual({ affected: 0 })
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', reason: null, accepted: 45 })
  })

  it('a batch of which nobody is valid does not: it is a final result', async () => {
    const nobody = numbered(10, 3, { timezone: 'Nowhere' })
    const importId = await stage({ batches: [nobody, numbered(0, 2)] })
    await run(importId)
    const state = await stateOf(importId)
    expect(state).toMatchObject({ status: 'completed', accepted: 2, rejected: 3 })
    expect(state.batches[0]).toMatchObject({ status: 'refused', batchId: null, accepted: 0, rejected: 3 })
  })

  it('an agent that cannot call any more fails it, and it is tried again', async () => {
    const importId = await stage({ batches: [numbered(0, 2), numbered(2, 2)] })
    await runImportBatch({ importId })
    const agent = { organizationId: home.organizationId, name: 'Always on' }
    await db().agent.updateMany({ where: agent, data: { status: 'inactive' } })
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'failed', reasonCode: 'AGENT_MISCONFIGURED', waiting: 2 })
    await db().agent.updateMany({ where: agent, data: { status: 'active' } })
    await resumeImport(home.actor, importId)
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 4 })
  })

  it('another payload under the key of a batch is an error, not a shrug', async () => {
    const importId = await stage({ batches: [numbered(0, 2)] })
    const body = { contacts: numbered(7, 2) }
    const idempotencyKey = importBatchKey(importId, 0)
    const request = { agentId: home.agents.alwaysOn, body, idempotencyKey, source: 'api' as const }
    await enrollment.enrollBatch(home.actor, request)
    await run(importId)
    expect(await getImport(home.actor, importId)).toMatchObject({
      status: 'failed',
      reasonCode: 'CONFLICT',
      reason: expect.stringContaining('was enrolled before with other contacts'),
      accepted: 0,
      waiting: 2,
    })
  })

  it.each(RETRIABLE)('%s is left to the engine, and the next run goes on', async (code) => {
    const importId = await stage({ batches: [numbered(0, 2)] })
    vi.spyOn(enrollment, 'enrollBatch').mockRejectedValueOnce(new RollcallError(code, 'Not now.'))
    await expect(runImportBatch({ importId })).rejects.toMatchObject({ code })
    expect(await stateOf(importId)).toMatchObject({ status: 'running', reason: null, waiting: 2 })
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 2 })
  })

  it('an engine that gives up fails it with the reason; one that has ended stays as it is', async () => {
    const importId = await stage({ batches: [numbered(0, 2)] })
    await failImport({ importId, reason: 'The database went away.' })
    expect(await stateOf(importId)).toMatchObject({ status: 'failed', reason: 'The database went away.' })
    await resumeImport(home.actor, importId)
    await run(importId)
    await failImport({ importId, reason: 'Too late.' })
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', reason: null })
  })
})

describe('the operator', () => {
  it('pauses and resumes between two batches', async () => {
    const importId = await stage({ batches: [numbered(0, 2), numbered(2, 2)] })
    await runImportBatch({ importId })
    expect(await pauseImport(home.actor, importId)).toEqual({ affected: 2 })
    expect(await pauseImport(home.actor, importId)).toEqual({ affected: 0 })
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'paused', reason: null, accepted: 2, waiting: 2 })
    await resumeImport(home.actor, importId)
    await run(importId)
    expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 4 })
  })

  it('cancels in the middle: what is left is left out, what was enrolled stays', async () => {
    const batches = Array.from({ length: 40 }, (_, n) => numbered(n * 2, 2))
    const importId = await stage({ batches, faulty: numbered(90, 1) })
    await runImportBatch({ importId })
    const running = run(importId)
    const { affected } = await cancelImport(home.actor, importId)
    await running
    const state = await stateOf(importId)
    expect(state).toMatchObject({ status: 'cancelled', rows: 81, rejected: 1, leftOut: affected, waiting: 0 })
    expect(state.accepted).toBeGreaterThanOrEqual(2)
    expect(affected).toBeGreaterThan(0)
    expect(await resumeImport(home.actor, importId)).toEqual({ affected: 0 })
    await run(importId)
    expect((await stateOf(importId)).accepted).toBe(state.accepted)
  })

  it('gets the rejected rows as a file: the columns as they were, the reason, formulas defused', async () => {
    const formula = laterContact(1, { note: '=1+1', rollcall_rejection_reason: 'Of the last time' })
    const importId = await stage({
      batches: [[laterContact(2, { note: 'x', rollcall_rejection_reason: '' })]],
      faulty: [formula],
    })
    await run(importId)
    const { csv } = await exportImportRejections(home.actor, importId)
    const [header, row] = csv.replace('\uFEFF', '').split('\r\n')
    expect(header).toBe('name,phoneNumber,scheduledAt,note,rollcall_read_as,rollcall_rejection_reason')
    expect(row).toContain("Contact 1,'+15550000001,")
    expect(row).toContain(",'=1+1,'+15550000001,The phone number is missing. Add it.")
  })

  it('gets each rejected row once, however many there are: they are read in several statements', async () => {
    const importId = await stage({ batches: [numbered(0, 2)], faulty: numbered(2, 1) })
    const [first] = await db().importRejection.findMany({ where: { importId } })
    for (const more of [4_999, 5_000]) {
      await db().execute`DELETE FROM import_rejections WHERE import_id = ${importId}::uuid AND row > ${first?.row ?? 0}`
      await db().execute`
        INSERT INTO import_rejections (import_id, row, organization_id, record_number, name, phone_number, reason, cells)
        SELECT import_id, row + n, organization_id, row + n, name, phone_number, 'No. ' || n, cells
        FROM import_rejections, generate_series(1, ${more}::int) n WHERE import_id = ${importId}::uuid`
      const { csv } = await exportImportRejections(home.actor, importId)
      const numbers = [...csv.matchAll(/No\. (\d+)/g)].map((match) => Number(match[1]))
      expect(numbers).toEqual(Array.from({ length: more }, (_, n) => n + 1))
    }
  })

  it('sees the number that would have been called beside what was written, of every row that was turned away', async () => {
    const written = (n: number, phoneNumber: string, changes = {}) => laterContact(n, { phoneNumber, ...changes })
    const plan = planImport(home.agents.alwaysOn, {
      batches: [
        [written(1, '(415) 555-2671'), written(2, '415 555 2672', { name: '' }), written(3, 'n/a')],
        [written(4, '4155552671'), written(5, '+44 20 7946 0124', { timezone: 'Nowhere' })],
      ],
      faulty: [written(6, '55 1234 5678'), written(7, 'no number'), written(8, '4930901820')],
    })
    // The browser knows the country of each row; one that froze its rows before it was asked has said nothing.
    const noted = [{ readAs: '+525512345678' }, { readAs: null }, {}]
    const [review, ...rest] = plan.chunks
    const rows = review?.rows.map((row, at) => ({ ...row, ...noted[at] })) ?? []
    const importId = await stageImport(home.actor, {
      ...plan,
      chunks: [{ ...(review as (typeof plan.chunks)[0]), rows }, ...rest],
    })
    await run(importId)
    const numbersOf = async () => {
      const { rejected } = await listImportRejections(home.actor, importId, { limit: 10 })
      // No cells: a row may have a megabyte of them.
      expect(rejected.flatMap((row) => Object.keys(row))).not.toContain('cells')
      return rejected.map(({ phoneNumber, readAs, mayBe }) => [phoneNumber, readAs ?? mayBe])
    }
    const later = [
      ['415 555 2672', '+14155552672'],
      ['n/a', []],
      ['4155552671', '+14155552671'],
      ['+44 20 7946 0124', '+442079460124'],
    ]
    expect(await numbersOf()).toEqual([
      ['55 1234 5678', '+525512345678'],
      ['no number', []],
      ['4930901820', ['+4930901820', '+14930901820']],
      ...later,
    ])
    const { csv } = await exportImportRejections(home.actor, importId)
    const columns = csv
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(',').at(-2))
    expect(columns.slice(0, 4)).toEqual(['rollcall_read_as', "'+525512345678", '', ''])

    // Rows that an older version has turned away are read as they were sent.
    await db().importRejection.updateMany({ where: { importId, batchNumber: { not: null } }, data: { readAs: null } })
    expect((await numbersOf()).slice(3)).toEqual(later)
  })
})

it('an import whose run was lost is announced again, and only then', async () => {
  const loop = new EventLoop()
  const importId = await stage({ batches: [numbered(0, 2), numbered(2, 2)] })
  await loop.reset()
  await reconcile()
  expect((await loop.pending()).map(({ name }) => name)).not.toContain(importStaged.name)
  await db().import.update({ where: { id: importId }, data: { progressedAt: new Date(Date.now() - 200_000) } })
  await reconcile()
  expect((await loop.pending()).map(({ name }) => name)).toContain(importStaged.name)
  await loop.run()
  expect(await stateOf(importId)).toMatchObject({ status: 'completed', accepted: 4 })
})
