import { afterEach, beforeEach, expect, it } from 'vitest'
import { newId } from '@/domain/ids'
import { db, transaction } from '@/platform/db'
import { inngest } from '@/platform/inngest-client'
import { startEngine } from '@/testing/event-sink'
import type { Receiver } from '@/testing/receiver'
import { sweepOutbox } from './sweep-outbox'

let engine: Receiver
let status: number

beforeEach(async () => {
  await db().outboxEvent.deleteMany()
  status = 200
  engine = await startEngine(() => status)
  inngest.setEnvVars({ INNGEST_BASE_URL: engine.url, INNGEST_EVENT_KEY: 'key' })
})

afterEach(async () => {
  inngest.setEnvVars({})
  await engine.close()
})

const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000)

async function record(createdAt: Date, sentAt: Date | null = null): Promise<string> {
  const id = newId()
  await db().outboxEvent.create({ data: { id, name: 'test/happened', data: { id }, createdAt, sentAt } })
  return id
}

const sentIds = () =>
  engine.received.flatMap(({ body }) => (JSON.parse(body) as { id: string }[]).map((event) => event.id))

it('sends what was committed and not sent, oldest first, and notes it', async () => {
  const [second, first] = [await record(secondsAgo(60)), await record(secondsAgo(600))]
  expect(await sweepOutbox()).toEqual({ sent: 2 })
  expect(sentIds()).toEqual([first, second])
  expect(await db().outboxEvent.count({ where: { sentAt: null } })).toBe(0)
  expect(await sweepOutbox()).toEqual({ sent: 0 })
  expect(engine.received).toHaveLength(1)
})

it('leaves the young to those who have just written them, and the sent alone', async () => {
  await record(new Date())
  await record(secondsAgo(600), secondsAgo(599))
  expect(await sweepOutbox()).toEqual({ sent: 0 })
  expect(engine.received).toEqual([])
})

it('deletes what was sent over a week ago, and nothing that was not sent', async () => {
  const dayMs = 86_400
  await record(secondsAgo(9 * dayMs), secondsAgo(8 * dayMs))
  const recent = await record(secondsAgo(9 * dayMs), secondsAgo(6 * dayMs))
  const unsent = await record(secondsAgo(30 * dayMs))
  expect(await sweepOutbox()).toEqual({ sent: 1 })
  const left = await db().outboxEvent.findMany()
  expect(left.map(({ id }) => id).sort()).toEqual([recent, unsent].sort())
})

it('fails when the engine takes nothing, and loses nothing', async () => {
  const id = await record(secondsAgo(60))
  status = 400
  await expect(sweepOutbox()).rejects.toThrow()
  expect(await db().outboxEvent.findUniqueOrThrow({ where: { id } })).toMatchObject({ sentAt: null })
  status = 200
  expect(await sweepOutbox()).toEqual({ sent: 1 })
})

it('sends 2,500 events in one sweep', async () => {
  const createdAt = secondsAgo(60)
  const ids = Array.from({ length: 2500 }, () => newId())
  await db().outboxEvent.createMany({ data: ids.map((id) => ({ id, name: 'test/happened', data: {}, createdAt })) })
  expect(await sweepOutbox()).toEqual({ sent: 2500 })
  expect(sentIds().sort()).toEqual([...ids].sort())
})

it('deletes any number of them, in chunks, and waits for nobody who has one locked', async () => {
  const old = secondsAgo(8 * 86_400)
  const row = () => ({ id: newId(), name: 'test/happened', data: {}, createdAt: old, sentAt: old })
  const locked = row()
  await db().outboxEvent.createMany({ data: [locked, ...Array.from({ length: 2_500 }, row)] })
  await transaction(async (tx) => {
    await tx.execute`SELECT FROM outbox_events WHERE id = ${locked.id}::uuid FOR UPDATE`
    expect(await sweepOutbox()).toEqual({ sent: 0 })
    expect(await db().outboxEvent.findMany({ select: { id: true } })).toEqual([{ id: locked.id }])
  })
  await sweepOutbox()
  expect(await db().outboxEvent.count()).toBe(0)
})
