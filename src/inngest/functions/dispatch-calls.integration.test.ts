import { expect, it } from 'vitest'
import { workDue } from '@/domain/events'
import { newId } from '@/domain/ids'
import { runFunction } from '@/testing/run-function'
import { setUpScenes } from '@/testing/set-up-scenes'
import { dispatchCallsFunction } from './dispatch-calls'

const scenes = setUpScenes()

it('announces what is due within 90 seconds for its very moment, and leaves later work to the cron', async () => {
  const announced = async (delaySeconds: number) => {
    const scene = await scenes.open({ steps: [{ stepType: 'CALL', delaySeconds }] })
    await scene.enroll([scene.contact('A')])
    await scenes.loop.run({ but: ['sequences/work.due'] })
    const sent: unknown[] = []
    const engine = { runId: newId(), isTrouble: () => false, send: (...all: unknown[]) => void sent.push(all) }
    await runFunction(dispatchCallsFunction, workDue.of({ agentId: scene.agent }), engine)
    return { sent, agentId: scene.agent, dueMs: (await scene.sequence('A')).dueAt?.getTime() }
  }
  const { sent, agentId, dueMs } = await announced(60)
  expect(sent).toEqual([
    [expect.objectContaining({ id: `work-due:${agentId}:${dueMs}`, name: workDue.name, data: { agentId } }), dueMs],
  ])
  expect((await announced(120)).sent).toEqual([])
})
