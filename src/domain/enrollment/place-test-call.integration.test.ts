import { expect, it } from 'vitest'
import { pauseAgent, resumeAgent } from '@/domain/agents/pause-agent'
import { db } from '@/platform/db'
import { setUpScenes } from '@/testing/set-up-scenes'
import { placeTestCall } from './place-test-call'

const scenes = setUpScenes()

const DAY_SECONDS = 86_400

it('calls once and at once, whatever the steps and windows are, and a press that is sent twice calls once', async () => {
  const scene = await scenes.open({
    callWindows: { monday: [{ start: '00:00', end: '00:01' }] },
    steps: [
      { stepType: 'EMAIL', delaySeconds: 0, subject: 'Hello', body: 'Hello' },
      { stepType: 'CALL', delaySeconds: DAY_SECONDS },
      { stepType: 'CALL', delaySeconds: DAY_SECONDS },
    ],
  })
  const input = { name: 'Ada', phoneNumber: '+15550100123', mode: 'dialed' as const, idempotencyKey: 'once' }
  const { sequenceId } = await placeTestCall(scene.actor, scene.agentId, input)
  expect(await placeTestCall(scene.actor, scene.agentId, input)).toEqual({ sequenceId })
  await scenes.loop.run()
  expect(scenes.dialer.asked).toMatchObject([{ name: 'Ada', test: true }])
  await scene.report('Ada', 'No Answer')
  await scenes.loop.run()
  expect(await scene.statuses()).toEqual({ Ada: 'done' })
  expect(await db().rows`SELECT action FROM audit_log WHERE action = 'agent.tested'`).toHaveLength(1)
})

it('judges the number as any other, and refuses to call for an agent whose calls are stopped', async () => {
  const scene = await scenes.open()
  const input = { name: 'Ada', phoneNumber: '12', mode: 'simulated' as const, idempotencyKey: 'wrong' }
  await expect(placeTestCall(scene.actor, scene.agentId, input)).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: [{ field: 'phoneNumber' }],
  })
  await pauseAgent(scene.actor, scene.agentId)
  const valid = { ...input, phoneNumber: '+15550100123' }
  await expect(placeTestCall(scene.actor, scene.agentId, valid)).rejects.toMatchObject({ code: 'CONFLICT' })
  await resumeAgent(scene.actor, scene.agentId)
})
