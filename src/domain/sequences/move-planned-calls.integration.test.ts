import { expect, it } from 'vitest'
import { updateAgent } from '@/domain/agents/update-agent'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { setUpScenes } from '@/testing/set-up-scenes'
import { rescheduleSequence } from './reschedule-sequence'

const scenes = setUpScenes()

const HOUR_MS = 3_600_000
const hour = (ms: number) => `${String(new Date(ms).getUTCHours()).padStart(2, '0')}:00`
/** An hour a day, on the clock of UTC, that begins so many hours from the one of now. */
const openIn = (hours: number): CallWindows => {
  const startMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + hours * HOUR_MS
  return Object.fromEntries(WEEKDAYS.map((day) => [day, [{ start: hour(startMs), end: hour(startMs + HOUR_MS) }]]))
}

it('planned calls move with the windows, and those that somebody asked for are never called before', async () => {
  const scene = await scenes.open({ callWindows: openIn(3), timezones: ['UTC'] })
  const dueOf = async (name: string) => (await scene.sequence(name)).dueAt?.getTime() ?? 0
  const asked = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 3.5 * HOUR_MS
  await scene.enroll([
    scene.contact('postponed', { timezone: 'UTC' }),
    scene.contact('put off', { timezone: 'UTC' }),
    scene.contact('asked', { timezone: 'UTC', scheduledAt: new Date(asked).toISOString() }),
  ])
  const bypassing = scene.contact('bypassing', { timezone: 'UTC', scheduledAt: new Date(asked).toISOString() })
  await scene.enroll([bypassing], { bypassAllowedCallWindow: true })
  await scenes.loop.run()
  expect(await dueOf('asked')).toBe(asked)

  await updateAgent(scene.actor, scene.agentId, { version: 1, callWindows: openIn(5) })
  await scenes.loop.run()
  const opening = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + 5 * HOUR_MS
  expect(await dueOf('postponed')).toBe(opening)
  expect(await dueOf('asked')).toBe(opening)
  expect(await dueOf('bypassing')).toBe(asked)

  // Whoever was put off to a moment waits for that, and no more for a window alone.
  const sequenceId = await scene.sequenceId('put off')
  const scheduledAt = new Date(opening + 1_800_000).toISOString()
  await rescheduleSequence(scene.actor, { sequenceId, scheduledAt })
  const always = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ start: '00:00', end: '24:00' }]]))
  await updateAgent(scene.actor, scene.agentId, { version: 2, callWindows: always })
  await scenes.loop.run()
  expect(await scene.calls('postponed')).toHaveLength(1)
  expect(await scene.calls('asked')).toHaveLength(0)
  expect(await scene.calls('put off')).toHaveLength(0)
})
