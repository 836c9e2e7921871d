import { expect, it } from 'vitest'
import { callRequested } from '@/domain/events'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { runFunction } from '@/testing/run-function'
import { setUpScenes } from '@/testing/set-up-scenes'
import { placeCallFunction } from './place-call'

const scenes = setUpScenes()
const { loop } = scenes

/** Enrolls somebody who is called, whose dialer was not asked and whose call cannot be looked at until `mend`. */
async function stuck() {
  const scene = await scenes.open()
  const name = `stuck-${newId()}`
  await scene.enroll([scene.contact(name)])
  await loop.run({ but: [callRequested.name] })
  await loop.reset()
  const setTimezone = (timezone: string) =>
    db().execute`UPDATE contacts SET timezone = ${timezone} WHERE name = ${name}`
  await setTimezone('Nowhere/Land')
  const [call] = await scene.calls(name)
  if (!call) throw new Error('There is no call.')
  const requested = callRequested.of({
    callId: call.id,
    agentId: scene.agent,
    organizationId: scene.actor.organizationId,
  })
  return { scene, name, callId: call.id, requested, mend: () => setTimezone('America/Chicago') }
}

/** As it goes when each try of a run meets an outage. */
function runInVain(event: ReturnType<typeof callRequested.of>) {
  return runFunction(placeCallFunction, [event], { runId: newId(), isTrouble: () => true, send: () => {} })
}

it.each([
  { who: 'somebody was never asked for', attempted: false },
  { who: 'somebody may be on the phone', attempted: true },
])('a run that fails ends no call: $who, and is asked for again', async ({ attempted }) => {
  const { scene, name, callId, requested, mend } = await stuck()
  if (attempted) await db().execute`UPDATE calls SET attempted_at = now() WHERE id = ${callId}::uuid`
  await runInVain(requested)
  expect(await scene.calls(name)).toMatchObject([{ status: 'requested', resultType: null }])
  await mend()
  await loop.run()
  expect(await scene.calls(name)).toMatchObject([{ id: callId, status: 'placed' }])
  expect(scenes.dialer.asked.filter((asked) => asked.name === name)).toHaveLength(1)
})

it('what breaks off for longer than a result may take ends, and frees its line', async () => {
  const { scene, name, requested } = await stuck()
  await scene.ageCalls(7_201)
  await runInVain(requested)
  expect(await scene.calls(name)).toMatchObject([{ status: 'ended', resultType: 'Failed' }])
})
