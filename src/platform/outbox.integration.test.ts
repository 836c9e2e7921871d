import { afterEach, beforeEach, expect, it } from 'vitest'
import { callEnded, workDue } from '@/domain/events'
import { newId } from '@/domain/ids'
import { inngest } from '@/platform/inngest-client'
import { type Receiver, startReceiver } from '@/testing/receiver'
import { inBackground } from './background'
import { db, poolUse, transaction } from './db'
import type { DomainEvent } from './define-event'
import { publishEvents, recordEvents } from './outbox'
import { withRequestContext } from './request-context'

let engine: Receiver
/** Answers the requests that wait and, with `always`, all that come. */
let answer: (status?: number, choice?: 'once' | 'always') => void

beforeEach(async () => {
  await db().outboxEvent.deleteMany()
  const waiting: ((status: number) => void)[] = []
  let always: number | null = null
  engine = await startReceiver((n, response) => {
    const end = (status: number) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ids: [String(n)], status, ...(status === 200 ? {} : { error: 'No.' }) }))
    if (always === null) waiting.push(end)
    else end(always)
    return undefined
  })
  answer = (status = 200, choice = 'once') => {
    always = choice === 'always' ? status : null
    for (const end of waiting.splice(0)) end(status)
  }
  inngest.setEnvVars({ INNGEST_BASE_URL: engine.url, INNGEST_EVENT_KEY: 'key' })
})

afterEach(async () => {
  inngest.setEnvVars({})
  await engine.close()
})

type Sent = { id: string; name: string; data: Record<string, string> }

const sent = () => engine.received.map(({ body }) => JSON.parse(body) as Sent[])
const requests = (count: number) => expect.poll(() => engine.received.length).toBe(count)
const unsent = () => db().outboxEvent.count({ where: { sentAt: null } })

async function recordAndPublish(...events: DomainEvent[]): Promise<void> {
  await transaction((tx) => recordEvents(tx, events))
  await publishEvents(events)
}

const ended = () => callEnded.of({ callId: newId(), organizationId: newId() })

it('sends an event at once, and gathers what comes while the engine has not answered', async () => {
  const events = Array.from({ length: 101 }, ended)
  const published = events.map((event) => recordAndPublish(event))
  await requests(1)
  // All others are recorded, and none of them has gone.
  await expect.poll(() => db().outboxEvent.count()).toBe(101)
  const [first] = sent()
  expect(first?.length).toBeLessThan(101)
  answer()
  await requests(2)
  answer()
  await Promise.all(published)
  expect(
    sent()
      .flat()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(events.map(({ id }) => id).sort())
  expect(await unsent()).toBe(0)
})

it('sends one of several nudges for an agent, and notes all of them as sent', async () => {
  const [agentId, another] = [newId(), newId()]
  const first = recordAndPublish(ended())
  await requests(1)
  const nudges = [agentId, agentId, another, agentId].map((id) => recordAndPublish(workDue.of({ agentId: id })))
  await expect.poll(() => db().outboxEvent.count()).toBe(5)
  answer()
  await requests(2)
  answer()
  await Promise.all([first, ...nudges])
  const [, round = []] = sent()
  expect(round.map(({ data }) => data.agentId).sort()).toEqual([agentId, another].sort())
  expect(await unsent()).toBe(0)
})

it('nudges again for what follows from a later commit', async () => {
  const agentId = newId()
  const first = recordAndPublish(workDue.of({ agentId }))
  await requests(1)
  const second = recordAndPublish(workDue.of({ agentId }))
  answer()
  await requests(2)
  answer()
  await Promise.all([first, second])
  expect(sent().map((events) => events.length)).toEqual([1, 1])
})

it('leaves a round that the engine refuses to the sweep, and goes on with the next', async () => {
  const first = recordAndPublish(ended())
  await requests(1)
  const second = recordAndPublish(ended())
  // The SDK asks five times.
  answer(500, 'always')
  await first
  expect(await unsent()).toBe(2)
  answer(200, 'always')
  await second
  expect(await unsent()).toBe(1)
})

it('does not wait for an engine that says nothing: the round is left to the sweep', { timeout: 30_000 }, async () => {
  const first = recordAndPublish(ended())
  await requests(1)
  const second = recordAndPublish(ended())
  await first
  expect(await unsent()).toBe(2)
  await requests(2)
  answer(200, 'always')
  await second
  await expect.poll(unsent).toBe(0)
})

it('gives each event the id of the request that published it, and not that of the round', async () => {
  const publish = (requestId: string) => withRequestContext({ requestId }, () => recordAndPublish(ended()))
  const published = ['one', 'two', 'three'].map(publish)
  await requests(1)
  await expect.poll(() => db().outboxEvent.count()).toBe(3)
  answer(200, 'always')
  await Promise.all(published)
  expect(
    sent()
      .flat()
      .map(({ data }) => data.requestId)
      .sort(),
  ).toEqual(['one', 'three', 'two'])
})

it('needs no connection of the background: a request may be in a round that the background has begun', async () => {
  answer(200, 'always')
  const event = ended()
  await transaction((tx) => recordEvents(tx, [event]))
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const { max } = poolUse().background
  const held = Array.from({ length: max }, () => inBackground(() => transaction(() => released)))
  await expect.poll(() => poolUse().background.used).toBe(max)
  await inBackground(() => publishEvents([event]))
  const left = await unsent()
  release()
  await Promise.all(held)
  expect(left).toBe(0)
})
