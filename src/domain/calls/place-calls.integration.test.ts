import { expect, it } from 'vitest'
import { pauseBatch } from '@/domain/batches/pause-batch'
import { db } from '@/platform/db'
import { setUpScenes } from '@/testing/set-up-scenes'
import { placeCalls } from './place-calls'

const scenes = setUpScenes()
const { loop } = scenes

let names = 0

/** Enrolls contacts with one agent, whose calls are requested. */
async function requested(count: number) {
  const scene = await scenes.open({ lines: count })
  const contacts = Array.from({ length: count }, () => `set-${++names}`)
  await scene.enroll(contacts.map((name) => scene.contact(name)))
  await loop.run({ but: ['calls/call.requested'] })
  await loop.reset()
  const callIds: string[] = []
  for (const name of contacts) callIds.push((await scene.calls(name))[0]?.id ?? '')
  return { scene, contacts, callIds }
}

it('says of each call what became of it, in order', async () => {
  const { scene, contacts, callIds } = await requested(5)
  const [placed, refused, later, paused, unclear] = contacts as [string, string, string, string, string]
  scenes.dialer.answers.set(refused, [400])
  scenes.dialer.answers.set(later, [429])
  scenes.dialer.answers.set(unclear, ['drop'])
  await db().execute`UPDATE sequences SET held = true WHERE id IN (SELECT id FROM contacts WHERE name = ${paused})`
  const unknown = '01890000-0000-7000-8000-000000000000'
  const placements = await placeCalls({ callIds: [...callIds, unknown] })
  expect(placements.map(({ outcome }) => outcome)).toEqual([
    'placed',
    'failed',
    'again',
    'withdrawn',
    'again',
    'nothing to do',
  ])
  expect(placements.map(({ callId }) => callId)).toEqual([...callIds, unknown])
  const rows = await db().call.findMany({ where: { id: { in: callIds } } })
  const row = (at: number) => rows.find(({ id }) => id === callIds[at])
  expect(row(0)).toMatchObject({ status: 'placed' })
  expect(row(1)).toMatchObject({ status: 'ended', resultType: 'Failed' })
  // A clear refusal has called nobody; a broken connection may have.
  expect(row(2)).toMatchObject({ status: 'requested', attemptedAt: null })
  expect(row(3)).toMatchObject({ status: 'withdrawn' })
  expect(row(4)).toMatchObject({ status: 'requested', attemptedAt: expect.any(Date) })
  expect(await scene.credits()).toMatchObject({ [placed]: 'spent', [later]: 'reserved', [unclear]: 'reserved' })
  expect(await placeCalls({ callIds: callIds.slice(0, 2) })).toMatchObject([
    { outcome: 'nothing to do' },
    { outcome: 'nothing to do' },
  ])
  await db().execute`UPDATE sequences SET held = false WHERE id IN (SELECT id FROM contacts WHERE name = ${paused})`
})

it('a dialer that is slow with one call holds up none of the others', async () => {
  const { scene, contacts, callIds } = await requested(20)
  const [slow = '', ...quick] = contacts
  const open = { answer: () => {} }
  const held = new Promise<void>((resolve) => {
    open.answer = resolve
  })
  scenes.dialer.answers.set(slow, [() => held.then(() => 200)])
  const placing = placeCalls({ callIds })
  await expect
    .poll(async () => Object.values(await scene.credits()).filter((state) => state === 'spent').length)
    .toBe(quick.length)
  expect(await scene.calls(slow)).toMatchObject([{ status: 'requested' }])
  open.answer()
  expect((await placing).every(({ outcome }) => outcome === 'placed')).toBe(true)
})

it('a call that cannot be looked at goes alone, and the others are placed', async () => {
  const { scene, contacts, callIds } = await requested(4)
  const [bad = ''] = contacts
  await db().execute`UPDATE contacts SET timezone = 'Nowhere/Land' WHERE name = ${bad}`
  const placements = await placeCalls({ callIds })
  expect(placements.map(({ outcome }) => outcome)).toEqual(['again', 'placed', 'placed', 'placed'])
  expect(placements[0]?.error).toBeInstanceOf(Error)
  await db().execute`UPDATE contacts SET timezone = 'America/Chicago' WHERE name = ${bad}`
  await loop.run()
  expect(await scene.calls(bad)).toMatchObject([{ status: 'requested' }])
  await expect(placeCalls({ callIds: [callIds[0] ?? ''] })).resolves.toMatchObject([{ outcome: 'placed' }])
})

it('when nothing can be looked at, the whole set is tried again', async () => {
  const { contacts, callIds } = await requested(2)
  await db().execute`UPDATE contacts SET timezone = 'Nowhere/Land' WHERE name = ANY(${contacts}::text[])`
  await expect(placeCalls({ callIds })).rejects.toThrow(/nowhere\/land/i)
  await db().execute`UPDATE contacts SET timezone = 'America/Chicago' WHERE name = ANY(${contacts}::text[])`
  await placeCalls({ callIds })
})

it('the background asks again for what was not taken, and for nothing else', async () => {
  const { scene, contacts } = await requested(3)
  const [busy = ''] = contacts
  await scene.ageCalls(0)
  scenes.dialer.answers.set(busy, [503, 200])
  const events = await requestedEvents(scene.agent)
  await loop.handle(...events)
  expect(Object.values(await scene.credits())).toEqual(['spent', 'spent', 'spent'])
  const asks = scenes.dialer.asked.filter(({ name }) => contacts.includes(name)).map(({ name }) => name)
  expect(asks.toSorted()).toEqual([...contacts, busy].toSorted())
})

async function requestedEvents(agentId: string) {
  const calls = await db().call.findMany({ where: { agentId, status: 'requested' } })
  return calls.map(({ id, organizationId }) => ({
    id,
    name: 'calls/call.requested',
    data: { callId: id, agentId, organizationId },
  }))
}

it('twenty sets at once, with a pause in between: what a dialer was asked for is never withdrawn', async () => {
  const { scene, contacts, callIds } = await requested(30)
  const [batchId = ''] = (await db().call.findMany({ where: { id: callIds[0] ?? '' } })).map((call) => call.batchId)
  await Promise.all([
    ...Array.from({ length: 20 }, (_, at) => placeCalls({ callIds: callIds.slice(at, at + 11) })),
    pauseBatch(scene.actor, batchId),
  ])
  const asked = new Set(scenes.dialer.asked.filter(({ name }) => contacts.includes(name)).map(({ callId }) => callId))
  for (const name of contacts) expect((await scene.calls(name)).length).toBeLessThanOrEqual(1)
  const rows = await db().call.findMany({ where: { id: { in: callIds } } })
  // One that is being asked for when the pause comes is given up by the next set that looks at it.
  for (const { id, status } of rows) {
    expect(asked.has(id) ? ['placed', 'ended'] : ['withdrawn']).toContain(status)
  }
})
