import { expect, it } from 'vitest'
import { workDue, workPlanned } from '@/domain/events'
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
    const engine = { runId: newId(), isTrouble: () => false, send: (planned: unknown) => void sent.push(planned) }
    // Two nudges for one agent are one look.
    const nudges = [workDue.of({ agentId: scene.agent }), workDue.of({ agentId: scene.agent })]
    await runFunction(dispatchCallsFunction, nudges, engine)
    return { sent, agentId: scene.agent, dueMs: (await scene.sequence('A')).dueAt?.getTime() }
  }
  const { sent, agentId, dueMs } = await announced(60)
  const announcement = { id: `work-planned:${agentId}:${dueMs}`, name: workPlanned.name, data: { agentId } }
  expect(sent).toEqual([{ event: expect.objectContaining(announcement), when: dueMs }])
  expect((await announced(120)).sent).toEqual([])
})
