import { expect, it } from 'vitest'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { getSequence } from './get-sequence'

const scenes = setUpScenes()
const { loop } = scenes

it('says what keeps a due call waiting, who was asked for one, and that an answer is unclear', async () => {
  // Of its own, so that its account may be broken without harm to others.
  const { actor } = await createTestOrganization()
  const scene = await Scene.open(actor, scenes.dialer.url)
  const setAccount = (state: string, reason: string | null, heldUntil: Date | null) => db().execute`
    UPDATE dialer_accounts SET state = ${state}, state_reason = ${reason}, held_until = ${heldUntil}, name = 'Main line'
    WHERE id = (SELECT dialer_account_id FROM agents WHERE id = ${scene.agent}::uuid)`
  await setAccount('failing', 'The balance is used up.', null)
  await scene.enroll([scene.contact('Ada')])
  await loop.run()
  const sequenceId = await scene.sequenceId('Ada')
  const read = () => getSequence(actor, sequenceId)
  const trouble = { name: 'Main line', dialerAccountId: expect.any(String) }
  expect(await read()).toMatchObject({
    dialerTrouble: { ...trouble, state: 'failing', reason: 'The balance is used up.', until: null },
    calls: [],
  })
  await setAccount('off', null, null)
  expect((await read()).dialerTrouble).toMatchObject({ ...trouble, state: 'off', reason: null })
  const heldUntil = new Date('9000-01-01')
  const holdAgent = (until: Date | null) => db().execute`
    UPDATE agents SET held_until = ${until} WHERE id = ${scene.agent}::uuid`
  await setAccount('connected', null, null)
  await holdAgent(heldUntil)
  expect((await read()).dialerTrouble).toMatchObject({ ...trouble, state: 'held', until: heldUntil.toISOString() })
  await holdAgent(null)
  await setAccount('connected', null, heldUntil)
  expect((await read()).dialerTrouble).toMatchObject({ ...trouble, state: 'held', until: heldUntil.toISOString() })

  const test = { phoneNumber: '+15550100123', mode: 'simulated', idempotencyKey: 'test' } as const
  const { sequenceId: tested } = await placeTestCall(actor, scene.agentId, { ...test, name: 'Tested' })
  expect((await getSequence(actor, tested)).dialerTrouble).toBeNull()
  await loop.run()
  expect((await getSequence(actor, tested)).calls).toMatchObject([{ dialer: null, askedAt: expect.any(String) }])

  await setAccount('connected', null, null)
  expect((await read()).dialerTrouble).toBeNull()
  await scene.makeDue()
  await loop.run()
  const dialer = { name: 'Main line', label: 'Webhook' }
  expect((await read()).calls).toMatchObject([
    { dialer, askedAt: expect.any(String), unclear: false, status: 'placed' },
  ])
  // As it is when no answer has come.
  await db().execute`UPDATE calls SET status = 'requested' WHERE agent_id = ${scene.agent}::uuid AND status = 'placed'`
  expect((await read()).calls).toMatchObject([{ unclear: false }])
  await scene.ageCalls(60)
  expect((await read()).calls).toMatchObject([{ unclear: true }])
})
