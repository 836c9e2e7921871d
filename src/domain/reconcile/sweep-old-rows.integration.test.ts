import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '@/domain/ids'
import { cancelImport } from '@/domain/imports/cancel-import'
import { exportImportRejections } from '@/domain/imports/export-import-rejections'
import { getImport } from '@/domain/imports/get-import'
import { CHUNKS_KEPT_DAYS, type ImportStatus } from '@/domain/imports/import.schema'
import { IMPORT_STATUSES } from '@/domain/imports/import-statuses.rules'
import { listImportRejections } from '@/domain/imports/list-import-rejections'
import { pauseImport } from '@/domain/imports/pause-import'
import { resumeImport } from '@/domain/imports/resume-import'
import { runImportBatch } from '@/domain/imports/run-import-batch'
import { startImport } from '@/domain/imports/start-import'
import { db, transaction } from '@/platform/db'
import { ROWS_PER_CHUNK_MAX } from '@/platform/delete-in-chunks'
import { createTestOrganization, laterContacts, type TestOrganization } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { sweepOldRows } from './sweep-old-rows'

let home: TestOrganization
const later = laterContacts(40)

beforeAll(async () => {
  home = await createTestOrganization()
})

function plan(from: number) {
  const contacts = later.slice(from, from + 4)
  return planImport(home.agents.alwaysOn, {
    batches: [[...contacts.slice(0, 2), { name: 'Nobody', phoneNumber: '123' }], contacts.slice(2)],
    faulty: [{ name: 'Faulty', phoneNumber: '' }],
  })
}

/** Says of an import that all of it happened this long ago. */
async function age(importId: string, days: number): Promise<void> {
  await db().execute`
    UPDATE imports SET created_at = created_at - make_interval(days => ${days}), ended_at = ended_at - make_interval(days => ${days})
    WHERE id = ${importId}::uuid`
  await db().execute`
    UPDATE import_chunks SET created_at = created_at - make_interval(days => ${days}) WHERE import_id = ${importId}::uuid`
}

const chunksOf = (importId: string) => db().importChunk.count({ where: { importId } })

async function run(importId: string): Promise<void> {
  while ((await runImportBatch({ importId })).outcome === 'enrolled');
}

describe('chunks of imports', () => {
  it('go when their import ended long ago; its page, its download and a browser that comes back see no difference', async () => {
    const planned = plan(0)
    const importId = await stageImport(home.actor, planned)
    await run(importId)
    await age(importId, CHUNKS_KEPT_DAYS)
    const look = async () => ({
      page: await getImport(home.actor, importId),
      rejected: await listImportRejections(home.actor, importId, { limit: 50 }),
      csv: await exportImportRejections(home.actor, importId),
    })
    const before = await look()
    expect(before.page).toMatchObject({ status: 'completed', accepted: 4, rejected: 2, staged: { rows: 6, of: 6 } })
    expect(await chunksOf(importId)).toBe(3)
    expect(await sweepOldRows()).toMatchObject({ chunks: 3 })
    expect(await chunksOf(importId)).toBe(0)
    expect(await look()).toEqual(before)
    expect(await startImport(home.actor, planned.start)).toMatchObject({ status: 'completed' })
  })

  it('stay while their import has not ended, however old it is, and it goes on with them', async () => {
    const importId = await stageImport(home.actor, plan(4))
    await runImportBatch({ importId })
    await pauseImport(home.actor, importId)
    await age(importId, 400)
    await sweepOldRows()
    expect(await chunksOf(importId)).toBe(3)
    await resumeImport(home.actor, importId)
    await run(importId)
    expect(await getImport(home.actor, importId)).toMatchObject({ status: 'completed', accepted: 4, rejected: 2 })
  })

  it('stay while it ended lately', async () => {
    const importId = await stageImport(home.actor, plan(8))
    await run(importId)
    await age(importId, CHUNKS_KEPT_DAYS - 1)
    await sweepOldRows()
    expect(await chunksOf(importId)).toBe(3)
  })

  it('go of a cancelled import', async () => {
    const importId = await stageImport(home.actor, plan(12))
    await cancelImport(home.actor, importId)
    await age(importId, CHUNKS_KEPT_DAYS)
    await sweepOldRows()
    expect(await chunksOf(importId)).toBe(0)
    expect(await getImport(home.actor, importId)).toMatchObject({ status: 'cancelled', leftOut: 5, rejected: 1 })
  })

  it('only what is over has an end, by which they are chosen', async () => {
    const ended: ImportStatus[] = ['completed', 'cancelled']
    for (const status of IMPORT_STATUSES) {
      const importId = await stageImport(home.actor, plan(16))
      const end = db().execute`
        UPDATE imports SET status = ${status}, left_out = left_out + waiting, waiting = 0, ended_at = now()
        WHERE id = ${importId}::uuid`
      if (ended.includes(status)) await end
      else await expect(end).rejects.toThrow('imports_end_check')
    }
  })

  it('that somebody has locked are left to the next time, and nobody waits', async () => {
    const importId = await stageImport(home.actor, plan(20))
    await run(importId)
    await age(importId, CHUNKS_KEPT_DAYS)
    await transaction(async (tx) => {
      await tx.execute`SELECT FROM import_chunks WHERE import_id = ${importId}::uuid AND number = 1 FOR UPDATE`
      await sweepOldRows()
    })
    expect(await db().importChunk.findMany({ where: { importId }, select: { number: true } })).toEqual([{ number: 1 }])
    await sweepOldRows()
    expect(await chunksOf(importId)).toBe(0)
  })

  it('go piece by piece, however many there are', async () => {
    const importId = await stageImport(home.actor, plan(24))
    await run(importId)
    const many = 2 * ROWS_PER_CHUNK_MAX + 1
    await db().execute`
      INSERT INTO import_chunks (import_id, number, organization_id, hash, row_numbers, groups)
      SELECT ${importId}::uuid, 1000 + n, ${home.organizationId}, '', '{}', '{}' FROM generate_series(1, ${many}::int) AS n`
    await age(importId, CHUNKS_KEPT_DAYS)
    expect(await sweepOldRows()).toMatchObject({ chunks: many + 3 })
    expect(await chunksOf(importId)).toBe(0)
  })
})

describe('sessions', () => {
  it('go a day after they have expired, and not before', async () => {
    const [{ userId = '' } = {}] = await db().member.findMany({ where: { organizationId: home.organizationId } })
    const hoursLeft = [24 * 7, 1, -1, -23, -25, -24 * 90]
    for (const hours of hoursLeft) {
      const expiresAt = new Date(Date.now() + hours * 3_600_000)
      await db().session.create({ data: { id: newId(), token: newId(), userId, expiresAt } })
      await db().verification.create({ data: { id: newId(), identifier: 'any', value: String(hours), expiresAt } })
    }
    expect(await sweepOldRows()).toMatchObject({ sessions: 4 })
    expect(await db().session.count({ where: { userId } })).toBe(4)
    expect((await db().verification.findMany()).map(({ value }) => Number(value)).sort((a, b) => b - a)).toEqual(
      hoursLeft.slice(0, 4),
    )
  })
})
