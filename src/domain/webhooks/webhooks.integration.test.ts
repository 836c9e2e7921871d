import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { deliveriesFailed, deliveryRequested, endpointDisabled } from '@/domain/events'
import { newId, toPublicId } from '@/domain/ids'
import { reconcile } from '@/domain/reconcile/reconcile'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { startEventSink } from '@/testing/event-sink'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { type Receiver, startReceiver } from '@/testing/receiver'
import { announceEndpointTrouble, findEndpointOwners } from './announce-endpoint-trouble'
import { createEndpoint } from './create-endpoint'
import { deleteEndpoint } from './delete-endpoint'
import { deliverCallResult } from './deliver-call-result'
import { disableEndpoint } from './disable-endpoint'
import { enableEndpoint } from './enable-endpoint'
import { failDelivery } from './fail-delivery'
import { getDelivery } from './get-delivery'
import { getEndpoint } from './get-endpoint'
import { listDeliveries } from './list-deliveries'
import { listEndpointHealth } from './list-endpoint-health'
import { listEndpoints } from './list-endpoints'
import { recoverDeliveries } from './recover-deliveries'
import { releaseHeldDeliveries } from './release-held-deliveries'
import { replayDelivery } from './replay-delivery'
import { retryDelayMs } from './retry-schedule.rules'
import { rotateSecret } from './rotate-secret'

process.env.OUTBOUND_ALLOW_PRIVATE = '1'

let engine: Receiver
let home: TestOrganization
const receivers: Receiver[] = []

beforeAll(async () => {
  engine = await startEventSink()
  home = await createTestOrganization()
})
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close()
  await db().webhookEndpoint.deleteMany()
})
afterAll(() => engine.close())

async function receive(...answer: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...answer)
  receivers.push(receiver)
  return receiver
}

let numbers = 0
const endCall = (...result: [Parameters<typeof endedCall>[3]?]) =>
  endedCall(home.actor, home.agents.alwaysOn, testContact(++numbers, { account_id: 'acme-123' }), ...result)

const firstPage = { limit: 50 }
const deliveriesOf = async (callId: string) =>
  (await listDeliveries(home.actor, { ...firstPage, callId: toPublicId('call', callId) })).deliveries

/** Makes an attempt that fails. @returns how long after its end the next one is due, in seconds */
async function failedAttempt(deliveryId: string, attempt: number): Promise<number> {
  const result = await deliverCallResult({ deliveryId, attempt })
  const { attempts } = await getDelivery(home.actor, deliveryId)
  const { startedAt, durationMs } = attempts.find(({ number }) => number === attempt) ?? {
    startedAt: '',
    durationMs: 0,
  }
  return result.outcome === 'retry'
    ? (Date.parse(result.retryAt) - Date.parse(startedAt) - durationMs) / 1000
    : Number.NaN
}

const countRequests = () => db().outboxEvent.count({ where: { name: deliveryRequested.name } })
/** Lists the deliveries that the engine was told of, after the first `before`. */
async function requestedSince(before: number): Promise<string[]> {
  const events = await db().outboxEvent.findMany({
    where: { name: deliveryRequested.name },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    skip: before,
  })
  return events.map(({ data }) => (data as { deliveryId: string }).deliveryId)
}

/** Creates an endpoint, and then ends a call, whose result is to be delivered to it. */
async function deliverable(
  url: string,
): Promise<{ endpointId: string; secret: string; callId: string; deliveryId: string }> {
  const { endpointId, secret } = await createEndpoint(home.actor, { url })
  const callId = await endCall()
  const [delivery] = await deliveriesOf(callId)
  return { endpointId, secret, callId, deliveryId: delivery?.deliveryId ?? '' }
}

it('delivers the payload of the contract, with a signature that the library verifies', async () => {
  const receiver = await receive()
  const { secret } = await createEndpoint(home.actor, { url: `${receiver.url}/hook?customer=1` })
  const endedAt = new Date().toISOString()
  const callId = await endCall({
    endedAt,
    summary: 'Wants to hear more ☎.',
    transcription: 'Hello.',
    extractedVariables: { plan: 'pro' },
    outcomes: [{ name: 'interested', reasoning: 'Said so.' }],
    agentActions: [{ type: 'note' }],
    rescheduledAt: '2027-03-01T18:00:00+02:00',
  })
  const [delivery] = await deliveriesOf(callId)
  const deliveryId = delivery?.deliveryId ?? ''
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toEqual({ outcome: 'delivered' })

  const [request] = receiver.received
  expect(request).toMatchObject({ path: '/hook?customer=1', headers: { 'webhook-id': deliveryId } })
  const contact = await db().contact.findFirstOrThrow({ where: { sequence: { calls: { some: { id: callId } } } } })
  expect(new Webhook(secret).verify(request?.body ?? '', request?.headers ?? {})).toEqual({
    type: 'call.ended',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    agentId: home.agents.alwaysOn,
    agentName: 'Always on',
    callId: toPublicId('call', callId),
    name: contact.name,
    phoneNumber: contact.phoneNumber,
    phoneNumberExt: '',
    externalId: null,
    fromPhoneNumber: '+15559876543',
    scheduledAt: contact.scheduledAt.toISOString(),
    timezone: contact.timezone,
    direction: 'outbound',
    customInputVariables: { account_id: 'acme-123' },
    duration: 46,
    attempt: 1,
    callUrl: expect.stringMatching(/^http:\/\/.+\/sequences\/call-sequence\.\w+#call\.\w+$/),
    rescheduledAt: '2027-03-01T16:00:00.000Z',
    callResult: {
      resultType: 'Goal Completed',
      summary: 'Wants to hear more ☎.',
      extractedVariables: { plan: 'pro' },
      agentActions: [{ type: 'note' }],
      humanActions: [],
      transcription: 'Hello.',
      outcomes: [{ name: 'interested', reasoning: 'Said so.' }],
      followUpMeetingDetails: null,
      crmSchedulingDetails: null,
    },
    // After the call's effects: the agent has one step, and it was a success.
    sequence: { sequenceId: toPublicId('sequence', contact.id), lifecycleStatus: 'done' },
  })
  expect(await getDelivery(home.actor, deliveryId)).toMatchObject({
    status: 'delivered',
    attempts: [{ number: 1, httpStatus: 200, error: null }],
  })
})

it('makes a delivery and an event for each endpoint, of this organization only', async () => {
  const other = await createTestOrganization()
  await createEndpoint(other.actor, { url: 'https://other.example.com/' })
  const enabled = await createEndpoint(home.actor, { url: 'https://a.example.com/' })
  const second = await createEndpoint(home.actor, { url: 'https://b.example.com/' })
  const disabled = await createEndpoint(home.actor, { url: 'https://c.example.com/' })
  const deleted = await createEndpoint(home.actor, { url: 'https://d.example.com/' })
  await disableEndpoint(home.actor, disabled.endpointId)
  await deleteEndpoint(home.actor, deleted.endpointId)

  const deliveries = await deliveriesOf(await endCall())
  expect(deliveries.map(({ endpointId }) => endpointId).sort()).toEqual(
    [enabled.endpointId, second.endpointId, disabled.endpointId].sort(),
  )
  const events = await db().outboxEvent.findMany({ where: { name: deliveryRequested.name } })
  for (const { deliveryId, endpointId } of deliveries) {
    expect(events.filter(({ data }) => (data as { deliveryId: string }).deliveryId === deliveryId)).toMatchObject([
      { data: { deliveryId, endpointId } },
    ])
  }
})

it('tries again after 500, in the order of the schedule, with the same id and a new signature, until 200', async () => {
  const receiver = await receive((n, response) => {
    if (n > 2) return 204
    response.writeHead(500).end(`  in trouble \0${'☎'.repeat(600)}`)
    return undefined
  })
  const { deliveryId, secret } = await deliverable(receiver.url)
  expect(await failedAttempt(deliveryId, 1)).toBe((retryDelayMs(deliveryId, 1) ?? 0) / 1000)
  expect(await failedAttempt(deliveryId, 2)).toBe((retryDelayMs(deliveryId, 2) ?? 0) / 1000)
  expect(await deliverCallResult({ deliveryId, attempt: 3 })).toEqual({ outcome: 'delivered' })

  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId, deliveryId, deliveryId])
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  for (const { body, headers } of receiver.received) new Webhook(secret).verify(body, headers)
  const { attempts } = await getDelivery(home.actor, deliveryId)
  expect(attempts.map(({ number, httpStatus }) => [number, httpStatus])).toEqual([
    [1, 500],
    [2, 500],
    [3, 204],
  ])
  expect(attempts[0]?.error).toBe(`in trouble \ufffd${'☎'.repeat(488)}`)
})

it('gives up after the last attempt', async () => {
  const receiver = await receive(() => 503)
  const { deliveryId } = await deliverable(receiver.url)
  expect(await failedAttempt(deliveryId, 7)).toBe((retryDelayMs(deliveryId, 7) ?? 0) / 1000)
  expect(await deliverCallResult({ deliveryId, attempt: 8 })).toEqual({ outcome: 'failed' })
  expect(await getDelivery(home.actor, deliveryId)).toMatchObject({ status: 'failed', endedAt: expect.any(String) })
  expect(await deliverCallResult({ deliveryId, attempt: 9 })).toEqual({ outcome: 'failed' })
  expect(receiver.received).toHaveLength(2)
})

it('repeats nothing when the step of an attempt runs again', async () => {
  const receiver = await receive((n) => (n === 1 ? 500 : 200))
  const { deliveryId } = await deliverable(receiver.url)
  const first = await deliverCallResult({ deliveryId, attempt: 1 })
  expect(first).toMatchObject({ outcome: 'retry' })
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toEqual(first)
  expect(receiver.received).toHaveLength(1)
  await deliverCallResult({ deliveryId, attempt: 2 })
  expect(await deliverCallResult({ deliveryId, attempt: 2 })).toEqual({ outcome: 'delivered' })
  expect(await deliverCallResult({ deliveryId, attempt: 3 })).toEqual({ outcome: 'delivered' })
  expect(receiver.received).toHaveLength(2)
})

it('ends a delivery that the engine has given up, and no other', async () => {
  const receiver = await receive()
  const { deliveryId } = await deliverable(receiver.url)
  await failDelivery({ deliveryId })
  expect(await getDelivery(home.actor, deliveryId)).toMatchObject({ status: 'failed', attempts: [] })
  const replay = await replayDelivery(home.actor, deliveryId)
  await deliverCallResult({ deliveryId: replay.deliveryId, attempt: 1 })
  await failDelivery(replay)
  expect(await getDelivery(home.actor, replay.deliveryId)).toMatchObject({ status: 'delivered' })
})

it('disables an endpoint that answers 410; what is due waits until it is enabled, and is sent then', async () => {
  const receiver = await receive((n) => (n === 1 ? 410 : 200))
  const { deliveryId, endpointId } = await deliverable(receiver.url)
  const waiting = (await deliveriesOf(await endCall()))[0]?.deliveryId ?? ''
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toEqual({ outcome: 'held' })
  expect(await deliverCallResult({ deliveryId: waiting, attempt: 2 })).toEqual({ outcome: 'held' })
  // A call that ends meanwhile.
  const later = (await deliveriesOf(await endCall()))[0]?.deliveryId ?? ''
  expect(await deliverCallResult({ deliveryId: later, attempt: 1 })).toEqual({ outcome: 'held' })
  expect(receiver.received).toHaveLength(1)
  expect(await listEndpoints(home.actor)).toMatchObject([
    {
      endpointId,
      disabledAt: expect.any(String),
      disabledReason: 'The endpoint answered 410 Gone.',
      waitingDeliveries: 3,
      failedDeliveries: 0,
    },
  ])
  expect(await requestedSince(0)).toEqual(expect.arrayContaining([deliveryId, waiting, later]))
  // All three say so, whether they were tried or not, and wherever they are told of.
  const told = async () => {
    const { deliveries } = await listDeliveries(home.actor, { endpointId, limit: 10 })
    const details = await Promise.all(deliveries.map((listed) => getDelivery(home.actor, listed.deliveryId)))
    return [...deliveries, ...details].map(({ status, waitsForEndpoint }) => [status, waitsForEndpoint])
  }
  expect(await told()).toEqual(Array(6).fill(['pending', true]))

  const before = await countRequests()
  expect(await enableEndpoint(home.actor, endpointId)).toEqual({ released: 3 })
  expect((await requestedSince(before)).sort()).toEqual([deliveryId, waiting, later].sort())
  expect(await listEndpoints(home.actor)).toMatchObject([
    { disabledAt: null, disabledReason: null, waitingDeliveries: 0 },
  ])
  expect(await enableEndpoint(home.actor, endpointId)).toEqual({ released: 0 })
  expect(await told()).toEqual(Array(6).fill(['pending', false]))
  // The schedule goes on where it stood.
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toMatchObject({ outcome: 'retry' })
  for (const [id, attempt] of [
    [deliveryId, 2],
    [waiting, 2],
    [later, 1],
  ] as const) {
    expect(await deliverCallResult({ deliveryId: id, attempt })).toEqual({ outcome: 'delivered' })
  }
  expect(receiver.received).toHaveLength(4)
})

it('loses nothing to an endpoint that is enabled while its deliveries are being held', async () => {
  const receiver = await receive()
  const { endpointId } = await createEndpoint(home.actor, { url: receiver.url })
  const ids: string[] = []
  for (let n = 0; n < 6; n++) ids.push((await deliveriesOf(await endCall()))[0]?.deliveryId ?? '')
  await disableEndpoint(home.actor, endpointId)
  const before = await countRequests()
  const [outcomes] = await Promise.all([
    Promise.all(ids.map((deliveryId) => deliverCallResult({ deliveryId, attempt: 1 }))),
    enableEndpoint(home.actor, endpointId),
  ])
  const held = ids.filter((_, n) => outcomes[n]?.outcome === 'held')
  const deliveredAtOnce = ids.filter((_, n) => outcomes[n]?.outcome === 'delivered')
  expect([...held, ...deliveredAtOnce].sort()).toEqual([...ids].sort())
  expect((await requestedSince(before)).sort()).toEqual(held.sort())
  expect(await db().webhookDelivery.count({ where: { endpointId, heldAt: { not: null } } })).toBe(0)
})

it('lets the reconciler release what a crash left held, and fails what waits for an endpoint that is deleted', async () => {
  const { deliveryId, endpointId } = await deliverable('https://a.example.com/')
  await disableEndpoint(home.actor, endpointId)
  await deliverCallResult({ deliveryId, attempt: 1 })
  const before = await countRequests()
  await releaseHeldDeliveries()
  expect(await requestedSince(before)).toEqual([])
  await db().webhookEndpoint.update({ where: { id: endpointId }, data: { disabledAt: null } })
  await reconcile()
  expect(await requestedSince(before)).toEqual([deliveryId])

  await disableEndpoint(home.actor, endpointId)
  await deliverCallResult({ deliveryId, attempt: 1 })
  await deleteEndpoint(home.actor, endpointId)
  expect(await getDelivery(home.actor, deliveryId)).toMatchObject({ status: 'failed', waitsForEndpoint: false })
})

it('sends again what failed since a moment, once, and not what was delivered since', async () => {
  const receiver = await receive()
  const { endpointId } = await createEndpoint(home.actor, { url: receiver.url })
  const failed: string[] = []
  for (let n = 0; n < 5; n++) failed.push((await deliveriesOf(await endCall()))[0]?.deliveryId ?? '')
  const [old, replayed, replayFailed, plain, delivered] = failed as [string, string, string, string, string]
  await deliverCallResult({ deliveryId: delivered, attempt: 1 })
  for (const deliveryId of failed) await failDelivery({ deliveryId })
  await db().webhookDelivery.update({ where: { id: old }, data: { endedAt: new Date('2026-01-01T00:00:00Z') } })
  const good = await replayDelivery(home.actor, replayed)
  await deliverCallResult({ deliveryId: good.deliveryId, attempt: 1 })
  const bad = await replayDelivery(home.actor, replayFailed)
  await failDelivery(bad)
  expect(await getEndpoint(home.actor, endpointId)).toMatchObject({ failedDeliveries: 2 })

  const since = '2026-01-02T00:00:00+02:00'
  const before = await countRequests()
  const both = await Promise.all([1, 2].map(() => recoverDeliveries(home.actor, endpointId, { since })))
  expect(both.map(({ recovered }) => recovered).sort()).toEqual([0, 2])
  const again = await requestedSince(before)
  const replays = await db().webhookDelivery.findMany({ where: { id: { in: again } }, orderBy: { id: 'asc' } })
  expect(replays.map(({ replayOf }) => replayOf).sort()).toEqual([bad.deliveryId, plain].sort())
  expect(await getEndpoint(home.actor, endpointId)).toMatchObject({ failedDeliveries: 0 })
  for (const deliveryId of again) await deliverCallResult({ deliveryId, attempt: 1 })
  expect(await recoverDeliveries(home.actor, endpointId, { since })).toEqual({ recovered: 0, more: false })
  expect(await recoverDeliveries(home.actor, endpointId, { since: '2025-12-31T00:00:00Z' })).toEqual({
    recovered: 1,
    more: false,
  })

  await expect(recoverDeliveries(home.actor, endpointId, { since: 'yesterday' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
  await disableEndpoint(home.actor, endpointId)
  await expect(recoverDeliveries(home.actor, endpointId, { since })).rejects.toMatchObject({ code: 'CONFLICT' })
})

it('tells the owners that an endpoint was switched off, and once a day that it takes nothing', async () => {
  const receiver = await receive((n) => (n === 1 ? 410 : 500))
  const { deliveryId, endpointId } = await deliverable(receiver.url)
  const second = (await deliveriesOf(await endCall()))[0]?.deliveryId ?? ''
  const events = async (name: string) =>
    (await db().outboxEvent.findMany({ where: { name } })).filter(
      ({ data }) => (data as { endpointId: string }).endpointId === endpointId,
    ).length
  await deliverCallResult({ deliveryId, attempt: 1 })
  expect([await events(endpointDisabled.name), await events(deliveriesFailed.name)]).toEqual([1, 0])
  // The audit log has it once, as the system's own doing.
  await deliverCallResult({ deliveryId, attempt: 2 })
  const lines = await db().auditEntry.findMany({ where: { objectId: endpointId, action: 'endpoint.disabled' } })
  expect(lines).toMatchObject([
    {
      organizationId: home.organizationId,
      actorKind: 'system',
      actorName: 'Rollcall',
      details: { reason: 'The endpoint answered 410 Gone.' },
    },
  ])
  await enableEndpoint(home.actor, endpointId)
  for (const id of [deliveryId, second]) {
    expect(await deliverCallResult({ deliveryId: id, attempt: 8 })).toEqual({ outcome: 'failed' })
  }
  expect(await events(deliveriesFailed.name)).toBe(1)
  await db().webhookEndpoint.update({
    where: { id: endpointId },
    data: { troubleAnnouncedAt: new Date(Date.now() - 25 * 3_600_000) },
  })
  const third = (await deliveriesOf(await endCall()))[0]?.deliveryId ?? ''
  await failDelivery({ deliveryId: third })
  expect(await events(deliveriesFailed.name)).toBe(2)
  // A person who switches it off knows.
  await disableEndpoint(home.actor, endpointId)
  expect(await events(endpointDisabled.name)).toBe(1)
})

it('mails the owners, while there is an endpoint to tell of', async () => {
  const { organizationId } = home
  const { endpointId } = await createEndpoint(home.actor, { url: 'https://hooks.example.com/results' })
  const userId = newId()
  await db().user.create({ data: { id: userId, name: 'Grace', email: `${userId}@example.com`, emailVerified: true } })
  await db().member.create({ data: { id: newId(), organizationId, userId, role: 'owner' } })
  expect(await findEndpointOwners({ endpointId })).toContain(userId)
  const announcement = { announcementId: newId(), endpointId, trouble: 'failing' } as const
  await announceEndpointTrouble({ ...announcement, userId })
  // Nobody of this organization, and nothing to tell of.
  await announceEndpointTrouble({ ...announcement, userId: newId() })
  await deleteEndpoint(home.actor, endpointId)
  expect(await findEndpointOwners({ endpointId })).toEqual([])
  await announceEndpointTrouble({ ...announcement, userId })
})

it('does not follow a redirect', async () => {
  const target = await receive()
  const receiver = await receive((_, response) => {
    response.writeHead(308, { location: `${target.url}/` }).end()
    return undefined
  })
  const { deliveryId } = await deliverable(receiver.url)
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toMatchObject({ outcome: 'retry' })
  expect(target.received).toEqual([])
  expect(await getDelivery(home.actor, deliveryId)).toMatchObject({ attempts: [{ httpStatus: 308 }] })
})

it('waits 15 s for an answer, not longer', async () => {
  const receiver = await receive(() => undefined)
  const { deliveryId } = await deliverable(receiver.url)
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toMatchObject({ outcome: 'retry' })
  const { attempts } = await getDelivery(home.actor, deliveryId)
  expect(attempts).toMatchObject([{ httpStatus: null, error: 'No complete answer within 15 s.' }])
  expect(attempts[0]?.durationMs).toBeGreaterThan(14_900)
  expect(attempts[0]?.durationMs).toBeLessThan(20_000)
})

it('logs why there was no answer', async () => {
  const receiver = await receive()
  const { deliveryId } = await deliverable(receiver.url)
  await receiver.close()
  receivers.pop()
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toMatchObject({ outcome: 'retry' })
  const [delivery] = (await listDeliveries(home.actor, { ...firstPage, status: 'pending' })).deliveries
  expect(delivery).toMatchObject({
    attempts: 1,
    lastHttpStatus: null,
    lastError: expect.stringContaining('ECONNREFUSED'),
  })
})

it('signs with both secrets for a day after a rotation', async () => {
  const receiver = await receive(() => 500)
  const { deliveryId, endpointId, secret: old } = await deliverable(receiver.url)
  const rotated = await rotateSecret(home.actor, endpointId)
  expect(Date.parse(rotated.oldSecretUntil) - Date.now()).toBeGreaterThan(23.9 * 3_600_000)
  expect(await listEndpoints(home.actor)).toMatchObject([{ oldSecretUntil: rotated.oldSecretUntil }])

  await deliverCallResult({ deliveryId, attempt: 1 })
  const verify = (secret: string, n: number) => () =>
    new Webhook(secret).verify(receiver.received[n]?.body ?? '', receiver.received[n]?.headers ?? {})
  for (const secret of [old, rotated.secret]) expect(verify(secret, 0)).not.toThrow()

  await db().webhookEndpoint.update({ where: { id: endpointId }, data: { oldSecretUntil: new Date(Date.now() - 1) } })
  await deliverCallResult({ deliveryId, attempt: 2 })
  expect(verify(rotated.secret, 1)).not.toThrow()
  expect(verify(old, 1)).toThrow()
  expect(await listEndpoints(home.actor)).toMatchObject([{ oldSecretUntil: null }])
})

it('replays the very same payload under a new id', async () => {
  const receiver = await receive()
  const { deliveryId, endpointId, secret } = await deliverable(receiver.url)
  await deliverCallResult({ deliveryId, attempt: 1 })
  await db().agent.updateMany({ data: { name: 'Renamed' } })
  const replay = await replayDelivery(home.actor, deliveryId)
  await db().agent.updateMany({ where: { name: 'Renamed' }, data: { name: 'Always on' } })
  expect(await deliverCallResult({ deliveryId: replay.deliveryId, attempt: 1 })).toEqual({ outcome: 'delivered' })

  const [first, second] = receiver.received
  expect(second?.body).toBe(first?.body)
  expect(second?.headers['webhook-id']).toBe(replay.deliveryId)
  expect(() => new Webhook(secret).verify(second?.body ?? '', second?.headers ?? {})).not.toThrow()
  expect(await getDelivery(home.actor, replay.deliveryId)).toMatchObject({ replayOf: deliveryId, status: 'delivered' })
  const events = await db().outboxEvent.findMany({ where: { name: deliveryRequested.name } })
  expect(events.map(({ data }) => data)).toContainEqual({ deliveryId: replay.deliveryId, endpointId })

  await disableEndpoint(home.actor, endpointId)
  await expect(replayDelivery(home.actor, deliveryId)).rejects.toMatchObject({ code: 'CONFLICT' })
  await deleteEndpoint(home.actor, endpointId)
  await expect(replayDelivery(home.actor, deliveryId)).rejects.toMatchObject({ code: 'CONFLICT' })
})

it('pages the log, newest first, by endpoint, call and status', async () => {
  const { endpointId, deliveryId, callId } = await deliverable('https://a.example.com/')
  const replays: string[] = []
  for (let n = 0; n < 4; n++) replays.push((await replayDelivery(home.actor, deliveryId)).deliveryId)
  const expected = [...replays.reverse(), deliveryId]
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listDeliveries>> = await listDeliveries(home.actor, {
      limit: 2,
      endpointId,
      callId: toPublicId('call', callId),
      status: 'pending',
      ...(cursor !== null && { cursor }),
    })
    expect(page.deliveries.length).toBeLessThanOrEqual(2)
    seen.push(...page.deliveries.map((delivery) => delivery.deliveryId))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toEqual(expected)

  const none = { deliveries: [], nextCursor: null }
  expect(await listDeliveries(home.actor, { ...firstPage, endpointId: newId() })).toEqual(none)
  expect(await listDeliveries(home.actor, { ...firstPage, endpointId: 'x' })).toEqual(none)
  expect(await listDeliveries(home.actor, { ...firstPage, callId: 'call.x' })).toEqual(none)
  expect(await listDeliveries(home.actor, { ...firstPage, status: 'delivered' })).toEqual(none)
  await expect(listDeliveries(home.actor, { ...firstPage, cursor: 'x' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
})

it('names in the log who was called, and where the call stands', async () => {
  const { callId, deliveryId } = await deliverable('https://a.example.com/')
  const call = await db().call.findUniqueOrThrow({
    where: { id: callId },
    include: { sequence: { include: { contact: true } } },
  })
  expect(await deliveriesOf(callId)).toMatchObject([
    { deliveryId, contactName: call.sequence.contact.name, sequenceId: toPublicId('sequence', call.sequenceId) },
  ])
})

it('says in words that there is no such server', async () => {
  const { deliveryId } = await deliverable('https://hooks.rollcall.invalid/')
  await deliverCallResult({ deliveryId, attempt: 1 })
  const { attempts } = await getDelivery(home.actor, deliveryId)
  expect(attempts[0]?.error).toMatch(/^(There is no server by the name|The address) of hooks\.rollcall\.invalid/)
})

it('shows nothing of another organization, and lets it do nothing', async () => {
  const { actor } = await createTestOrganization()
  const { endpointId, deliveryId } = await deliverable('https://a.example.com/')
  expect(await listEndpoints(actor)).toEqual([])
  expect((await listDeliveries(actor, { ...firstPage, endpointId })).deliveries).toEqual([])
  for (const attempt of [
    () => getDelivery(actor, deliveryId),
    () => replayDelivery(actor, deliveryId),
    () => rotateSecret(actor, endpointId),
    () => disableEndpoint(actor, endpointId),
    () => enableEndpoint(actor, endpointId),
    () => recoverDeliveries(actor, endpointId, { since: '2026-01-01T00:00:00Z' }),
    () => deleteEndpoint(actor, endpointId),
    () => getDelivery(home.actor, 'x\0'),
    () => deleteEndpoint(home.actor, newId()),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: expect.stringMatching(/^(ENDPOINT|DELIVERY)_NOT_FOUND$/) })
  }
  expect(await listEndpoints(home.actor)).toMatchObject([{ endpointId, disabledAt: null }])
})

it('takes only addresses that it connects to, and 20 of them', async () => {
  const create = (url: string) => createEndpoint(home.actor, { url })
  for (const url of [
    '',
    'x',
    '/hook',
    'ftp://example.com/',
    'https://user:pass@example.com/',
    `https://e.com/${'x'.repeat(2_000)}`,
  ]) {
    await expect(create(url), url).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  }
  for (let n = 0; n < 20; n++) expect((await create(`https://example.com/${n}`)).secret).toMatch(/^whsec_/)
  await expect(create('https://example.com/20')).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(JSON.stringify(await listEndpoints(home.actor))).not.toContain('whsec_')
})

it('has 20 endpoints also when 40 are made at once', async () => {
  const made = await Promise.allSettled(
    Array.from({ length: 40 }, (_, n) => createEndpoint(home.actor, { url: `https://example.com/${n}` })),
  )
  const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
  expect(refused).toEqual(Array.from({ length: 20 }, () => 'CONFLICT'))
  expect(await listEndpoints(home.actor)).toHaveLength(20)
})

it('tells of one endpoint, without its secret', async () => {
  const { endpointId, secret } = await createEndpoint(home.actor, { url: 'https://example.com/' })
  const told = await getEndpoint(home.actor, endpointId)
  expect([told]).toEqual(await listEndpoints(home.actor))
  expect(JSON.stringify(told)).not.toContain(secret)
  await deleteEndpoint(home.actor, endpointId)
  await expect(getEndpoint(home.actor, endpointId)).rejects.toMatchObject({ code: 'ENDPOINT_NOT_FOUND' })
})

it('an endpoint is failing from its first failure after a success on, with its last answer, until it takes something', async () => {
  let status = 500
  const receiver = await receive((_, response) => {
    response.writeHead(status).end(status === 200 ? '' : 'The disk is full.')
    return undefined
  })
  const { endpointId, deliveryId } = await deliverable(receiver.url)
  const healthOf = async () =>
    (await listEndpointHealth(home.actor)).find((endpoint) => endpoint.endpointId === endpointId)
  expect(await healthOf()).toEqual({
    endpointId,
    failingSince: null,
    lastSuccessAt: null,
    attempts: 0,
    failedAttempts: 0,
    lastHttpStatus: null,
    lastError: null,
  })

  await failedAttempt(deliveryId, 1)
  const [first] = (await getDelivery(home.actor, deliveryId)).attempts
  const failing = { endpointId, failingSince: first?.startedAt, lastHttpStatus: 500, lastError: 'The disk is full.' }
  expect(await healthOf()).toEqual({ ...failing, lastSuccessAt: null, attempts: 1, failedAttempts: 1 })
  await failedAttempt(deliveryId, 2)
  status = 503
  await failedAttempt(deliveryId, 3)
  expect(await healthOf()).toMatchObject({ ...failing, lastHttpStatus: 503, attempts: 3, failedAttempts: 3 })

  status = 200
  await deliverCallResult({ deliveryId, attempt: 4 })
  const taken = (await getDelivery(home.actor, deliveryId)).attempts.at(-1)
  expect(await healthOf()).toEqual({
    endpointId,
    failingSince: null,
    lastSuccessAt: taken?.startedAt,
    attempts: 4,
    failedAttempts: 3,
    lastHttpStatus: 200,
    lastError: null,
  })

  // Another delivery fails later: it is failing since then, not since before.
  status = 500
  const [again] = await deliveriesOf(await endCall())
  await failedAttempt(again?.deliveryId ?? '', 1)
  const [latest] = (await getDelivery(home.actor, again?.deliveryId ?? '')).attempts
  expect(await healthOf()).toMatchObject({
    ...failing,
    failingSince: latest?.startedAt,
    attempts: 5,
    failedAttempts: 4,
  })

  const stranger = await createTestOrganization()
  expect(await listEndpointHealth(stranger.actor)).toEqual([])
})

it('no answer at all is a failure too, and its reason is told', async () => {
  const receiver = await receive()
  const { endpointId, deliveryId } = await deliverable(receiver.url)
  await receiver.close()
  receivers.pop()
  await failedAttempt(deliveryId, 1)
  const [health] = await listEndpointHealth(home.actor)
  expect(health).toMatchObject({ endpointId, lastHttpStatus: null, lastError: expect.stringMatching(/\w/) })
  expect(health?.failingSince).not.toBeNull()
})
