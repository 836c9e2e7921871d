import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '@/platform/db'
import { endedCall } from '@/testing/ended-call'
import { startEventSink } from '@/testing/event-sink'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { type Receiver, startReceiver } from '@/testing/receiver'
import { createEndpoint } from './create-endpoint'
import { deliverCallResult } from './deliver-call-result'
import { getDelivery } from './get-delivery'
import { listDeliveries } from './list-deliveries'

// As in production: without OUTBOUND_ALLOW_PRIVATE.

let engine: Receiver
let receiver: Receiver
let home: TestOrganization

beforeAll(async () => {
  engine = await startEventSink()
  receiver = await startReceiver()
  home = await createTestOrganization()
})
afterAll(async () => {
  await engine.close()
  await receiver.close()
})

it.each([
  'localhost',
  'hook.localhost',
  'localhost.',
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '169.254.169.254',
  '[fd00:ec2::254]',
])('takes no endpoint at %s', async (host) => {
  for (const url of [`http://${host}/`, `https://${host}/`]) {
    await expect(createEndpoint(home.actor, { url })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'url', message: expect.stringContaining('not a public address') }],
    })
  }
})

it('takes only https, and delivers to nothing else', async () => {
  const message = 'Only https:// is possible: what is sent has names and phone numbers in it.'
  for (const url of ['http://example.com/', 'http://example.com:8443/', 'http://8.8.8.8/', 'HTTP://example.com/']) {
    await expect(createEndpoint(home.actor, { url }), url).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'url', message }],
    })
  }
  // One from before.
  const { endpointId } = await createEndpoint(home.actor, { url: 'https://example.com/' })
  await db().webhookEndpoint.update({ where: { id: endpointId }, data: { url: 'http://example.com/' } })
  await endedCall(home.actor, home.agents.alwaysOn, testContact(7))
  const [delivery] = (await listDeliveries(home.actor, { limit: 1, endpointId })).deliveries
  const deliveryId = delivery?.deliveryId ?? ''
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toMatchObject({ outcome: 'retry' })
  expect(await getDelivery(home.actor, deliveryId)).toMatchObject({ attempts: [{ httpStatus: null, error: message }] })
  await db().webhookEndpoint.delete({ where: { id: endpointId } })
})

it('never delivers to a private address, by name or by number, also from a row of before', async () => {
  const { endpointId } = await createEndpoint(home.actor, { url: 'https://example.com/' })
  const localUrl = `http://localhost:${receiver.port}/`
  await db().webhookEndpoint.update({ where: { id: endpointId }, data: { url: localUrl } })
  await endedCall(home.actor, home.agents.alwaysOn, testContact(1))
  const [delivery] = (await listDeliveries(home.actor, { limit: 1 })).deliveries
  const deliveryId = delivery?.deliveryId ?? ''
  expect(await deliverCallResult({ deliveryId, attempt: 1 })).toMatchObject({ outcome: 'retry' })
  await db().webhookEndpoint.update({ where: { id: endpointId }, data: { url: receiver.url } })
  expect(await deliverCallResult({ deliveryId, attempt: 2 })).toMatchObject({ outcome: 'retry' })

  expect(receiver.received).toEqual([])
  const { attempts } = await getDelivery(home.actor, deliveryId)
  for (const { httpStatus, error } of attempts) {
    expect(httpStatus).toBeNull()
    expect(error).toContain('not a public address')
  }
  expect(attempts).toHaveLength(2)
})
