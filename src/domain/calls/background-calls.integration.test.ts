import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { secretsOfAccount } from '@/domain/dialer-accounts/account-secrets'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { enableEndpoint } from '@/domain/webhooks/enable-endpoint'
import { getDelivery } from '@/domain/webhooks/get-delivery'
import { listDeliveries } from '@/domain/webhooks/list-deliveries'
import { listEndpoints } from '@/domain/webhooks/list-endpoints'
import { replayDelivery } from '@/domain/webhooks/replay-delivery'
import { db } from '@/platform/db'
import { type Background, startBackground } from '@/testing/background'
import { createTestOrganization } from '@/testing/factories'
import { startReceiver } from '@/testing/receiver'
import { until } from '@/testing/until'

process.env.OUTBOUND_ALLOW_PRIVATE = '1'
process.env.SIMULATED_CALL_SECONDS = '0.2'
// 10 ms instead of 5 s, 0.6 s instead of 5 min: the order stays.
process.env.WEBHOOK_RETRY_FACTOR = '0.002'

// Three processes and a schedule of waits: on a busy machine this takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const isRealServer = Boolean(process.env.INNGEST_BIN ?? process.env.INNGEST_SERVER)
let background: Background
beforeAll(async () => {
  background = await startBackground()
})
afterAll(() => background.stop())

const enroll = async (home: Awaited<ReturnType<typeof createTestOrganization>>, phoneNumbers: string[]) => {
  const contacts = phoneNumbers.map((phoneNumber) => ({ name: 'Ada', phoneNumber }))
  await enrollBatch(home.actor, { agentId: home.agents.alwaysOn, body: { contacts }, source: 'api' })
}

it('calls with the simulated dialer by the last four digits, and delivers each result once', async () => {
  const receiver = await startReceiver()
  const home = await createTestOrganization()
  const { secret } = await createEndpoint(home.actor, { url: receiver.url })
  const expected: Record<string, string> = {
    '+15550000001': 'Goal Completed',
    '+15550000002': 'Goal Not Completed',
    '+15550000003': 'Voicemail',
    '+15550000004': 'Busy',
    '+15550000005': 'No Answer',
    '+15550000006': 'Failed',
    '+15550000007': 'Goal Not Completed',
    '+15550000008': 'Goal Not Completed',
  }
  await enroll(home, [...Object.keys(expected), '+15550000009'])
  await until('8 results were delivered', () => receiver.received.length >= 8)
  // The one that is never reported, and repeats that would come later.
  await until('9 calls were placed', async () => {
    const placed = await db().call.count({ where: { organizationId: home.organizationId, placedAt: { not: null } } })
    return placed === 9
  })
  await new Promise((resolve) => setTimeout(resolve, 500))

  const payloads = receiver.received.map(({ body, headers }) => {
    return new Webhook(secret).verify(body, headers) as { phoneNumber: string; callResult: { resultType: string } }
  })
  const results = payloads.map(({ phoneNumber, callResult }) => [phoneNumber, callResult.resultType])
  expect(results.sort()).toEqual(Object.entries(expected))
  const open = await db().call.findMany({ where: { organizationId: home.organizationId, resultType: null } })
  expect(open).toMatchObject([{ status: 'placed', providerCallId: expect.stringMatching(/^simulated-call\./) }])
  const calls = await db().call.findMany({ where: { organizationId: home.organizationId } })
  expect(calls.every(({ providerCallId }) => providerCallId !== null)).toBe(true)
  await receiver.close()
})

it('delivers by the schedule until the endpoint takes it, and again on replay', async () => {
  const receiver = await startReceiver((n) => [500, 429, 302][n - 1] ?? 200)
  const home = await createTestOrganization()
  await createEndpoint(home.actor, { url: receiver.url })
  await enroll(home, ['+15550000001'])
  await until('the result was delivered', () => receiver.received.length === 4)
  const deliveryId = receiver.received[0]?.headers['webhook-id'] ?? ''
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  await until('it is noted', async () => (await getDelivery(home.actor, deliveryId)).status === 'delivered')
  expect((await getDelivery(home.actor, deliveryId)).attempts.map(({ httpStatus }) => httpStatus)).toEqual([
    500, 429, 302, 200,
  ])
  const waits = receiver.received.slice(1).map(({ atMs }, n) => atMs - (receiver.received[n]?.atMs ?? 0))
  // A real server rounds the date of a sleep to whole seconds, down too.
  if (!isRealServer) expect(waits[1]).toBeGreaterThan(590)
  expect(waits[2]).toBeGreaterThan(3_500)

  const replay = await replayDelivery(home.actor, deliveryId)
  await until('the replay was delivered', () => receiver.received.length === 5)
  expect(receiver.received[4]).toMatchObject({
    headers: { 'webhook-id': replay.deliveryId },
    body: receiver.received[0]?.body,
  })
  await receiver.close()
})

it('stops at 410, and goes on when the endpoint is enabled', async () => {
  const receiver = await startReceiver((n) => (n === 1 ? 410 : 200))
  const home = await createTestOrganization()
  const { endpointId } = await createEndpoint(home.actor, { url: receiver.url })
  await enroll(home, ['+15550000001'])
  await until('the endpoint is disabled', async () => (await listEndpoints(home.actor))[0]?.disabledAt !== null)
  const { deliveries } = await listDeliveries(home.actor, { limit: 10 })
  expect(deliveries).toMatchObject([{ status: 'pending', attempts: 1, lastHttpStatus: 410 }])
  await enroll(home, ['+15550000002'])
  await until('both results wait', async () => (await listEndpoints(home.actor))[0]?.waitingDeliveries === 2)
  expect(receiver.received).toHaveLength(1)
  await enableEndpoint(home.actor, endpointId)
  await until('both are delivered', async () => {
    const { deliveries } = await listDeliveries(home.actor, { limit: 10, status: 'delivered' })
    return deliveries.length === 2
  })
  expect(receiver.received).toHaveLength(3)
  await receiver.close()
})

it('places calls by a webhook dialer, once, also when its answer is lost, and takes its signed result', async () => {
  const home = await createTestOrganization({ agent: { dialer: 'webhook', dialerUrl: 'http://127.0.0.1:1/' } })
  const dialer = await startReceiver((n, response) => {
    if (n === 1) response.destroy()
    else response.end('{"providerCallId":"p-1"}')
    return undefined
  })
  await db().dialerAccount.updateMany({
    where: { organizationId: home.organizationId, kind: 'webhook' },
    data: { url: `${dialer.url}/dial` },
  })
  await enroll(home, ['+15557654321'])
  const find = () => db().call.findFirstOrThrow({ where: { organizationId: home.organizationId } })
  await until('the call is placed', async () => {
    return dialer.received.length === 2 && (await find()).status === 'placed'
  })
  expect(await find()).toMatchObject({ providerCallId: 'p-1' })
  const [first, second] = dialer.received
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])

  const account = await db().dialerAccount.findFirstOrThrow({
    where: { organizationId: home.organizationId, kind: 'webhook' },
  })
  const [dialerSecret = ''] = secretsOfAccount(account)
  const told = new Webhook(dialerSecret).verify(second?.body ?? '', second?.headers ?? {}) as { resultUrl: string }
  const report = async (secret: string) => {
    const body = JSON.stringify({ resultType: 'Voicemail', duration: 12, endedAt: new Date().toISOString() })
    const at = new Date()
    const headers = {
      'content-type': 'application/json',
      'webhook-id': 'r-1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('r-1', at, body),
    }
    const response = await fetch(told.resultUrl, { method: 'POST', body, headers })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  expect(await report(`whsec_${Buffer.alloc(32).toString('base64')}`)).toMatchObject({ status: 401 })
  expect((await report(dialerSecret)).status).toBe(200)
  expect(await report(dialerSecret)).toMatchObject({ status: 200, body: { duplicate: true } })
  await until('the call is settled', async () => (await find()).status === 'settled')
  expect(await find()).toMatchObject({ resultType: 'Voicemail' })
  await dialer.close()
})
