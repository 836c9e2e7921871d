import { expect, it } from 'vitest'
import { getAgent } from '@/domain/agents/get-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { localDay } from '@/domain/cadence/choose-from-number.rules'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { newId, toPublicId } from '@/domain/ids'
import { listTrail } from '@/domain/people/list-trail'
import { db } from '@/platform/db'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { dispatchCalls } from './dispatch-calls'
import { getCall } from './get-call'

const scenes = setUpScenes()
const { loop } = scenes

const BOSTON = '+16175550100'
const DENVER = '+13035550100'
const LONDON = '+442079460100'
const ZONE = 'America/New_York'

const open = (agent: Parameters<typeof scenes.open>[0] = {}) =>
  scenes.open({
    ...{ lines: 20, timezones: [ZONE], fromNumber: BOSTON, moreFromNumbers: [DENVER, LONDON] },
    ...agent,
  })

/** From which number each contact whose call is under way is called, by name, as the dialer was asked for it. */
async function askedFrom(scene: Scene): Promise<Record<string, string>> {
  const { asked } = scenes.dialer
  const calls = await db().call.findMany({ where: { agentId: scene.agent, endedAt: null }, select: { id: true } })
  const ids = new Set(calls.map(({ id }) => id))
  return Object.fromEntries(
    asked.filter(({ callId }) => ids.has(callId)).map((call) => [call.name, call.fromPhoneNumber]),
  )
}

const countOf = (numbers: readonly string[]) =>
  Object.fromEntries([BOSTON, DENVER, LONDON].map((one) => [one, numbers.filter((each) => each === one).length]))

it('spreads the calls over the numbers, and the dialer, the call, the trail and the webhook tell of the same one', async () => {
  const scene = await open()
  await scene.enroll(['A', 'B', 'C', 'D', 'E', 'F'].map((name) => scene.contact(name)))
  await loop.run()
  const from = await askedFrom(scene)
  expect(countOf(Object.values(from))).toEqual({ [BOSTON]: 2, [DENVER]: 2, [LONDON]: 2 })
  for (const name of Object.keys(from)) {
    const [call] = await scene.calls(name)
    expect(call?.fromNumber).toBe(from[name])
  }
  const asked = scenes.dialer.asked.find(({ name }) => name === 'B')
  const call = await db().call.findUniqueOrThrow({ where: { id: asked?.callId ?? '' } })
  expect((await getCall(scene.actor, toPublicId('call', call.id))).fromPhoneNumber).toBe(from.B)
  const { trail } = await listTrail(scene.actor, { phoneNumber: asked?.phoneNumber ?? '', limit: 50 })
  expect(trail.find(({ type }) => type === 'called')?.what).toContain(`from ${from.B}`)
})

it('calls a person from the same number again, also of another batch, as long as the agent has it', async () => {
  const scene = await open()
  const person = scene.contact('A')
  await scene.enroll([scene.contact('x'), person])
  await loop.run()
  const { A: first } = await askedFrom(scene)
  expect(first).toBe(DENVER)
  await scene.report('A', 'Busy')
  await loop.run()
  await scene.enroll([{ ...person, name: 'again' }])
  await loop.run()
  expect((await askedFrom(scene)).again).toBe(DENVER)
  await scene.report('again', 'Busy')
  await loop.run()
  const { version } = await getAgent(scene.actor, scene.agentId)
  await updateAgent(scene.actor, scene.agentId, { version, moreFromNumbers: [LONDON] })
  await scene.enroll([{ ...person, name: 'third' }])
  await loop.run()
  expect([BOSTON, LONDON]).toContain((await askedFrom(scene)).third)
})

it('takes a number near the person first, where that is asked for', async () => {
  const scene = await open({ localFirst: true })
  const at = (name: string, phoneNumber: string) => scene.contact(name, { phoneNumber })
  await scene.enroll([at('d', '+13035550001'), at('l', '+442079460001'), at('d2', '+13035550002')])
  await loop.run()
  expect(await askedFrom(scene)).toEqual({ d: DENVER, l: LONDON, d2: DENVER })
})

it('a call whose number was taken from the agent meanwhile is made from the first one', async () => {
  const scene = await open()
  await scene.enroll([scene.contact('x'), scene.contact('A')])
  await loop.run({ but: ['calls/call.requested'] })
  expect((await scene.calls('A'))[0]?.fromNumber).toBe(DENVER)
  const { version } = await getAgent(scene.actor, scene.agentId)
  await updateAgent(scene.actor, scene.agentId, { version, moreFromNumbers: [] })
  await loop.run()
  expect((await askedFrom(scene)).A).toBe(BOSTON)
  expect((await scene.calls('A'))[0]?.fromNumber).toBe(BOSTON)
})

it('a number makes no more calls a day than it may, whoever dispatches at once; the others wait for the next day', async () => {
  const scene = await open({ callsPerNumberPerDay: 2 })
  const names = Array.from({ length: 9 }, (_, n) => `n${n}`)
  const contacts = names.map((name) => scene.contact(name))
  await scene.enroll(contacts)
  await loop.run({ but: ['sequences/work.due'] })
  await Promise.all([1, 2, 3].map(() => dispatchCalls({ agentId: scene.agent })))
  await loop.run()
  const from = await askedFrom(scene)
  expect(countOf(Object.values(from))).toEqual({ [BOSTON]: 2, [DENVER]: 2, [LONDON]: 2 })
  const waiting = names.filter((name) => !(name in from))
  expect(waiting).toHaveLength(3)
  const { endMs } = localDay(ZONE, Date.now())
  for (const name of waiting) expect((await scene.sequence(name)).dueAt?.getTime()).toBe(endMs)
  const phoneNumber = String(contacts.find(({ name }) => name === waiting[0])?.phoneNumber)
  const { trail } = await listTrail(scene.actor, { phoneNumber, limit: 50 })
  const moved = trail.find(({ decision }) => decision?.kind === 'not before')
  expect(moved?.what).toContain('Each from-number of the agent has made the 2 calls that it makes in a day.')
  expect(moved?.decision?.notBefore).toBe(new Date(endMs).toISOString())
  // The next day counts anew.
  await db().execute`UPDATE from_number_uses SET day = day - 1 WHERE agent_id = ${scene.agent}::uuid`
  await scene.makeDue()
  await loop.run()
  expect((await scene.underWay()).sort()).toEqual(names)
})

it('a person whose number has no room today is called from another one', async () => {
  const scene = await open({ callsPerNumberPerDay: 1, moreFromNumbers: [DENVER] })
  const person = scene.contact('A')
  await scene.enroll([person])
  await loop.run()
  expect((await askedFrom(scene)).A).toBe(BOSTON)
  await scene.report('A', 'Busy')
  await loop.run()
  await scene.enroll([{ ...person, name: 'again' }])
  await loop.run()
  expect((await askedFrom(scene)).again).toBe(DENVER)
})

it('a test call that rings nobody is placed when the day is used up, and counts for none', async () => {
  const scene = await scenes.open({ lines: 5, fromNumber: BOSTON, callsPerNumberPerDay: 1 })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const { agentId } = scene
  const call = { name: 'me', phoneNumber: '+13035550009', mode: 'simulated', idempotencyKey: newId() } as const
  await placeTestCall(scene.actor, agentId, call)
  await loop.run()
  expect((await scene.calls('me'))[0]?.fromNumber).toBe(BOSTON)
  expect(await db().fromNumberUse.findMany({ where: { agentId: scene.agent } })).toMatchObject([
    { number: BOSTON, calls: 1 },
  ])
})

it('an agent with one number and no limit counts nothing', async () => {
  const scene = await scenes.open({ fromNumber: BOSTON })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  expect((await scene.calls('A'))[0]?.fromNumber).toBe(BOSTON)
  expect(await db().fromNumberUse.count({ where: { agentId: scene.agent } })).toBe(0)
})
