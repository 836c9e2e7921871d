import { beforeEach, expect, it } from 'vitest'
import { listBatchSequences } from '@/domain/batches/list-batch-sequences'
import { listRejections } from '@/domain/batches/list-rejections'
import { getCall } from '@/domain/calls/get-call'
import { toPublicId } from '@/domain/ids'
import { createSequences } from '@/domain/sequences/create-sequences'
import { getSequence } from '@/domain/sequences/get-sequence'
import { listSequences } from '@/domain/sequences/list-sequences'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, type TestOrganization, testContact } from '@/testing/factories'
import { callAgain } from './call-again'
import { callAgainSchema } from './call-again.schema'
import { dryRunBatch, enrollBatch } from './enroll-batch'
import { enrollSingle } from './enroll-single'

let of: TestOrganization

beforeEach(async () => {
  of = await createTestOrganization()
})

const request = (contacts: unknown[], options: Record<string, unknown> = {}) => ({
  agentId: of.agents.alwaysOn,
  body: { ...options, contacts },
  source: 'api' as const,
})
const storedIds = async () => {
  const contacts = await db().contact.findMany({ where: { organizationId: of.organizationId }, orderBy: { id: 'asc' } })
  return contacts.map(({ externalId, variables }) => [externalId, variables])
}

it('comes back with whatever is told of the contact, and of who was turned away', async () => {
  const contacts = [
    laterContact(1, { externalId: ' crm-1 ', account_id: 'acme' }),
    laterContact(2),
    laterContact(3, { externalId: 'crm-3', name: '' }),
    laterContact(4, { externalId: ' ', name: '' }),
    laterContact(5, { externalId: 'x'.repeat(256) }),
  ]
  const { batchId, answer } = await enrollBatch(of.actor, request(contacts))
  const rejected = [
    { index: 2, externalId: 'crm-3', code: 'NAME_REQUIRED' },
    { index: 3, code: 'NAME_REQUIRED' },
    { index: 4, externalId: 'x'.repeat(255), code: 'EXTERNAL_ID_INVALID' },
  ]
  const echoes = (list: { index: number; externalId?: string; code: string }[]) =>
    list.map(({ index, externalId, code }) => ({ index, ...(externalId !== undefined && { externalId }), code }))
  expect(echoes(JSON.parse(answer).rejected)).toEqual(rejected)
  expect(echoes((await dryRunBatch(of.actor, request(contacts))).rejected)).toEqual(rejected)
  expect(echoes(await listRejections(of.actor, batchId))).toEqual(rejected)
  expect(await storedIds()).toEqual([
    ['crm-1', { account_id: 'acme' }],
    [null, {}],
  ])
  const told = async () => {
    const { sequences } = await listBatchSequences(of.actor, batchId, { limit: 50 })
    const listed = (await listSequences(of.actor, { limit: 50 })).sequences
    const each = await Promise.all(sequences.map(({ sequenceId }) => getSequence(of.actor, sequenceId)))
    return [sequences, listed, each].map((list) => list.map(({ externalId }) => externalId))
  }
  const everywhere = Array.from({ length: 3 }, () => ['crm-1', null])
  expect(await told()).toEqual(everywhere)
  await createSequences({ batchId })
  expect(await told()).toEqual(everywhere)
})

it('is in the answer to one contact where one was sent', async () => {
  const single = async (body: Record<string, unknown>) => {
    const { answer } = await enrollSingle(of.actor, { agentId: of.agents.alwaysOn, body, source: 'api' })
    return JSON.parse(answer).sequence
  }
  expect(await single(laterContact(1, { externalId: 'crm-1' }))).toMatchObject({
    externalId: 'crm-1',
    customInputVariables: {},
  })
  expect(await single(laterContact(2))).not.toHaveProperty('externalId')
})

it('is in calls, in webhooks, and goes along when the contact is called again', async () => {
  await createEndpoint(of.actor, { url: 'https://example.com/hook', events: ['call.ended'] })
  const callId = await endedCall(of.actor, of.agents.alwaysOn, testContact(1, { externalId: 'crm-1' }))
  await endedCall(of.actor, of.agents.alwaysOn, testContact(2))
  const call = await getCall(of.actor, toPublicId('call', callId))
  expect(call).toMatchObject({ externalId: 'crm-1' })
  const deliveries = await db().webhookDelivery.findMany({
    where: { organizationId: of.organizationId },
    orderBy: { createdAt: 'asc' },
  })
  expect(deliveries.map(({ payload }) => JSON.parse(payload ?? '').externalId)).toEqual(['crm-1', null])
  await callAgain(of.actor, callAgainSchema.parse({ filter: {} }), { source: 'console' })
  expect((await storedIds()).map(([externalId]) => externalId)).toEqual(['crm-1', null, 'crm-1', null])
})

it('is the variable of an agent that declares one of the name, and of a request that groups by it', async () => {
  const declaring = await createTestOrganization({ agent: { variables: [{ name: 'externalId', required: true }] } })
  const contacts = [laterContact(1, { externalId: 'crm-1' }), laterContact(2, { externalId: 'crm-2', name: '' })]
  const { answer, batchId } = await enrollBatch(declaring.actor, {
    ...request(contacts),
    agentId: declaring.agents.alwaysOn,
  })
  expect(JSON.parse(answer).rejected[0]).not.toHaveProperty('externalId')
  const { sequences } = await listBatchSequences(declaring.actor, batchId, { limit: 50 })
  expect(sequences).toMatchObject([{ externalId: null, customInputVariables: { externalId: 'crm-1' } }])

  await enrollBatch(
    of.actor,
    request([laterContact(1, { externalId: 'a' }), laterContact(2, { externalId: 'a' })], {
      groupByField: 'externalId',
    }),
  )
  expect(await storedIds()).toEqual([
    [null, { externalId: 'a' }],
    [null, { externalId: 'a' }],
  ])
  expect(await db().chain.findMany({ where: { organizationId: of.organizationId } })).toMatchObject([
    { variable: 'externalId', value: 'a' },
  ])
})
