import { beforeEach, expect, it } from 'vitest'
import { getBatch } from '@/domain/batches/get-batch'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { checkInvariants } from '@/testing/check-invariants'
import { createTestOrganization, laterContacts, type TestOrganization } from '@/testing/factories'
import { exportImportRejections } from './export-import-rejections'
import { findEnrolledFile } from './find-enrolled-file'
import { finishStaging } from './finish-staging'
import { getImport } from './get-import'
import { type StageChunkInput, stageChunkSchema, startImportSchema } from './import.schema'
import { listImportRejections } from './list-import-rejections'
import { listImports } from './list-imports'
import { runImportBatch } from './run-import-batch'
import { stageChunk } from './stage-chunk'
import { startImport } from './start-import'

// What the version before 2026-11-29 has left: small files are batches with `file_*`, staged rows have contacts beside
// their cells, and their numbers stand in arrays. Hashes are literals that its code has made.

const AGENT = '01950000-0000-7000-8000-000000000001'
const HALF_STAGED = '0195d0a0-0000-7000-8000-00000000000a'
const RUNNING = '0195d0a0-0000-7000-8000-00000000000b'
const PLAN_HASH = '58924507a826a295908c1c3a2d8d2711cb0ec3423d5d8eb76b0307dd797f6eab'
const CHUNK_HASH = 'b94e9c2509cd2dc292c38905f2bad38537c3e260c494238f11a4bcf2f5d6b2bb'
const FINGERPRINT = 'cd'.repeat(32)

const agentId = toPublicId('agent', AGENT)
const staged = (row: number, name: string, phoneNumber: string) => ({
  row,
  recordNumber: row + 2,
  cells: [name, phoneNumber],
  contact: { name, phoneNumber },
  reason: null,
})

/** What a browser with an older version of the page had frozen, and goes on sending. */
const start = startImportSchema.parse({
  importId: HALF_STAGED,
  agentId,
  fileName: 'older.csv',
  fingerprint: FINGERPRINT,
  columns: ['Name', 'Phone'],
  options: { allowDuplicates: false, normalizeFields: [] },
  rows: 5,
  leftOut: 1,
  faulty: 1,
  batches: [2, 1],
  chunks: 3,
})
const chunks: StageChunkInput[] = stageChunkSchema.array().parse([
  {
    importId: HALF_STAGED,
    number: 0,
    batch: null,
    rows: [{ ...staged(3, 'Cy', 'n/a'), reason: 'No number.', readAs: null }],
  },
  {
    importId: HALF_STAGED,
    number: 1,
    batch: 0,
    rows: [staged(1, 'Ada', '(212) 555-0101'), staged(2, 'Bo', '212 555 0102')],
  },
  { importId: HALF_STAGED, number: 2, batch: 1, rows: [staged(4, 'Di', '212 555 0104')] },
])

let home: TestOrganization

beforeEach(async () => {
  home = await createTestOrganization()
  await db().execute`DELETE FROM agents WHERE id = ${AGENT}::uuid`
  await db().execute`
    UPDATE agents SET id = ${AGENT}::uuid WHERE organization_id = ${home.organizationId} AND name = 'Always on'`
})

async function run(importId: string): Promise<void> {
  while ((await runImportBatch({ importId })).outcome === 'enrolled');
}

it('a small file that became a batch at once keeps its name and is known when it comes again', async () => {
  const request = { agentId, body: { contacts: laterContacts(2) }, source: 'console' as const }
  const { batchId } = await enrollBatch(home.actor, request)
  await db().execute`
    UPDATE batches SET file_name = 'small.csv', file_fingerprint = decode(${FINGERPRINT}, 'hex'), file_rows = 3,
      file_left_out = 1
    WHERE id = ${batchId}::uuid`
  expect(await getBatch(home.actor, batchId)).toMatchObject({ fileName: 'small.csv', importId: null })
  const { before } = await findEnrolledFile(home.actor, { agentId, fingerprint: FINGERPRINT })
  expect(before).toMatchObject({ fileName: 'small.csv', accepted: 2, batchId, importId: null })
})

it('an import that its browser has sent half of goes on with what that sends, to its end', async () => {
  await db().execute`
    INSERT INTO imports (id, organization_id, agent_id, status, created_by, file_name, fingerprint, columns, options,
      plan_hash, batches, chunks, faulty, rows, accepted, rejected, left_out, waiting)
    VALUES (${HALF_STAGED}::uuid, ${home.organizationId}, ${AGENT}::uuid, 'staging', 'An operator', 'older.csv',
      decode(${FINGERPRINT}, 'hex'), '["Name","Phone"]',
      '{"allowDuplicates":false,"normalizeFields":[],"defaultCountry":"US"}', decode(${PLAN_HASH}, 'hex'), 2, 3, 1, 5, 0,
      0, 1, 4)`
  await db().execute`
    INSERT INTO import_batches (import_id, number, organization_id, contacts)
    VALUES (${HALF_STAGED}::uuid, 0, ${home.organizationId}, 2), (${HALF_STAGED}::uuid, 1, ${home.organizationId}, 1)`
  await db().execute`
    INSERT INTO import_chunks (import_id, number, organization_id, batch_number, hash, row_numbers, phones, groups, rows)
    VALUES (${HALF_STAGED}::uuid, 1, ${home.organizationId}, 0, decode(${CHUNK_HASH}, 'hex'), '{1,2}',
      '{+12125550101;,+12125550102;}', '{"",""}', ${JSON.stringify(chunks[1]?.rows)}::json)`

  expect(await startImport(home.actor, start)).toEqual({ importId: HALF_STAGED, status: 'staging', staged: [1] })
  const answers = []
  for (const chunk of chunks) answers.push(await stageChunk(home.actor, chunk))
  expect(answers).toEqual([{ repeated: false }, { repeated: true }, { repeated: false }])
  expect(await finishStaging(home.actor, HALF_STAGED)).toEqual({ status: 'running' })
  await run(HALF_STAGED)

  expect(await getImport(home.actor, HALF_STAGED)).toMatchObject({
    status: 'completed',
    rows: 5,
    accepted: 3,
    rejected: 1,
    leftOut: 1,
  })
  const enrolled = await db().contact.findMany({ where: { organizationId: home.organizationId } })
  expect(enrolled.map(({ phoneNumber }) => phoneNumber).sort()).toEqual([
    '+12125550101',
    '+12125550102',
    '+12125550104',
  ])
  const { csv } = await exportImportRejections(home.actor, HALF_STAGED)
  expect(csv).toBe('\uFEFFName,Phone,rollcall_read_as,rollcall_rejection_reason\r\nCy,n/a,,No number.\r\n')
  await checkInvariants(home.organizationId)
})

it('an import that runs is enrolled to its end, a number that stands in two of its batches once', async () => {
  await db().execute`
    INSERT INTO imports (id, organization_id, agent_id, status, created_by, file_name, columns, options, plan_hash, batches,
      chunks, faulty, rows, accepted, rejected, left_out, waiting, repeated_phones, staged_at)
    VALUES (${RUNNING}::uuid, ${home.organizationId}, ${AGENT}::uuid, 'running', 'An operator', 'older.csv',
      '["Name","Phone"]', '{"defaultCountry":"US"}', '\\x00', 2, 3, 1, 4, 0, 1, 0, 3, '{+12125550201;}', now())`
  await db().execute`
    INSERT INTO import_batches (import_id, number, organization_id, contacts)
    VALUES (${RUNNING}::uuid, 0, ${home.organizationId}, 1), (${RUNNING}::uuid, 1, ${home.organizationId}, 2)`
  await db().execute`
    INSERT INTO import_chunks (import_id, number, organization_id, batch_number, hash, row_numbers, phones, groups, rows)
    VALUES (${RUNNING}::uuid, 0, ${home.organizationId}, NULL, '\\x00', '{0}', '{}', '{}', NULL),
      (${RUNNING}::uuid, 1, ${home.organizationId}, 0, '\\x01', '{1}', '{+12125550201;}', '{""}',
        ${JSON.stringify([staged(1, 'Ada', '212 555 0201')])}::json),
      (${RUNNING}::uuid, 2, ${home.organizationId}, 1, '\\x02', '{2,3}', '{+12125550201;,+12125550202;}', '{"",""}',
        ${JSON.stringify([staged(2, 'Ada again', '(212) 555-0201'), staged(3, 'Bo', '212 555 0202')])}::json)`
  await db().execute`
    INSERT INTO import_rejections (import_id, row, organization_id, record_number, batch_number, name, phone_number, reason,
      cells)
    VALUES (${RUNNING}::uuid, 0, ${home.organizationId}, 2, NULL, 'Cy', '(212) 555-01', 'Too short.',
      '["Cy","(212) 555-01"]')`

  expect((await listImports(home.actor, { limit: 5 })).imports).toMatchObject([{ fileName: 'older.csv', waiting: 3 }])
  await run(RUNNING)
  expect(await getImport(home.actor, RUNNING)).toMatchObject({
    status: 'completed',
    accepted: 2,
    rejected: 2,
    waiting: 0,
  })
  const { rejected } = await listImportRejections(home.actor, RUNNING, { limit: 5 })
  expect(rejected).toMatchObject([
    { recordNumber: 2, name: 'Cy', batchNumber: null, reason: 'Too short.' },
    { recordNumber: 4, name: 'Ada again', batchNumber: 1, phoneNumber: '(212) 555-0201', readAs: '+12125550201' },
  ])
  expect(rejected[1]?.reason).toContain('same number')
  await checkInvariants(home.organizationId)
})
