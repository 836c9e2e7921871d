import { expect, it } from 'vitest'
import { placeCalls } from '@/domain/calls/place-calls'
import { db } from '@/platform/db'
import { setUpScenes } from '@/testing/set-up-scenes'
import { archiveAgent, unarchiveAgent } from './archive-agent'
import { getAgent } from './get-agent'
import { listAgentUsage } from './list-agent-usage'
import { pauseAgent, resumeAgent } from './pause-agent'

const scenes = setUpScenes()
const { loop } = scenes

it('stops calls at once, takes contacts all the same, and goes on where it stopped', async () => {
  const scene = await scenes.open({ lines: 1 })
  await scene.enroll([scene.contact('A'), scene.contact('B')])
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
  expect(await pauseAgent({ ...scene.actor, label: 'Ada' }, scene.agentId)).toEqual({ underWay: 1 })
  expect(await getAgent(scene.actor, scene.agentId)).toMatchObject({ pausedBy: 'Ada', faults: [] })
  await scene.report('A', 'No Answer')
  await scene.enroll([scene.contact('C')])
  await scene.makeDue()
  await loop.run()
  expect(await scene.statuses()).toMatchObject({ A: 'done', B: 'scheduled', C: 'scheduled' })
  expect(await scene.underWay()).toEqual([])
  await resumeAgent(scene.actor, scene.agentId)
  await loop.run()
  expect(await scene.underWay()).toHaveLength(1)
})

it('withdraws what was requested and not asked for, and calls it after the pause', async () => {
  const scene = await scenes.open({ lines: 2 })
  await scene.enroll([scene.contact('D'), scene.contact('E')])
  await loop.run({ but: ['calls/call.requested'] })
  await pauseAgent(scene.actor, scene.agentId)
  await loop.run()
  expect(scenes.dialer.asked.filter(({ name }) => 'DE'.includes(name))).toEqual([])
  expect(await scene.underWay()).toEqual([])
  await resumeAgent(scene.actor, scene.agentId)
  await loop.run()
  expect(await scene.underWay()).toHaveLength(2)
})

it('once a pause has committed, no dialer is asked but for what was written before', async () => {
  for (let round = 0; round < 8; round++) {
    const scene = await scenes.open({ lines: 40 })
    const names = Array.from({ length: 40 }, (_, at) => `race-${round}-${at}`)
    await scene.enroll(names.map((name) => scene.contact(name)))
    await loop.run({ but: ['calls/call.requested'] })
    await loop.reset()
    const calls = await db().call.findMany({ where: { agentId: scene.agent } })
    const callIds = calls.map(({ id }) => id)
    const paused = pauseAgent(scene.actor, scene.agentId).then(() =>
      db().call.findMany({ where: { agentId: scene.agent, attemptedAt: { not: null } }, select: { id: true } }),
    )
    const placing = Array.from({ length: 10 }, (_, at) => placeCalls({ callIds: callIds.slice(at * 4, at * 4 + 4) }))
    const attempted = new Set((await paused).map(({ id }) => id))
    await Promise.all(placing)
    const asked = scenes.dialer.asked.filter(({ name }) => names.includes(name))
    for (const { callId } of asked) expect(attempted.has(callId)).toBe(true)
    expect(asked.length).toBeLessThanOrEqual(attempted.size)
    await resumeAgent(scene.actor, scene.agentId)
  }
})

it('is not archived while somebody is to be called, and says how many', async () => {
  const scene = await scenes.open()
  await scene.enroll([scene.contact('F'), scene.contact('G')])
  await expect(archiveAgent(scene.actor, scene.agentId)).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/^2 contacts in 1 batch of this agent have not ended\./),
    details: { contacts: 2, batches: 1, imports: 0 },
  })
  await loop.run()
  for (const name of ['F', 'G']) {
    await scene.report(name, 'Goal Completed')
    await loop.run()
  }
  await archiveAgent(scene.actor, scene.agentId)
  expect(await getAgent(scene.actor, scene.agentId)).toMatchObject({ status: 'archived' })
  await unarchiveAgent(scene.actor, scene.agentId)
  expect(await getAgent(scene.actor, scene.agentId)).toMatchObject({ status: 'active' })
})

it('counts the calls since a moment, and what is planned', async () => {
  const scene = await scenes.open({ lines: 1 })
  await scene.enroll([scene.contact('H'), scene.contact('I'), scene.contact('J')])
  await loop.run()
  const since = new Date(Date.now() - 60_000).toISOString()
  const usage = (await listAgentUsage(scene.actor, { since })).find(({ agentId }) => agentId === scene.agentId)
  expect(usage).toMatchObject({ calls: 1, underWay: 1, queue: 2, lastCallAt: expect.any(String) })
})
