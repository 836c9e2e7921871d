import { expect, it } from 'vitest'
import { getAgent } from '@/domain/agents/get-agent'
import { resumeAgent } from '@/domain/agents/pause-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { listAttention } from '@/domain/home/list-attention'
import { db } from '@/platform/db'
import { auditLines } from '@/testing/audit-lines'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { dispatchCalls } from './dispatch-calls'

const scenes = setUpScenes()
const { loop } = scenes

const dispatch = (scene: Scene) => dispatchCalls({ agentId: scene.agent })

/** Enrolls so many contacts and has all the calls under way end: the first of them as `Failed`. */
async function endCalls(scene: Scene, { calls, failed }: { calls: number; failed: number }): Promise<void> {
  const names = Array.from({ length: calls }, (_, at) => `n${at}`)
  await scene.enroll(names.map((name) => scene.contact(name)))
  await loop.run()
  const underWay = await scene.underWay()
  expect(underWay).toHaveLength(calls)
  for (const [at, name] of underWay.entries()) await scene.report(name, at < failed ? 'Failed' : 'Busy')
  await loop.run()
}

it('an agent of which half of the calls fail pauses itself, says why, and goes on slowly when somebody lets it', async () => {
  const scene = await scenes.open({ lines: 20 })
  await endCalls(scene, { calls: 20, failed: 10 })
  const { pausedAt, brokenOff } = await getAgent(scene.actor, scene.agentId)
  expect(pausedAt).not.toBeNull()
  expect(brokenOff).toMatchObject({ failed: 10, calls: 20 })
  expect(brokenOff?.lastCalls).toHaveLength(5)
  expect(brokenOff?.lastCalls[0]).toEqual({
    callId: expect.stringMatching(/^call\./),
    sequenceId: expect.stringMatching(/^call-sequence\./),
  })
  expect(await listAttention(scene.actor)).toContainEqual(
    expect.objectContaining({ kind: 'agent broke off', agentId: scene.agentId, failed: 10, calls: 20 }),
  )
  const lines = await auditLines(scene.actor.organizationId)
  expect(lines.filter(({ action }) => action === 'agent.broke_off')).toMatchObject([
    { actorKind: 'system', objectId: scene.agentId, details: brokenOff },
  ])

  await scene.enroll(Array.from({ length: 30 }, (_, at) => scene.contact(`later ${at}`)))
  await loop.run()
  expect(await scene.underWay()).toEqual([])

  await resumeAgent(scene.actor, scene.agentId)
  await loop.run()
  // A tenth of four calls a minute for each of its lines; what failed before is forgotten.
  expect(await scene.underWay()).toHaveLength(8)
  expect(await getAgent(scene.actor, scene.agentId)).toMatchObject({ pausedAt: null, brokenOff: null })
  expect((await listAttention(scene.actor)).filter(({ kind }) => kind === 'agent broke off')).toEqual([])
  const { nextDueAt } = await dispatch(scene)
  expect(Date.parse(nextDueAt ?? '') - Date.now()).toBeGreaterThan(0)

  // A minute later, in which somebody has answered, it makes twice as many.
  await db().execute`
    UPDATE calls SET ended_at = ended_at - interval '5 minutes' WHERE agent_id = ${scene.agent}::uuid AND ended_at IS NOT NULL`
  await db().execute`UPDATE agents SET ramp_started_at = now() - interval '61 seconds' WHERE id = ${scene.agent}::uuid`
  const [first = ''] = await scene.underWay()
  await scene.report(first, 'Busy')
  await loop.reset()
  const { id } = (await scene.calls(first)).at(-1) ?? { id: '' }
  await db().execute`
    UPDATE calls SET requested_at = requested_at - interval '62 seconds',
      ended_at = CASE WHEN id = ${id}::uuid THEN now() - interval '30 seconds' ELSE ended_at END
    WHERE agent_id = ${scene.agent}::uuid`
  expect((await dispatch(scene)).calls).toBe(12)
})

it.each([
  ['19 calls, all of them failed', { calls: 19, failed: 19 }],
  ['nine of twenty', { calls: 20, failed: 9 }],
])('%s are not enough', async (_what, ended) => {
  const scene = await scenes.open({ lines: 20 })
  await endCalls(scene, ended)
  expect(await getAgent(scene.actor, scene.agentId)).toMatchObject({ pausedAt: null, brokenOff: null })
})

it('what failed longer ago than ten minutes does not count', async () => {
  const scene = await scenes.open({ lines: 20 })
  await endCalls(scene, { calls: 19, failed: 19 })
  await db().execute`UPDATE calls SET ended_at = ended_at - interval '11 minutes' WHERE agent_id = ${scene.agent}::uuid`
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await scene.report('A', 'Failed')
  await loop.run()
  expect((await getAgent(scene.actor, scene.agentId)).brokenOff).toBeNull()
})

it('calls of tests do not count', async () => {
  const scene = await scenes.open({ lines: 20 })
  const names = Array.from({ length: 20 }, (_, at) => `n${at}`)
  const batchId = await scene.enroll(names.map((name) => scene.contact(name)))
  await db().execute`UPDATE batches SET test = true WHERE id = ${batchId}::uuid`
  await loop.run()
  for (const name of names) await scene.report(name, 'Failed')
  await loop.run()
  expect((await getAgent(scene.actor, scene.agentId)).brokenOff).toBeNull()
})

it('a pause by hand is not slow afterwards, and changes nothing of why', async () => {
  const scene = await scenes.open({ lines: 20 })
  await endCalls(scene, { calls: 20, failed: 20 })
  await resumeAgent(scene.actor, scene.agentId)
  expect((await db().agent.findUniqueOrThrow({ where: { id: scene.agent } })).rampStartedAt).not.toBeNull()
  const other = await scenes.open()
  await resumeAgent(other.actor, other.agentId)
  expect((await db().agent.findUniqueOrThrow({ where: { id: other.agent } })).rampStartedAt).toBeNull()
})

it('begins no more calls in a minute than the agent is allowed, and looks again when there is room', async () => {
  const scene = await scenes.open({ lines: 10, callsPerMinute: 3 })
  await scene.enroll(Array.from({ length: 10 }, (_, at) => scene.contact(`n${at}`)))
  await loop.run()
  expect(await scene.underWay()).toHaveLength(3)
  const { calls, nextDueAt } = await dispatch(scene)
  expect(calls).toBe(0)
  const waitMs = Date.parse(nextDueAt ?? '') - Date.now()
  expect(waitMs).toBeGreaterThan(0)
  expect(waitMs).toBeLessThanOrEqual(60_000)
  await db().execute`
    UPDATE calls SET requested_at = requested_at - interval '61 seconds'
    WHERE id = (SELECT id FROM calls WHERE agent_id = ${scene.agent}::uuid ORDER BY id LIMIT 1)`
  expect((await dispatch(scene)).calls).toBe(1)
  const { version } = await getAgent(scene.actor, scene.agentId)
  await updateAgent(scene.actor, scene.agentId, { version, callsPerMinute: null })
  await loop.run()
  expect(await scene.underWay()).toHaveLength(10)
})
