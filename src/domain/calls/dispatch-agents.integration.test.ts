import { expect, it } from 'vitest'
import { workDue, workPlanned } from '@/domain/events'
import { db } from '@/platform/db'
import { setUpScenes } from '@/testing/set-up-scenes'
import { dispatchAgents } from './dispatch-agents'

const scenes = setUpScenes()
const { loop } = scenes

it('an agent whose dispatch fails keeps no other from calling, and is tried again by itself', async () => {
  const [good, bad] = [await scenes.open(), await scenes.open()]
  for (const [scene, name] of [
    [good, 'good'],
    [bad, 'bad'],
  ] as const)
    await scene.enroll([scene.contact(name)])
  await loop.run({ but: [workDue.name] })
  await loop.reset()
  await db().execute`UPDATE contacts SET timezone = 'Nowhere/Land' WHERE name = 'bad'`
  const agentIds = [bad.agent, good.agent]
  expect(await dispatchAgents({ agentIds })).toMatchObject({
    dispatched: [{ agentId: good.agent, calls: 1 }],
    failed: [bad.agent],
  })
  await expect(dispatchAgents({ agentIds: [bad.agent] })).rejects.toThrow(/nowhere/i)
  await loop.handle(...agentIds.map((agentId) => ({ id: agentId, name: workDue.name, data: { agentId } })))
  const planned = (await loop.pending()).filter(({ name }) => name === workPlanned.name)
  expect(planned.map(({ data }) => data.agentId)).toContain(bad.agent)
  await db().execute`UPDATE contacts SET timezone = 'America/Chicago' WHERE name = 'bad'`
  await loop.run()
  expect(await bad.underWay()).toEqual(['bad'])
})
