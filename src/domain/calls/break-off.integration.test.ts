import { expect, it } from 'vitest'
import { getAgent } from '@/domain/agents/get-agent'
import { pauseAgent, resumeAgent } from '@/domain/agents/pause-agent'
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
  expect((await dispatch(scene)).nextDueAt).toBe(await aMinuteAfterTheFirst(scene))

  // A minute later, in which they have all been answered, it makes twice as many, and not as many as there are lines.
  await loop.reset()
  await db().execute`
    UPDATE calls SET requested_at = requested_at - interval '5 minutes', ended_at = ended_at - interval '5 minutes'
    WHERE agent_id = ${scene.agent}::uuid AND ended_at IS NOT NULL`
  for (const name of await scene.underWay()) await scene.report(name, 'Busy')
  await loop.run({ but: ['sequences/work.due'] })
  expect(await scene.underWay()).toEqual([])
  await db().execute`UPDATE agents SET ramp_started_at = now() - interval '61 seconds' WHERE id = ${scene.agent}::uuid`
  await db().execute`
    UPDATE calls SET requested_at = requested_at - interval '62 seconds', ended_at = ended_at - interval '30 seconds'
    WHERE agent_id = ${scene.agent}::uuid AND ended_at > now() - interval '1 minute'`
  expect((await dispatch(scene)).calls).toBe(16)
})

/** The first moment at which the first of the calls that it has requested lately is a minute old. */
async function aMinuteAfterTheFirst({ agent }: Scene): Promise<string> {
  const requested = await db().call.findMany({ where: { agentId: agent, status: { in: ['requested', 'placed'] } } })
  return new Date(Math.min(...requested.map(({ requestedAt }) => requestedAt.getTime())) + 60_000).toISOString()
}

it('keeps the moment of a slow start that is over for as long as it tells which failed calls do not count', async () => {
  // A limit so low that a slow start is over at once.
  const scene = await scenes.open({ callsPerMinute: 1 })
  const startedAt = async (minutesAgo: number) => {
    await db().execute`
      UPDATE agents SET ramp_started_at = now() - make_interval(mins => ${minutesAgo}::int) WHERE id = ${scene.agent}::uuid`
    await dispatch(scene)
    return (await db().agent.findUniqueOrThrow({ where: { id: scene.agent } })).rampStartedAt
  }
  expect(await startedAt(9)).not.toBeNull()
  expect(await startedAt(11)).toBeNull()
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
  const { pausedAt, brokenOff } = await getAgent(scene.actor, scene.agentId)
  await pauseAgent(scene.actor, scene.agentId)
  expect(await getAgent(scene.actor, scene.agentId)).toMatchObject({ pausedAt, brokenOff })
  expect(brokenOff).not.toBeNull()
  await resumeAgent(scene.actor, scene.agentId)
  expect((await db().agent.findUniqueOrThrow({ where: { id: scene.agent } })).rampStartedAt).not.toBeNull()
  const other = await scenes.open()
  await pauseAgent(other.actor, other.agentId)
  await resumeAgent(other.actor, other.agentId)
  expect((await db().agent.findUniqueOrThrow({ where: { id: other.agent } })).rampStartedAt).toBeNull()
})

it('begins no more calls in a minute than the agent is allowed, and looks again when there is room', async () => {
  const scene = await scenes.open({ lines: 10, callsPerMinute: 3 })
  await scene.enroll(Array.from({ length: 10 }, (_, at) => scene.contact(`n${at}`)))
  await loop.run()
  expect(await scene.underWay()).toHaveLength(3)
  expect(await dispatch(scene)).toMatchObject({ calls: 0, nextDueAt: await aMinuteAfterTheFirst(scene) })
  await db().execute`
    UPDATE calls SET requested_at = requested_at - interval '61 seconds'
    WHERE id = (SELECT id FROM calls WHERE agent_id = ${scene.agent}::uuid ORDER BY id LIMIT 1)`
  expect((await dispatch(scene)).calls).toBe(1)
  const { version } = await getAgent(scene.actor, scene.agentId)
  await updateAgent(scene.actor, scene.agentId, { version, callsPerMinute: null })
  await loop.run()
  expect(await scene.underWay()).toHaveLength(10)
})
