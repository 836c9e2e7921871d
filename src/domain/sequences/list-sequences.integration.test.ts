import { beforeAll, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { db } from '@/platform/db'
import { createTestOrganization, laterContact, laterContacts, type TestOrganization } from '@/testing/factories'
import { cancelByVariable, cancelMatching, cancelPerson, cancelSequence } from './cancel-sequences'
import { createSequences } from './create-sequences'
import { listSequences } from './list-sequences'
import { type SequenceListQuery, sequenceListQuerySchema } from './list-sequences.schema'

let organization: TestOrganization
let stranger: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization()
  stranger = await createTestOrganization()
})

const list = (query: Partial<SequenceListQuery> = {}, of = organization) =>
  listSequences(of.actor, sequenceListQuerySchema.parse(query))

async function listAll(query: Partial<SequenceListQuery>, of = organization) {
  const all = []
  let cursor: string | null | undefined
  do {
    const page = await list({ ...query, ...(cursor ? { cursor } : {}) }, of)
    expect(page.sequences.length).toBeLessThanOrEqual(query.limit ?? 200)
    all.push(...page.sequences)
    cursor = page.nextCursor
  } while (cursor)
  return all
}

async function enroll(contacts: object[], of = organization) {
  const request = { agentId: of.agents.alwaysOn, body: { contacts }, source: 'api' as const }
  const { batchId } = await enrollBatch(of.actor, request)
  await createSequences({ batchId })
  return batchId
}

it('lists each sequence once, in the order in which they changed, through pages of any length', async () => {
  const own = await createTestOrganization()
  await enroll(laterContacts(12), own)
  await enroll(laterContacts(5), stranger)
  await db().execute`
    UPDATE sequences SET updated_at = now() - make_interval(secs => index % 3) WHERE organization_id = ${own.organizationId}`
  for (const limit of [1, 5, 200]) {
    const all = await listAll({ limit }, own)
    expect(new Set(all.map(({ sequenceId }) => sequenceId)).size).toBe(12)
    const moments = all.map(({ updatedAt }) => updatedAt)
    expect(moments).toEqual([...moments].sort())
  }
})

it('what changes while it is read comes again at the end', async () => {
  const own = await createTestOrganization()
  await enroll(laterContacts(3), own)
  const [first] = (await list({ limit: 1 }, own)).sequences
  const since = new Date().toISOString()
  await cancelSequence(own.actor, { sequenceId: first?.sequenceId ?? '', scope: 'contact' })
  expect((await listAll({}, own)).at(-1)).toMatchObject({
    sequenceId: first?.sequenceId,
    lifecycleStatus: 'cancelled',
    endedAt: expect.any(String),
  })
  expect(await listAll({ updatedSince: since }, own)).toMatchObject([{ sequenceId: first?.sequenceId }])
  expect(await listAll({ lifecycleStatus: 'cancelled' }, own)).toHaveLength(1)
  expect(await listAll({ lifecycleStatus: 'scheduled', limit: 1 }, own)).toHaveLength(2)
})

it('finds by a number in any format, and by variables, with the state', async () => {
  await enroll([
    laterContact(1, { phoneNumber: '+14155552671', account_id: 'a', plan: 'gold' }),
    laterContact(2, { phoneNumber: '+14155552672', account_id: 'a' }),
  ])
  for (const phoneNumber of ['(415) 555-2671', '+1 415 555 2671', '+14155552671', '4155552671 ext. 7']) {
    expect(await listAll({ phoneNumber })).toMatchObject([{ phoneNumber: '+14155552671', name: 'Contact 1' }])
  }
  expect(await listAll({ variable: { account_id: 'a' }, limit: 1 })).toHaveLength(2)
  expect(await listAll({ variable: { account_id: 'a', plan: 'gold' } })).toHaveLength(1)
  expect(await listAll({ variable: { account_id: 'A' } })).toEqual([])
  expect(await listAll({ phoneNumber: '+14155552671', lifecycleStatus: 'done' })).toEqual([])
  expect(await listAll({ phoneNumber: '+14155552671' }, stranger)).toEqual([])
  await expect(list({ phoneNumber: '12' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

it('finds by the external id, whole and by case, with other filters and page by page', async () => {
  const own = await createTestOrganization()
  await enroll(
    [laterContact(1, { externalId: ' crm-1 ', account_id: 'a' }), laterContact(2, { externalId: 'crm-2' })],
    own,
  )
  await enroll([laterContact(3, { externalId: 'crm-1' }), laterContact(4)], own)
  await enroll([laterContact(1, { externalId: 'crm-1' })], stranger)
  const names = async (query: Partial<SequenceListQuery>) => (await listAll(query, own)).map(({ name }) => name).sort()
  expect(await names({ externalId: 'crm-1', limit: 1 })).toEqual(['Contact 1', 'Contact 3'])
  expect(await names({ externalId: ' crm-1' })).toEqual(['Contact 1', 'Contact 3'])
  expect(await names({ externalId: 'crm-1', variable: { account_id: 'a' } })).toEqual(['Contact 1'])
  expect(await names({ externalId: 'CRM-1' })).toEqual([])
  expect(await names({ externalId: 'crm-1', lifecycleStatus: 'done' })).toEqual([])
  const { nextCursor } = await list({ externalId: 'crm-1', limit: 1 }, own)
  const cursor = nextCursor ?? ''
  for (const query of [{ cursor }, { cursor, externalId: 'crm-2' }])
    await expect(list(query, own)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect(sequenceListQuerySchema.safeParse({ externalId: ' ' }).success).toBe(false)
  expect(sequenceListQuerySchema.safeParse({ externalId: '😀'.repeat(255) }).success).toBe(true)
})

it('lists what is accepted and not yet created, as it will be', async () => {
  const own = await createTestOrganization()
  const contacts = laterContacts(2, { account_id: 'a' })
  const body = { contacts, groupByField: 'account_id' }
  await enrollBatch(own.actor, { agentId: own.agents.alwaysOn, body, source: 'api' })
  await db().execute`DELETE FROM sequences WHERE organization_id = ${own.organizationId}`
  await db().execute`UPDATE batches SET status = 'accepted' WHERE organization_id = ${own.organizationId}`
  for (const query of [{}, { variable: { account_id: 'a' } }, { phoneNumber: contacts[1]?.phoneNumber ?? '' }]) {
    const found = await listAll(query, own)
    expect(found.at(-1)).toMatchObject({ name: 'Contact 1', lifecycleStatus: 'waiting', dueAt: null })
  }
  expect(await listAll({ lifecycleStatus: 'waiting' }, own)).toHaveLength(1)
})

it('a cursor is of its filters', async () => {
  const own = await createTestOrganization()
  await enroll(laterContacts(2), own)
  const { nextCursor } = await list({ limit: 1 }, own)
  await expect(list({ cursor: nextCursor ?? '', lifecycleStatus: 'done' }, own)).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
})

it('cancels everybody with a number, whatever the agent, the extension and the chain, and nobody else', async () => {
  const phoneNumber = '+14155559001'
  const single = (agentId: string, changes: object) =>
    enrollSingle(organization.actor, { agentId, body: laterContact(3, { phoneNumber, ...changes }), source: 'api' })
  await single(organization.agents.alwaysOn, { phoneNumberExt: '5' })
  await single(organization.agents.withEmail, { toEmailAddress: 'a@example.com' })
  await enroll([laterContact(4, { phoneNumber: '+14155559002' })])
  await enroll([laterContact(5, { phoneNumber })], stranger)
  expect(await cancelPerson(organization.actor, { phoneNumber: '(415) 555-9001', reason: 'Asked.' })).toEqual({
    affected: 2,
  })
  expect(await cancelMatching(organization.actor, { phoneNumber, reason: undefined })).toEqual({ affected: 0 })
  const found = await listAll({ phoneNumber })
  expect(found.map(({ lifecycleStatus, cancelReason }) => [lifecycleStatus, cancelReason])).toEqual([
    ['cancelled', 'Asked.'],
    ['cancelled', 'Asked.'],
  ])
  expect(await listAll({ phoneNumber: '+14155559002' })).toMatchObject([{ lifecycleStatus: 'scheduled' }])
  expect(await listAll({ phoneNumber }, stranger)).toMatchObject([{ lifecycleStatus: 'scheduled' }])
  await expect(cancelPerson(organization.actor, { phoneNumber: 'nobody' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: [{ path: 'phoneNumber' }],
  })
  expect(await cancelByVariable(organization.actor, { referenceKey: 'x', referenceValue: 'y' })).toEqual({
    affected: 0,
  })
})
