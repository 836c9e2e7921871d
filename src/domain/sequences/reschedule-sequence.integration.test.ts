import { expect, it } from 'vitest'
import { dispatchAgents } from '@/domain/calls/dispatch-agents'
import { db } from '@/platform/db'
import { setUpScenes } from '@/testing/set-up-scenes'
import { cancelSequence } from './cancel-sequences'
import { rescheduleSequence } from './reschedule-sequence'
import { rescheduleSequences } from './reschedule-sequences'

const scenes = setUpScenes()
const { loop } = scenes

const DAY_MS = 86_400_000
const tomorrow = (ms = DAY_MS) => new Date(Date.now() + ms).toISOString()
const conflict = { code: 'CONFLICT' }

it('moves the first step, and the moment of the contact with it', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A', { scheduledAt: tomorrow() })])
  await loop.run()
  const scheduledAt = tomorrow(2 * DAY_MS)
  const sequenceId = await scene.sequenceId('A')
  expect(await rescheduleSequence(scene.actor, { sequenceId, scheduledAt })).toEqual({ scheduledAt })
  const { id, dueAt, updatedAt, createdAt } = await scene.sequence('A')
  expect(dueAt?.toISOString()).toBe(scheduledAt)
  expect(updatedAt.getTime()).toBeGreaterThan(createdAt.getTime())
  expect((await db().contact.findUniqueOrThrow({ where: { id } })).scheduledAt.toISOString()).toBe(scheduledAt)
})

it('brings a step forward: it is called at once', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A', { scheduledAt: tomorrow() })])
  await loop.run()
  expect(await scene.underWay()).toEqual([])
  await rescheduleSequence(scene.actor, { sequenceId: await scene.sequenceId('A'), scheduledAt: tomorrow(0) })
  await dispatchAgents({ agentIds: [scene.agent] })
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
})

it('goes on to when the windows open, on the clock of the contact, unless they are bypassed', async () => {
  const window = [{ start: '09:00', end: '17:00' }]
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
  const scene = await scenes.open({ callWindows: Object.fromEntries(days.map((day) => [day, window])) })
  const day = tomorrow(5 * DAY_MS).slice(0, 10)
  const contact = { timezone: 'Asia/Kolkata', scheduledAt: `${day} 10:00` }
  await scene.enroll([scene.contact('A', contact)])
  await scene.enroll([scene.contact('B', contact)], { bypassAllowedCallWindow: true })
  await loop.run()
  const move = async (name: string) =>
    rescheduleSequence(scene.actor, { sequenceId: await scene.sequenceId(name), scheduledAt: `${day} 06:00` })
  expect(await move('A')).toEqual({ scheduledAt: `${day}T03:30:00.000Z` })
  expect(await move('B')).toEqual({ scheduledAt: `${day}T00:30:00.000Z` })
})

it('moves a later step, and leaves the moment of the contact', async () => {
  const scene = await scenes.open({
    steps: [
      { stepType: 'CALL', delaySeconds: 0 },
      { stepType: 'CALL', delaySeconds: 3_600 },
    ],
  })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const sequenceId = await scene.sequenceId('A')
  await expect(rescheduleSequence(scene.actor, { sequenceId, scheduledAt: tomorrow() })).rejects.toMatchObject({
    ...conflict,
    message: expect.stringContaining('under way'),
  })
  await scene.report('A', 'Busy')
  await loop.run()
  const before = await db().contact.findUniqueOrThrow({ where: { id: (await scene.sequence('A')).id } })
  const scheduledAt = tomorrow()
  await rescheduleSequence(scene.actor, { sequenceId, scheduledAt })
  expect((await scene.sequence('A')).dueAt?.toISOString()).toBe(scheduledAt)
  expect(await db().contact.findUniqueOrThrow({ where: { id: before.id } })).toEqual(before)
})

it('says why nothing is scheduled', async () => {
  const scene = await scenes.open()
  await scene.enrollChains('AB', { scheduledAt: tomorrow() })
  await loop.run()
  const move = async (name: string) =>
    rescheduleSequence(scene.actor, { sequenceId: await scene.sequenceId(name), scheduledAt: tomorrow() })
  await cancelSequence(scene.actor, { sequenceId: await scene.sequenceId('B'), scope: 'contact' })
  await expect(move('B')).rejects.toMatchObject({ ...conflict, message: expect.stringContaining('ended (cancelled)') })
})

it('who waits for the turn in a chain is not called before the moment', async () => {
  const scene = await scenes.open()
  await scene.enrollChains('AB')
  await loop.run()
  const scheduledAt = tomorrow()
  const sequenceId = await scene.sequenceId('B')
  expect(await rescheduleSequence(scene.actor, { sequenceId, scheduledAt })).toEqual({ scheduledAt })
  await scene.report('A', 'Busy')
  await loop.run()
  expect(await scene.sequence('B')).toMatchObject({ status: 'scheduled', dueAt: new Date(scheduledAt) })
})

it('moves many at once, each on its own clock, and says who stays and why', async () => {
  const scene = await scenes.open({ lines: 1 })
  const day = tomorrow(5 * DAY_MS).slice(0, 10)
  await scene.enroll([
    scene.contact('A', { timezone: 'Asia/Kolkata', scheduledAt: tomorrow() }),
    scene.contact('B', { timezone: 'Etc/UTC', scheduledAt: tomorrow() }),
    scene.contact('C'),
  ])
  await loop.run()
  const [a, b, c] = await Promise.all(['A', 'B', 'C'].map((name) => scene.sequenceId(name)))
  const sequenceIds = [a, b, c, a, 'call-sequence.nobody'].map((id) => id ?? '')
  const { rescheduled, leftOut } = await rescheduleSequences(scene.actor, { sequenceIds, scheduledAt: `${day} 10:00` })
  expect(new Map(rescheduled.map((one) => [one.sequenceId, one.scheduledAt]))).toEqual(
    new Map([
      [a, `${day}T04:30:00.000Z`],
      [b, `${day}T10:00:00.000Z`],
    ]),
  )
  expect(leftOut).toEqual([
    { sequenceId: c, reason: expect.stringContaining('under way') },
    { sequenceId: 'call-sequence.nobody', reason: expect.stringContaining('no such sequence') },
  ])
  expect((await scene.sequence('A')).dueAt?.toISOString()).toBe(`${day}T04:30:00.000Z`)
  await expect(rescheduleSequences(scene.actor, { sequenceIds, scheduledAt: 'soon' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
})

it.each([
  ['soon', 'ISO 8601'],
  ['2020-01-01T00:00:00Z', 'past'],
  ['2999-01-01T00:00:00Z', '366 days ahead'],
])('refuses %s', async (scheduledAt, message) => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('A', { scheduledAt: tomorrow() })])
  await loop.run()
  await expect(
    rescheduleSequence(scene.actor, { sequenceId: await scene.sequenceId('A'), scheduledAt }),
  ).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: [{ path: 'scheduledAt', message: expect.stringContaining(message) }],
  })
})
