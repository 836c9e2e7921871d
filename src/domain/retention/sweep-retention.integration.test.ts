import { beforeEach, expect, it } from 'vitest'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { firstIdAt, parsePublicId } from '@/domain/ids'
import { runImportBatch } from '@/domain/imports/run-import-batch'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { nowMs } from '@/platform/clock'
import { db, Prisma, transaction } from '@/platform/db'
import { ROWS_PER_CHUNK_MAX } from '@/platform/delete-in-chunks'
import { countLockWaits } from '@/testing/count-lock-waits'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { until } from '@/testing/until'
import { getRetention } from './get-retention'
import { deliveryDaysOf, RETENTION_KINDS, type Retention } from './retention.rules'
import { sweepRetention } from './sweep-retention'
import { updateRetention } from './update-retention'

let home: TestOrganization
let neighbour: TestOrganization

beforeEach(async () => {
  home = await createTestOrganization()
  neighbour = await createTestOrganization()
})

const DAY_MS = 86_400_000

/** Says of everything of an organization that it happened so many days before it did. */
async function age({ organizationId }: TestOrganization, days: number): Promise<void> {
  for (const [table, column] of [
    ['calls', 'ended_at'],
    ['batches', 'created_at'],
    ['imports', 'ended_at'],
    ['webhook_deliveries', 'created_at'],
    // The last sweep was so long ago too.
    ['retention_marks', 'until'],
  ]) {
    await db().execute`
      UPDATE ${Prisma.raw(`${table} SET ${column} = ${column}`)} - make_interval(days => ${days}::int)
      WHERE organization_id = ${organizationId}`
  }
}

/** A call with a transcript, a delivery of it, a rejected contact of a request, and one of a file. */
async function fill({ actor, agents }: TestOrganization): Promise<void> {
  await createEndpoint(actor, { url: 'https://example.com/hook' })
  await endedCall(actor, agents.alwaysOn, testContact(1), { transcription: 'Hello?', summary: 'They said hello.' })
  await db().execute`
    UPDATE webhook_deliveries SET status = 'delivered', ended_at = now() WHERE organization_id = ${actor.organizationId}`
  const body = { contacts: [laterContact(2), { name: 'Nobody', phoneNumber: '123', account_id: 'kept for a while' }] }
  const { batchId } = await enrollBatch(actor, { agentId: agents.alwaysOn, body, source: 'api' })
  await cancelBatch(actor, batchId)
  const planned = planImport(agents.alwaysOn, {
    batches: [[laterContact(3)]],
    faulty: [{ name: 'Faulty', phoneNumber: '' }],
  })
  const importId = await stageImport(actor, planned)
  while ((await runImportBatch({ importId })).outcome === 'enrolled');
}

async function left({ organizationId }: TestOrganization) {
  const [row] = await db().rows<{
    transcripts: number
    summaries: number
    sent: number
    cells: number
    deliveries: number
  }>`
    SELECT (SELECT count(*) FROM calls WHERE organization_id = ${organizationId} AND result ->> 'transcription' IS NOT NULL)::int AS transcripts,
      (SELECT count(*) FROM calls WHERE organization_id = ${organizationId} AND result ->> 'summary' IS NOT NULL)::int AS summaries,
      (SELECT count(*) FROM rejections WHERE organization_id = ${organizationId} AND contact::text <> 'null')::int AS sent,
      (SELECT count(*) FROM import_rejections WHERE organization_id = ${organizationId} AND cells::text <> '[]')::int AS cells,
      (SELECT count(*) FROM webhook_deliveries WHERE organization_id = ${organizationId})::int AS deliveries`
  return row
}

const ALL = { transcripts: 1, summaries: 1, sent: 1, cells: 1, deliveries: 1 }

const told = ({ organizationId }: TestOrganization) =>
  db().rows<{ details: Record<string, number>; actorKind: string }>`
    SELECT details, actor_kind AS "actorKind" FROM audit_log
    WHERE organization_id = ${organizationId} AND action = 'retention.swept' ORDER BY id`

it('removes of each kind what is older than its time, of this organization alone, once, and tells the audit log', async () => {
  await fill(home)
  await fill(neighbour)
  await updateRetention(home.actor, { transcripts: 30, rejectedRows: 60, deliveries: 30 })
  await updateRetention(neighbour.actor, { transcripts: null, rejectedRows: null, deliveries: null, decisions: null })
  await sweepRetention()
  expect(await left(home)).toEqual(ALL)
  await age(neighbour, 3_700)
  await age(home, 31)
  await sweepRetention()
  expect(await left(home)).toEqual({ ...ALL, transcripts: 0, deliveries: 0 })
  await age(home, 30)
  await sweepRetention()
  // What is left of a person says who it was and what became of it.
  expect(await left(home)).toEqual({ transcripts: 0, summaries: 1, sent: 0, cells: 0, deliveries: 0 })
  const [rejected] = await db().rows<{ phoneNumber: string; error: string }>`
    SELECT phone_number AS "phoneNumber", error FROM rejections WHERE organization_id = ${home.organizationId}`
  expect(rejected).toMatchObject({ phoneNumber: '123', error: expect.stringMatching(/./) })
  await sweepRetention()
  expect(await told(home)).toEqual([
    { actorKind: 'system', details: { transcripts: 1, deliveries: 1 } },
    { actorKind: 'system', details: { rejectedRows: 2 } },
  ])
  expect(await left(neighbour)).toEqual(ALL)
  expect(await told(neighbour)).toEqual([])
})

it('what an owner shortens a time by while a sweep is at work goes with the next one', async () => {
  await fill(home)
  await age(home, 25)
  await fill(home)
  await updateRetention(home.actor, { transcripts: 60, rejectedRows: 60, deliveries: null })
  await age(home, 45)
  let sweep: Promise<unknown> = Promise.resolve()
  await transaction(async (tx) => {
    await tx.execute`SELECT FROM import_rejections WHERE organization_id = ${home.organizationId} FOR UPDATE`
    sweep = sweepRetention()
    await until('the sweep waits', async () => (await countLockWaits()) > 0)
    await updateRetention(home.actor, { transcripts: 30, rejectedRows: 30 })
  })
  await sweep
  expect(await left(home)).toMatchObject({ transcripts: 1, sent: 1, cells: 1 })
  await sweepRetention()
  expect(await left(home)).toMatchObject({ transcripts: 0, sent: 0, cells: 0 })
})

it('goes on chunk by chunk, with calls of one moment in different chunks', async () => {
  await endedCall(home.actor, home.agents.alwaysOn, testContact(1), { transcription: 'Hello?' })
  const calls = ROWS_PER_CHUNK_MAX * 2 + 1
  await db().execute`
    INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, step_index, status, ended_at, result_type, result, settled_at)
    SELECT gen_random_uuid(), organization_id, agent_id, batch_id, sequence_id, step_index, status, ended_at, result_type, result, settled_at
    FROM calls CROSS JOIN generate_series(2, ${calls}::int) WHERE organization_id = ${home.organizationId}`
  await age(home, 3_650)
  expect((await sweepRetention()).transcripts).toBe(calls)
  expect(await left(home)).toMatchObject({ transcripts: 0 })
  expect(await told(home)).toMatchObject([{ details: { transcripts: calls } }])
})

it('what a sweep that broke off has removed is told by the next one', async () => {
  await db().execute`
    INSERT INTO retention_marks (organization_id, kind, removed) VALUES (${home.organizationId}, 'deliveries', 7)`
  await sweepRetention()
  await sweepRetention()
  expect(await told(home)).toMatchObject([{ details: { deliveries: 7 } }])
})

it('a decision goes by the moment in its id, of this organization alone', async () => {
  const decide = (of: TestOrganization, days: number) =>
    db().execute`
      INSERT INTO decisions (id, organization_id, phone_number, point, kind, at, agent_id, reasons, notices, rules, places,
        known_by, timezone, organization_version, agent_version)
      SELECT ${firstIdAt(nowMs() - days * DAY_MS)}::uuid, ${of.organizationId}, '+12125550100', 'placement', 'call',
        now() - make_interval(days => ${days}::int), id, '[]', '[]', '[]', '[]', 'number', 'America/New_York', 1, 1
      FROM agents WHERE id = ${parsePublicId('agent', of.agents.alwaysOn)}::uuid`
  await decide(home, 61)
  await decide(home, 59)
  await decide(neighbour, 62)
  await updateRetention(home.actor, { decisions: 60 })
  await updateRetention(neighbour.actor, { decisions: null })
  expect(await sweepRetention()).toMatchObject({ decisions: 1 })
  expect(await db().decision.count({ where: { organizationId: home.organizationId } })).toBe(1)
  expect(await db().decision.count({ where: { organizationId: neighbour.organizationId } })).toBe(1)
  expect(await told(home)).toMatchObject([{ details: { decisions: 1 } }])
})

it('a delivery that has not ended stays', async () => {
  await fill(home)
  await db().execute`UPDATE webhook_deliveries SET status = 'pending' WHERE organization_id = ${home.organizationId}`
  await age(home, 3_650)
  await sweepRetention()
  expect(await left(home)).toMatchObject({ transcripts: 0, deliveries: 1 })
})

const TIMES: Retention[] = [
  { transcripts: 30, rejectedRows: null, deliveries: 90, decisions: null },
  { transcripts: 30, rejectedRows: null, deliveries: null, decisions: null },
  { transcripts: null, rejectedRows: null, deliveries: 30, decisions: null },
  { transcripts: 90, rejectedRows: null, deliveries: 30, decisions: null },
]

it.each(TIMES)('a delivery goes with the transcript that it repeats, if not sooner: %o', async (retention) => {
  expect(deliveryDaysOf(retention)).toBe(30)
  await fill(home)
  await updateRetention(home.actor, retention)
  await age(home, 29)
  await sweepRetention()
  expect(await left(home)).toMatchObject({ deliveries: 1 })
  await age(home, 2)
  await sweepRetention()
  expect(await left(home)).toMatchObject({ deliveries: 0 })
})

it('a change is told with what it was; one that changes nothing is not', async () => {
  const before = await getRetention(home.actor)
  expect(RETENTION_KINDS.every((kind) => (before[kind] ?? 0) * DAY_MS > 0)).toBe(true)
  expect(await updateRetention(home.actor, { deliveries: null })).toEqual({ ...before, deliveries: null })
  await updateRetention(home.actor, { deliveries: null })
  expect(await getRetention(neighbour.actor)).toEqual(before)
  const lines = await db().rows<{ before: unknown; after: unknown }>`
    SELECT before, after FROM audit_log WHERE organization_id = ${home.organizationId} AND action = 'retention.changed'`
  expect(lines).toEqual([{ before: { deliveries: before.deliveries }, after: { deliveries: null } }])
  for (const days of [0, 6, 3_651, 1.5]) {
    await expect(updateRetention(home.actor, { transcripts: days })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  }
})
