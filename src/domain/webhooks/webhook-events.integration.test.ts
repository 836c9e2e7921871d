import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { settleCalls } from '@/domain/calls/settle-calls'
import { findLowCredits, noteLowCreditsTold } from '@/domain/credits/announce-low-credits'
import { setCreditAlert } from '@/domain/credits/set-credit-alert'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { dryRunSingle, enrollSingle } from '@/domain/enrollment/enroll-single'
import { webhookEventHappened } from '@/domain/events'
import { newId, parsePublicId } from '@/domain/ids'
import { activateBatch, createSequences } from '@/domain/sequences/create-sequences'
import type { WebhookEventType } from '@/domain/webhook-events/webhook-event-types.rules'
import { db, transaction } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { startEventSink } from '@/testing/event-sink'
import { createTestOrganization, type TestOrganization, testContact, testContacts } from '@/testing/factories'
import { type Receiver, startReceiver } from '@/testing/receiver'
import { createEndpoint } from './create-endpoint'
import { deliverCallResult } from './deliver-call-result'
import { disableEndpoint } from './disable-endpoint'
import { enableEndpoint } from './enable-endpoint'
import { getEndpoint } from './get-endpoint'
import { listDeliveries } from './list-deliveries'
import { listEndpointHealth } from './list-endpoint-health'
import { recoverDeliveries } from './recover-deliveries'
import { replayDelivery } from './replay-delivery'
import { sendTestMessage } from './send-test-message'
import { tellEndpoints } from './tell-endpoints'
import { updateEndpoint } from './update-endpoint'
import { WEBHOOK_EVENT_DATA, webhookEventPayloadSchema } from './webhook-event-payload.schema'

process.env.OUTBOUND_ALLOW_PRIVATE = '1'

let engine: Receiver
let home: TestOrganization

beforeAll(async () => {
  engine = await startEventSink()
})
afterAll(() => engine.close())
beforeEach(async () => {
  home = await createTestOrganization()
})

async function endpointFor(...events: WebhookEventType[]): Promise<string> {
  const made = await createEndpoint(home.actor, { url: 'http://127.0.0.1:9/hook', events })
  return made.endpointId
}

/** Does the work of the background for everything that this organization has recorded. */
async function tell(of = home): Promise<number> {
  const events = await db().outboxEvent.findMany({ where: { name: webhookEventHappened.name } })
  const own = events
    .map(({ data }) => data as { type: string; organizationId: string; subjectId: string })
    .filter(({ organizationId }) => organizationId === of.organizationId)
  return (await tellEndpoints({ events: own })).deliveries
}

async function payloadsFor(endpointId: string) {
  const rows = await db().webhookDelivery.findMany({ where: { endpointId }, orderBy: { createdAt: 'asc' } })
  return rows.map(({ payload }) => webhookEventPayloadSchema.parse(JSON.parse(payload)))
}

const enroll = (contacts: unknown[], more: Record<string, unknown> = {}) =>
  enrollBatch(home.actor, { agentId: home.agents.alwaysOn, body: { contacts, ...more }, source: 'api' })

describe('an endpoint', () => {
  it('is told of calls alone unless it chooses otherwise, and of nothing else that happens', async () => {
    const { endpointId, events } = await createEndpoint(home.actor, { url: 'http://127.0.0.1:9/hook' })
    expect(events).toEqual(['call.ended'])
    await endedCall(home.actor, home.agents.alwaysOn, testContact(1))
    expect(await tell()).toBe(0)
    const rows = await db().webhookDelivery.findMany({ where: { endpointId } })
    expect(rows.map(({ type, subjectId }) => [type, subjectId])).toEqual([['call.ended', null]])
    expect(JSON.parse(rows[0]?.payload ?? '')).toMatchObject({ type: 'call.ended', name: 'Contact 1' })
  })

  it('is not told of calls when it has not chosen them', async () => {
    const endpointId = await endpointFor('sequence.ended')
    await endedCall(home.actor, home.agents.alwaysOn, testContact(1))
    await tell()
    expect((await payloadsFor(endpointId)).map(({ type }) => type)).toEqual(['sequence.ended'])
  })

  it.each([
    [[], 'Choose at least one event.'],
    [['call.ended', 'call.ended'], 'Name each event once.'],
    [['call.exploded'], /^Name one of call\.ended, /],
  ])('cannot choose %j', async (events, message) => {
    const refused = createEndpoint(home.actor, { url: 'http://127.0.0.1:9/hook', events: events as WebhookEventType[] })
    await expect(refused).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [expect.objectContaining({ message: expect.stringMatching(message) })],
    })
  })

  it('changes where its messages go and what it is told of, and the log says from what to what', async () => {
    const endpointId = await endpointFor('call.ended')
    const changed = await updateEndpoint(home.actor, endpointId, { events: ['batch.created'] })
    expect(changed).toMatchObject({ url: 'http://127.0.0.1:9/hook', events: ['batch.created'] })
    await updateEndpoint(home.actor, endpointId, { events: ['batch.created'] })
    await updateEndpoint(home.actor, endpointId, {})
    const lines = await db().auditEntry.findMany({ where: { objectId: endpointId, action: 'endpoint.updated' } })
    expect(lines).toMatchObject([{ before: { events: ['call.ended'] }, after: { events: ['batch.created'] } }])
    await expect(updateEndpoint(home.actor, endpointId, { url: 'https://a:b@example.com' })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    })
    const other = await createTestOrganization()
    await expect(updateEndpoint(other.actor, endpointId, {})).rejects.toMatchObject({ code: 'ENDPOINT_NOT_FOUND' })
    expect(await getEndpoint(home.actor, endpointId)).toEqual(changed)
  })
})

describe('what it is told', () => {
  it('of a batch: that it is there, and that it is over', async () => {
    const endpointId = await endpointFor('batch.created', 'batch.finished')
    const { batchId } = await enroll([...testContacts(2), { name: '', phoneNumber: '12' }])
    await createSequences({ batchId })
    await activateBatch({ batchId })
    await cancelBatch(home.actor, batchId)
    expect(await tell()).toBe(2)
    expect(await payloadsFor(endpointId)).toMatchObject([
      {
        type: 'batch.created',
        data: { batchId, source: 'api', createdBy: 'First key', total: 3, accepted: 2, rejected: 1 },
      },
      { type: 'batch.finished', data: { batchId, total: 3, accepted: 2, rejected: 1 } },
    ])
  })

  it('of each contact that will not be called any more, however that came about', async () => {
    const endpointId = await endpointFor('sequence.ended')
    const called = await endedCall(
      home.actor,
      home.agents.alwaysOn,
      testContact(1, { account_id: 'a', externalId: 'crm-1' }),
    )
    const { batchId } = await enroll(testContacts(3, { account_id: 'b' }), { groupByField: 'account_id' })
    await createSequences({ batchId })
    await activateBatch({ batchId })
    await cancelBatch(home.actor, batchId, { reason: 'A mistake.' })
    await tell()
    const told = (await payloadsFor(endpointId)).flatMap((payload) =>
      payload.type === 'sequence.ended' ? [payload.data] : [],
    )
    expect(told).toHaveLength(4)
    const call = await db().call.findUniqueOrThrow({ where: { id: called } })
    const first = told.find(({ sequenceId }) => parsePublicId('sequence', sequenceId) === call.sequenceId)
    expect(first).toMatchObject({
      name: 'Contact 1',
      phoneNumber: '+15550000001',
      externalId: 'crm-1',
      customInputVariables: { account_id: 'a' },
      lifecycleStatus: 'done',
      lastResultType: 'Goal Completed',
      cancelReason: null,
    })
    const others = told.filter((data) => data !== first)
    for (const data of others)
      expect(data).toMatchObject({
        batchId,
        externalId: null,
        lifecycleStatus: 'cancelled',
        cancelReason: 'A mistake.',
      })
  })

  it('of each thing once, also when the background does it again, and when a call is settled again', async () => {
    const endpointId = await endpointFor('sequence.ended', 'batch.finished')
    const callId = await endedCall(home.actor, home.agents.alwaysOn, testContact(1))
    expect(await tell()).toBe(2)
    await settleCalls({ callIds: [callId] })
    expect(await tell()).toBe(0)
    expect(await payloadsFor(endpointId)).toHaveLength(2)
  })

  it('of nothing that was rolled back, or only tried', async () => {
    await endpointFor('batch.created')
    const before = await db().outboxEvent.count({ where: { name: webhookEventHappened.name } })
    await dryRunSingle(home.actor, { agentId: home.agents.alwaysOn, body: testContact(1), source: 'api' })
    await expect(
      enrollBatch(home.actor, { agentId: home.agents.alwaysOn, body: { contacts: [{}] }, source: 'api' }),
    ).rejects.toMatchObject({ code: 'NO_VALID_CONTACTS' })
    expect(await db().outboxEvent.count({ where: { name: webhookEventHappened.name } })).toBe(before)
    await enrollSingle(home.actor, { agentId: home.agents.alwaysOn, body: testContact(1), source: 'api' })
    expect(await tell()).toBe(1)
  })

  it('of nothing of another organization', async () => {
    const stranger = await createTestOrganization()
    const theirs = await createEndpoint(stranger.actor, {
      url: 'http://127.0.0.1:9/hook',
      events: ['batch.created', 'sequence.ended', 'batch.finished'],
    })
    await endpointFor('batch.created')
    await endedCall(home.actor, home.agents.alwaysOn, testContact(1))
    await tell()
    expect(await payloadsFor(theirs.endpointId)).toEqual([])
  })

  it('of another endpoint that was switched off, each time, and not of itself', async () => {
    const gone = await startReceiver(() => 410)
    try {
      const watching = await endpointFor('endpoint.disabled')
      const { endpointId } = await createEndpoint(home.actor, {
        url: gone.url,
        events: ['call.ended', 'endpoint.disabled'],
      })
      const callId = await endedCall(home.actor, home.agents.alwaysOn, testContact(1))
      const delivery = await db().webhookDelivery.findFirstOrThrow({ where: { endpointId, callId } })
      await deliverCallResult({ deliveryId: delivery.id, attempt: 1 })
      expect(await tell()).toBe(1)
      expect(await payloadsFor(watching)).toMatchObject([
        { type: 'endpoint.disabled', data: { endpointId, url: gone.url, reason: expect.stringContaining('410') } },
      ])
      // It is off already: nothing has happened. Then it is switched off by hand, which is another event.
      await disableEndpoint(home.actor, endpointId)
      expect(await tell()).toBe(0)
      await enableEndpoint(home.actor, endpointId)
      await disableEndpoint(home.actor, endpointId)
      expect(await tell()).toBe(1)
    } finally {
      await gone.close()
    }
  })

  it('of low credits once, with the figures of that moment, signed, and of nothing that its contract does not name', async () => {
    const few = await createTestOrganization({ credits: 10 })
    const receiver = await startReceiver()
    try {
      const wanting = { url: `${receiver.url}/wanting`, events: ['credits.low'] as WebhookEventType[] }
      const { endpointId, secret } = await createEndpoint(few.actor, wanting)
      await createEndpoint(few.actor, { url: `${receiver.url}/other`, events: ['batch.created'] })
      const spend = (amount: number, from: number) => {
        const contacts = Array.from({ length: amount }, (_, at) => testContact(from + at))
        return enrollBatch(few.actor, { agentId: few.agents.alwaysOn, body: { contacts }, source: 'api' })
      }
      const runJob = async () => {
        const low = await findLowCredits()
        for (const { organizationId, month } of low) await noteLowCreditsTold({ organizationId, month })
      }
      const deliver = async () => {
        await tell(few)
        const pending = await db().webhookDelivery.findMany({ where: { endpointId, status: 'pending' } })
        for (const { id } of pending) await deliverCallResult({ deliveryId: id, attempt: 1 })
      }
      await spend(8, 0)
      await runJob()
      await deliver()
      expect(receiver.received).toEqual([])
      await spend(1, 8)
      await runJob()
      await spend(1, 9)
      await runJob()
      await deliver()
      // Fewer are left by now, and the background does it once more.
      await deliver()
      expect(receiver.received.map(({ path }) => path)).toEqual(['/wanting'])
      const [request] = receiver.received
      const told = new Webhook(secret).verify(request?.body ?? '', request?.headers ?? {})
      const data = WEBHOOK_EVENT_DATA['credits.low'].strict()
      const contract = z.strictObject({ type: z.literal('credits.low'), timestamp: z.iso.datetime(), data })
      const month = new Date().toISOString().slice(0, 7)
      expect(contract.parse(told).data).toEqual({ month, allocated: 10, available: 1, alertPercent: 10 })
      // At another threshold it is another crossing.
      await setCreditAlert(few.actor, { percent: 50 })
      await runJob()
      await deliver()
      expect(receiver.received).toHaveLength(2)
      expect(JSON.parse(receiver.received[1]?.body ?? '')).toMatchObject({ data: { available: 0, alertPercent: 50 } })
    } finally {
      await receiver.close()
    }
  })

  it('of a type that this release does not know: nothing', async () => {
    await endpointFor('batch.created')
    expect(await tellEndpoints({ events: [{ type: 'call.exploded', subjectId: newId() }] })).toEqual({ deliveries: 0 })
    expect(await tellEndpoints({ events: [{ type: 'toString', subjectId: newId() }] })).toEqual({ deliveries: 0 })
    expect(await tellEndpoints({ events: [{ type: 'batch.created', subjectId: newId() }] })).toEqual({ deliveries: 0 })
  })
})

it('what is done after a commit is not done when the transaction is rolled back', async () => {
  const done: string[] = []
  await transaction(async (tx) => {
    tx.afterCommit(() => done.push('committed'))
    expect(done).toEqual([])
  })
  await transaction(async (tx) => {
    tx.afterCommit(() => done.push('rolled back'))
    throw new Error('No.')
  }).catch(() => {})
  expect(done).toEqual(['committed'])
})

it('what has failed is recovered once, of whatever it tells', async () => {
  const endpointId = await endpointFor('batch.created')
  await enroll(testContacts(1))
  await tell()
  await db().webhookDelivery.updateMany({ where: { endpointId }, data: { status: 'failed', endedAt: new Date() } })
  const since = new Date(Date.now() - 60_000).toISOString()
  expect(await recoverDeliveries(home.actor, endpointId, { since })).toEqual({ recovered: 1, more: false })
  expect(await recoverDeliveries(home.actor, endpointId, { since })).toEqual({ recovered: 0, more: false })
  await db().webhookDelivery.updateMany({ where: { endpointId }, data: { status: 'failed', endedAt: new Date() } })
  expect(await recoverDeliveries(home.actor, endpointId, { since })).toEqual({ recovered: 1, more: false })
})

it('a test message is delivered, listed and sent again as any other; a disabled endpoint gets none', async () => {
  const receiver = await startReceiver()
  try {
    const { endpointId } = await createEndpoint(home.actor, { url: receiver.url })
    const { deliveryId } = await sendTestMessage(home.actor, endpointId)
    expect(await deliverCallResult({ deliveryId, attempt: 1 })).toEqual({ outcome: 'delivered' })
    const { deliveries } = await listDeliveries(home.actor, { endpointId, limit: 50 })
    expect(deliveries).toMatchObject([
      { deliveryId, type: 'endpoint.test', callId: null, contactName: null, sequenceId: null, status: 'delivered' },
    ])
    const again = await replayDelivery(home.actor, deliveryId)
    expect(await deliverCallResult({ deliveryId: again.deliveryId, attempt: 1 })).toEqual({ outcome: 'delivered' })
    const [health] = await listEndpointHealth(home.actor)
    expect(health).toMatchObject({ endpointId, attempts: 2, failedAttempts: 0, lastSuccessAt: expect.any(String) })
    await disableEndpoint(home.actor, endpointId)
    await expect(sendTestMessage(home.actor, endpointId)).rejects.toMatchObject({ code: 'CONFLICT' })
  } finally {
    await receiver.close()
  }
})
