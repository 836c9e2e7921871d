import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { importStaged } from '@/domain/events'
import { db } from '@/platform/db'
import { createTestOrganization, laterContact, laterContacts, type TestOrganization } from '@/testing/factories'
import { type ImportPlan, planImport, stageImport } from '@/testing/stage-import'
import { cancelImport } from './cancel-import'
import { expireStagings } from './expire-stagings'
import { failImport } from './fail-import'
import { findEnrolledFile } from './find-enrolled-file'
import { finishStaging } from './finish-staging'
import { getImport } from './get-import'
import { type ImportStatus, startImportSchema } from './import.schema'
import { importFile } from './import-file'
import { IMPORT_STATUSES } from './import-statuses.rules'
import { listImports } from './list-imports'
import { pauseImport } from './pause-import'
import { runImportBatch } from './run-import-batch'
import { stageChunk } from './stage-chunk'
import { startImport } from './start-import'

let home: TestOrganization
let agentId: string

beforeAll(async () => {
  home = await createTestOrganization()
  agentId = home.agents.alwaysOn
})

type Row = ImportPlan['chunks'][0]['rows'][0]

const numbered = (from: number, count: number, changes: Record<string, unknown> = {}) =>
  Array.from({ length: count }, (_, n) => laterContact(from + n, changes))

async function eventsOf(importId: string): Promise<number> {
  const rows = await db().outboxEvent.findMany({ where: { name: importStaged.name } })
  return rows.filter(({ data }) => (data as { importId: string }).importId === importId).length
}

describe('starting', () => {
  it('is repeated as often as one likes, and answers what has arrived', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 3), numbered(3, 2)], leftOut: 4 })
    expect(await startImport(home.actor, start)).toMatchObject({ status: 'staging', staged: [] })
    await stageChunk(home.actor, chunks[1] as never)
    expect(await startImport(home.actor, start)).toMatchObject({ status: 'staging', staged: [1] })
    const detail = await getImport(home.actor, start.importId)
    expect(detail).toMatchObject({
      rows: 9,
      accepted: 0,
      rejected: 0,
      leftOut: 4,
      waiting: 5,
      staged: { rows: 2, of: 5 },
    })
    expect(detail.batches).toEqual([
      { number: 0, contacts: 3, status: 'waiting', batchId: null, accepted: 0, rejected: 0 },
      { number: 1, contacts: 2, status: 'waiting', batchId: null, accepted: 0, rejected: 0 },
    ])
  })

  it('makes one import of many starts at once', async () => {
    const { start } = planImport(agentId, { batches: [numbered(0, 2)] })
    const answers = await Promise.all(Array.from({ length: 6 }, () => startImport(home.actor, start)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['staging']))
    expect(await db().importBatch.count({ where: { importId: start.importId } })).toBe(1)
  })

  it('refuses the same id with another declaration', async () => {
    const { start } = planImport(agentId, { batches: [numbered(0, 2)] })
    await startImport(home.actor, start)
    await expect(startImport(home.actor, { ...start, fileName: 'other.csv' })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  it('says at once that an agent cannot call', async () => {
    const { start } = planImport(home.agents.misconfigured, { batches: [numbered(0, 2)] })
    await expect(startImport(home.actor, start)).rejects.toMatchObject({ code: 'AGENT_MISCONFIGURED' })
  })

  it('fixes the country of numbers without +', async () => {
    const { start } = planImport(agentId, { batches: [numbered(0, 2)] })
    await startImport(home.actor, start)
    expect((await getImport(home.actor, start.importId)).options.defaultCountry).toBe('US')
  })

  it('refuses rows that are not the sum of their parts', () => {
    const { start } = planImport(agentId, { batches: [numbered(0, 2)], leftOut: 1 })
    expect(startImportSchema.safeParse(start).success).toBe(true)
    for (const wrong of [{ rows: 4 }, { leftOut: 0 }, { faulty: 1 }, { batches: [1] }, { batches: [] }]) {
      expect(startImportSchema.safeParse({ ...start, ...wrong }).success, JSON.stringify(wrong)).toBe(false)
    }
  })
})

describe('a chunk', () => {
  it('that comes twice, also at once, is there once', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 3)], faulty: numbered(10, 2) })
    await startImport(home.actor, start)
    const answers = await Promise.all([...chunks, ...chunks].map((chunk) => stageChunk(home.actor, chunk)))
    expect(answers.filter(({ repeated }) => repeated)).toHaveLength(2)
    expect(await getImport(home.actor, start.importId)).toMatchObject({ rows: 5, rejected: 2, waiting: 3 })
    expect(await finishStaging(home.actor, start.importId)).toEqual({ status: 'running' })
    // The network lost the answer: a late repeat is one all the same.
    expect(await stageChunk(home.actor, chunks[0] as never)).toEqual({ repeated: true })
  })

  it('with other content under a number that came is an error', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 3)] })
    await startImport(home.actor, start)
    await stageChunk(home.actor, chunks[0] as never)
    const other = {
      ...(chunks[0] as (typeof chunks)[0]),
      rows: planImport(agentId, { batches: [numbered(50, 3)] }).chunks[0]?.rows ?? [],
    }
    await expect(stageChunk(home.actor, other)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('that was not declared is refused', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 3)] })
    await startImport(home.actor, start)
    const chunk = chunks[0] as (typeof chunks)[0]
    await expect(stageChunk(home.actor, { ...chunk, number: 1 })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    await expect(stageChunk(home.actor, { ...chunk, batch: 1 })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  })

  it('with more faulty rows than were declared is refused whole, and the import goes on without it', async () => {
    const plan = planImport(agentId, { batches: [numbered(0, 1)], faulty: numbered(10, 3), rowsPerChunk: 2 })
    await startImport(home.actor, plan.start)
    const [first, second] = plan.chunks as [ImportPlan['chunks'][0], ImportPlan['chunks'][0]]
    await stageChunk(home.actor, first)
    const surplus = { ...second, rows: [...second.rows, { ...(second.rows[0] as (typeof second.rows)[0]), row: 99 }] }
    await expect(stageChunk(home.actor, surplus)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringContaining('3 faulty rows were declared'),
    })
    expect(await getImport(home.actor, plan.start.importId)).toMatchObject({ rejected: 2, waiting: 2 })
    for (const chunk of plan.chunks.slice(1)) await stageChunk(home.actor, chunk)
    expect(await finishStaging(home.actor, plan.start.importId)).toEqual({ status: 'running' })
    expect(await getImport(home.actor, plan.start.importId)).toMatchObject({ rows: 4, rejected: 3, waiting: 1 })
  })

  it('keeps cells that Postgres cannot store, made storable', async () => {
    const broken = laterContact(1, { note: 'a\0b\ud800c' })
    const { start, chunks } = planImport(agentId, { batches: [[laterContact(2, { note: '\0' })]], faulty: [broken] })
    await startImport(home.actor, start)
    for (const chunk of chunks) await stageChunk(home.actor, chunk)
    const [kept] = await db().importRejection.findMany({ where: { importId: start.importId } })
    expect((kept?.cells as string[] | undefined)?.at(-1)).toBe('a\ufffdb\ufffdc')
  })
})

describe('the end of the staging', () => {
  it('writes one event, however often it is called', async () => {
    const importId = await stageImport(home.actor, planImport(agentId, { batches: [numbered(0, 3)] }))
    await Promise.all([finishStaging(home.actor, importId), finishStaging(home.actor, importId)])
    expect(await eventsOf(importId)).toBe(1)
  })

  it('waits for every chunk', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 5)], rowsPerChunk: 2 })
    await startImport(home.actor, start)
    await stageChunk(home.actor, chunks[0] as never)
    await expect(finishStaging(home.actor, start.importId)).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { missing: 2 },
    })
    expect(await eventsOf(start.importId)).toBe(0)
  })

  it('refuses rows that came in another number, or twice', async () => {
    const short = planImport(agentId, { batches: [numbered(0, 3)] })
    await startImport(home.actor, short.start)
    const [chunk] = short.chunks
    await stageChunk(home.actor, {
      ...(chunk as never as (typeof short.chunks)[0]),
      rows: chunk?.rows.slice(0, 2) ?? [],
    })
    await expect(finishStaging(home.actor, short.start.importId)).rejects.toThrow(
      /declared with 3 contacts, and 2 came/,
    )

    const twice = planImport(agentId, { batches: [numbered(0, 2)] })
    await startImport(home.actor, twice.start)
    const [first] = twice.chunks
    const row = first?.rows[0]
    await stageChunk(home.actor, {
      ...(first as never as (typeof twice.chunks)[0]),
      rows: [row as never, row as never],
    })
    await expect(finishStaging(home.actor, twice.start.importId)).rejects.toThrow(/A row came twice/)
  })

  it('refuses a row after the last of the file, and takes the last', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 3)] })
    const [chunk] = chunks as [ImportPlan['chunks'][0]]
    const [first, second, last] = chunk.rows as [Row, Row, Row]
    await startImport(home.actor, start)
    await stageChunk(home.actor, { ...chunk, rows: [first, second, { ...last, row: start.rows }] })
    await expect(finishStaging(home.actor, start.importId)).rejects.toThrow('There is a row 4, and the file has 3.')

    const whole = planImport(agentId, { batches: [numbered(0, 3)] })
    expect(whole.chunks[0]?.rows.at(-1)?.row).toBe(whole.start.rows - 1)
    await stageImport(home.actor, whole)
  })

  it('refuses fewer faulty rows than were declared', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 1)], faulty: numbered(5, 2) })
    await startImport(home.actor, start)
    for (const chunk of chunks) {
      await stageChunk(home.actor, chunk.batch === null ? { ...chunk, rows: chunk.rows.slice(0, 1) } : chunk)
    }
    await expect(finishStaging(home.actor, start.importId)).rejects.toThrow('2 faulty rows were declared, and 1 came.')
  })

  it('refuses a chain that is cut, by its name', async () => {
    const { start, chunks } = planImport(agentId, {
      batches: [numbered(0, 2, { account_id: 'Acme' }), [laterContact(5, { account_id: ' Acme ' })]],
      options: { groupByField: 'account_id' },
    })
    await startImport(home.actor, start)
    for (const chunk of chunks) await stageChunk(home.actor, chunk)
    await expect(finishStaging(home.actor, start.importId)).rejects.toThrow(/The chain "Acme" is cut/)
    expect((await getImport(home.actor, start.importId)).status).toBe('staging')
  })

  it('does not come after a cancel, which leaves everything out and keeps no rows', async () => {
    const { start, chunks } = planImport(agentId, { batches: [numbered(0, 3)], leftOut: 1, faulty: numbered(7, 1) })
    await startImport(home.actor, start)
    for (const chunk of chunks) await stageChunk(home.actor, chunk)
    expect(await cancelImport(home.actor, start.importId)).toEqual({ affected: 3 })
    expect(await cancelImport(home.actor, start.importId)).toEqual({ affected: 0 })
    await expect(finishStaging(home.actor, start.importId)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await getImport(home.actor, start.importId)).toMatchObject({
      status: 'cancelled',
      rows: 5,
      accepted: 0,
      rejected: 1,
      leftOut: 4,
      waiting: 0,
    })
    const [kept] = await db().rows<{ kept: number }>`
      SELECT count(rows)::int AS kept FROM import_chunks WHERE import_id = ${start.importId}::uuid`
    expect(kept?.kept).toBe(0)
  })
})

it('a staging that nobody came back to for a week is cancelled', async () => {
  const old = planImport(agentId, { batches: [numbered(0, 3)] })
  const young = planImport(agentId, { batches: [numbered(0, 3)] })
  for (const { start } of [old, young]) await startImport(home.actor, start)
  const progressedAt = new Date(Date.now() - 8 * 86_400_000)
  await db().import.update({ where: { id: old.start.importId }, data: { progressedAt } })
  await expireStagings()
  expect((await getImport(home.actor, old.start.importId)).status).toBe('cancelled')
  expect((await getImport(home.actor, young.start.importId)).status).toBe('staging')
})

it('imports are listed newest first, in pages', async () => {
  const other = await createTestOrganization()
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    const { start } = planImport(other.agents.alwaysOn, { batches: [numbered(n, 1)] })
    await startImport(other.actor, start)
    ids.unshift(start.importId)
  }
  const first = await listImports(other.actor, { limit: 3 })
  const second = await listImports(other.actor, { limit: 3, cursor: first.nextCursor ?? '' })
  expect([...first.imports, ...second.imports].map(({ importId }) => importId)).toEqual(ids)
  expect(second.nextCursor).toBeNull()
})

describe('a file that comes again', () => {
  const fingerprint = 'ab'.repeat(32)

  it('is known with date and operator, the latest time, for this agent and 30 days', async () => {
    const own = await createTestOrganization()
    const query = { agentId: own.agents.alwaysOn, fingerprint }
    expect(await findEnrolledFile(own.actor, query)).toEqual({ before: null })

    const plan = planImport(own.agents.alwaysOn, { batches: [laterContacts(2)], fingerprint })
    await startImport(own.actor, plan.start)
    // Another tab, or somebody else, is asked while this one is still sending.
    expect((await findEnrolledFile(own.actor, query)).before).toMatchObject({ accepted: 0, waiting: 2 })
    for (const chunk of plan.chunks) await stageChunk(own.actor, chunk)
    await finishStaging(own.actor, plan.start.importId)
    await runImportBatch({ importId: plan.start.importId })
    const { before } = await findEnrolledFile(own.actor, query)
    expect(before).toMatchObject({ enrolledBy: 'First key', accepted: 2, waiting: 0, importId: plan.start.importId })
    expect(await findEnrolledFile(own.actor, { ...query, agentId: own.agents.officeHours })).toEqual({ before: null })

    const small = planImport(own.agents.alwaysOn, { batches: [laterContacts(2)], fingerprint })
    const { importId } = await importFile(own.actor, { ...small, start: { ...small.start, fileName: 'small.csv' } })
    expect((await findEnrolledFile(own.actor, query)).before).toMatchObject({ fileName: 'small.csv', importId })

    await db()
      .execute`UPDATE batches SET created_at = now() - interval '31 days' WHERE organization_id = ${own.organizationId}`
    await db()
      .execute`UPDATE imports SET created_at = now() - interval '31 days' WHERE organization_id = ${own.organizationId}`
    expect(await findEnrolledFile(own.actor, query)).toEqual({ before: null })
  })

  const settings: Record<ImportStatus, (plan: ImportPlan, actor: Actor) => Promise<unknown>> = {
    staging: (plan, actor) => startImport(actor, plan.start),
    running: (plan, actor) => stageImport(actor, plan),
    paused: async (plan, actor) => pauseImport(actor, await stageImport(actor, plan)),
    failed: async (plan, actor) =>
      failImport({ importId: await stageImport(actor, plan), reason: 'The engine gave up.' }),
    cancelled: async (plan, actor) => cancelImport(actor, await stageImport(actor, plan)),
    completed: async (plan, actor) => {
      const importId = await stageImport(actor, plan)
      while ((await runImportBatch({ importId })).outcome === 'enrolled') {}
    },
  }

  it.each(IMPORT_STATUSES)('is known with nobody enrolled only if somebody still can be: %s', async (status) => {
    const own = await createTestOrganization()
    // Only a file of which the server takes nobody is completed with nobody enrolled.
    const contacts = laterContacts(2, status === 'completed' ? { timezone: 'Nowhere' } : {})
    const plan = planImport(own.agents.alwaysOn, { batches: [contacts], fingerprint })
    await settings[status](plan, own.actor)
    const { importId } = plan.start
    expect(await getImport(own.actor, importId)).toMatchObject({ status, accepted: 0 })
    const { before } = await findEnrolledFile(own.actor, { agentId: own.agents.alwaysOn, fingerprint })
    if (status === 'completed' || status === 'cancelled') expect(before).toBeNull()
    else expect(before).toMatchObject({ importId, accepted: 0, waiting: 2 })
  })
})
