import { beforeAll, expect, it } from 'vitest'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { newId } from '@/domain/ids'
import { saveMapping } from '@/domain/mappings/save-mapping'
import { createSequences } from '@/domain/sequences/create-sequences'
import { optOutPerson } from '@/domain/suppression/opt-out-person'
import { startUpload } from '@/domain/suppression/start-upload'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db, Prisma } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { deleteOrganization } from './delete-organization'

/**
 * Writes something to every table that names an organization. The test below fails for a new table that is left out.
 */
async function fill({ organizationId, operator, agents, actor }: TestOrganization): Promise<void> {
  const contacts = [testContact(0, { account_id: 'a' }), testContact(1, { account_id: 'a' }), {}]
  const request = { agentId: agents.alwaysOn, body: { contacts, groupByField: 'account_id' }, source: 'api' as const }
  const { batchId } = await enrollBatch(actor, { ...request, idempotencyKey: 'key' })
  await createSequences({ batchId })
  await createEndpoint(actor, { url: 'https://example.com/hook' })
  await endedCall(actor, agents.withEmail, testContact(9, { toEmailAddress: 'nine@example.com' }))
  const key = { agentId: agents.alwaysOn, fingerprint: 'f'.repeat(64) }
  await saveMapping(actor, { ...key, mapping: { columns: [], constants: [], familyNameFirst: false } })
  const batches = [[testContact(2)], [testContact(3)]]
  await stageImport(actor, planImport(agents.alwaysOn, { batches, faulty: [testContact(4)] }))
  const { id: userId } = await db().user.findUniqueOrThrow({ where: { email: operator.email } })
  await db().session.create({
    data: { id: newId(), token: newId(), userId, activeOrganizationId: organizationId, expiresAt: new Date() },
  })
  await db().invitation.create({
    data: { id: newId(), organizationId, email: 'new@example.com', inviterId: userId, expiresAt: new Date() },
  })
  const { list } = await suppressNumbers(actor, { numbers: ['+15550000077'] })
  await startUpload(actor, {
    ...{ uploadId: newId(), listId: list.listId, mode: 'add', fileName: 'numbers.csv', fingerprint: 'ab'.repeat(32) },
    ...{ numbers: 1, invalid: 0, chunks: 1 },
  })
  await optOutPerson(actor, { phoneNumber: '+15550000078' })
  await db().consent.create({
    data: {
      ...{ id: newId(), organizationId, phoneNumber: '+15550000079', basis: 'express', at: new Date() },
      ...{ source: 'A form', addedBy: 'Ada' },
    },
  })
  // One of them is on the list of opt-outs, which is told by a decision.
  const suppressed = [testContact(5), testContact(6, { phoneNumber: '+15550000078' })]
  await enrollBatch(actor, { ...request, body: { contacts: suppressed } })
  await appendAuditEntry(db(), { organizationId, kind: 'user', id: userId }, { action: 'sign_in.succeeded' })
  await db().execute`
    INSERT INTO request_log (id, api_key_id, organization_id, request_id, door, method, path, status, duration_ms, at)
    SELECT gen_random_uuid(), id, organization_id, 'r', 'rest', 'GET', '/api/v1/credits/usage', 200, 1, now()
    FROM api_keys WHERE organization_id = ${organizationId}`
  await db().execute`INSERT INTO retention_marks (organization_id, kind) VALUES (${organizationId}, 'deliveries')`
  const sequence = await db().sequence.findFirstOrThrow({ where: { batchId } })
  await db().email.create({
    data: {
      id: newId(),
      organizationId,
      agentId: sequence.agentId,
      batchId,
      sequenceId: sequence.id,
      stepIndex: 9,
      toAddress: 'a@example.com',
      subject: '',
      body: '',
    },
  })
}

async function countRows(organizationId: string): Promise<Record<string, number>> {
  const columns = await db().rows<{ table: string; column: string }>`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name LIKE '%organization_id'`
  const counts: Record<string, number> = {}
  for (const { table, column } of columns) {
    const [row] = await db().rows<{ count: number }>`
      SELECT count(*)::int AS count FROM ${Prisma.raw(`"${table}" WHERE "${column}"`)} = ${organizationId}`
    counts[`${table}.${column}`] = row?.count ?? 0
  }
  return counts
}

/** Lists the tables that have a row with this text in any of its columns. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await db().rows<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await db().rows<unknown>`
      SELECT 1 FROM ${Prisma.raw(`"${name}" AS each`)} WHERE strpos(each::text, ${text}) > 0 LIMIT 1`
    if (rows.length > 0) found.push(name)
  }
  return found
}

let organization: TestOrganization
let neighbour: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization({ name: 'Analytical Engines' })
  neighbour = await createTestOrganization({ name: 'Analytical Engines' })
  await fill(organization)
  await fill(neighbour)
})

it('deletes nothing unless its very name is given', async () => {
  const before = await countRows(organization.organizationId)
  for (const name of ['', 'analytical engines', 'Analytical Engines ', organization.organizationId]) {
    await expect(deleteOrganization(organization.organizationId, name)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    })
  }
  await expect(deleteOrganization(newId(), 'Analytical Engines')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await countRows(organization.organizationId)).toEqual(before)
})

it('leaves no row of it in any table, and every row of others', async () => {
  const { organizationId, operator } = organization
  const before = await countRows(organizationId)
  const empty = Object.keys(before).filter((column) => before[column] === 0)
  expect(empty, 'tables that this test does not fill yet').toEqual([])
  const shared = await createShared()
  const theirs = await countRows(neighbour.organizationId)

  await deleteOrganization(organizationId, 'Analytical Engines')

  expect(new Set(Object.values(await countRows(organizationId)))).toEqual(new Set([0]))
  expect(await countRows(neighbour.organizationId)).toEqual(theirs)
  // Nor in a column of another name, nor who worked there. The audit log keeps that it was deleted.
  expect(await tablesWith(organizationId)).toEqual(['audit_log'])
  expect(await tablesWith(operator.email)).toEqual([])
  expect(await db().auditEntry.findMany({ where: { action: 'organization.deleted' } })).toMatchObject([
    { organizationId: null, actorKind: 'system', objectId: organizationId, objectName: 'Analytical Engines' },
  ])
  // Who belongs to another organization stays its operator.
  expect(await db().user.count({ where: { id: shared } })).toBe(1)
  expect(await db().member.count({ where: { userId: shared } })).toBe(1)
})

/** Creates an operator of both organizations. @returns the id of the user */
async function createShared(): Promise<string> {
  const { id } = await db().user.create({ data: { id: newId(), name: 'Both', email: `${newId()}@example.com` } })
  for (const { organizationId } of [organization, neighbour]) {
    await db().member.create({ data: { id: newId(), organizationId, userId: id } })
  }
  return id
}
