import { expect, it } from 'vitest'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { recordTimeouts } from '@/domain/calls/record-call-result'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { db, transaction } from '@/platform/db'
import { checkInvariants } from '@/testing/check-invariants'
import { readCreditBooks } from '@/testing/credit-books'
import { createTestOrganization } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { getCreditBalance } from './get-credit-balance'
import { openCreditMonth } from './open-credit-month'
import { settleCredits, spendReleasedCredits } from './settle-credits'

const scenes = setUpScenes()
const { loop } = scenes

/** Opens a scene in an organization of its own, with this many credits. */
async function openWith(credits: number, agent: Parameters<typeof scenes.open>[0] = {}) {
  const { actor } = await createTestOrganization({ credits })
  return Scene.open(actor, scenes.dialer.url, agent)
}

const balanceOf = async ({ actor }: Scene) => {
  const { reserved, spent, available } = await getCreditBalance(actor)
  return { reserved, spent, available }
}

const settle = (id: string, kind: 'spend' | 'release') => transaction((tx) => settleCredits(tx, [id], kind))

it('reserved on acceptance, spent at the first placed call, released when there will be none', async () => {
  const scene = await openWith(100, { creditsPerContact: 7, lines: 2 })
  await scene.enrollChains('AB')
  expect(await balanceOf(scene)).toEqual({ reserved: 14, spent: 0, available: 86 })
  await loop.run()
  expect(await balanceOf(scene)).toEqual({ reserved: 7, spent: 7, available: 86 })
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await balanceOf(scene)).toEqual({ reserved: 0, spent: 7, available: 93 })
  await checkInvariants(scene.actor.organizationId)
})

it('one credit for a contact, however often it is called', async () => {
  const call = { stepType: 'CALL' as const, delaySeconds: 0 }
  const scene = await openWith(10, { steps: [call, call, call] })
  await scene.enroll([scene.contact('A')])
  for (let times = 0; times < 3; times++) {
    await loop.run()
    await scene.report('A', 'Busy')
  }
  await loop.run()
  expect(await scene.calls('A')).toHaveLength(3)
  expect(await balanceOf(scene)).toEqual({ reserved: 0, spent: 1, available: 9 })
})

it('the price is the one of acceptance', async () => {
  const scene = await openWith(10, { creditsPerContact: 2, lines: 2 })
  const batchId = await scene.enroll([scene.contact('A'), scene.contact('B')])
  await db().agent.update({ where: { id: scene.agent }, data: { creditsPerContact: 5, lines: 1 } })
  await loop.run()
  await cancelBatch(scene.actor, batchId)
  expect(await balanceOf(scene)).toEqual({ reserved: 0, spent: 2, available: 8 })
  await scene.report('A', 'Busy')
  await loop.run()
})

it('contacts that cost nothing are booked like others', async () => {
  const scene = await openWith(0, { creditsPerContact: 0, lines: 2 })
  await scene.enrollChains('AB')
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  expect(await scene.credits()).toEqual({ A: 'spent', B: 'released' })
  await checkInvariants(scene.actor.organizationId)
})

it('twenty requests at once reserve what there is and not more', async () => {
  const scene = await openWith(31, { creditsPerContact: 1 })
  const enroll = () =>
    enrollBatch(scene.actor, {
      agentId: scene.agentId,
      body: { contacts: ['A', 'B', 'C'].map((name) => scene.contact(name)) },
      source: 'api',
    })
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, enroll))
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
  expect(refused).toEqual(Array(10).fill('INSUFFICIENT_CREDITS'))
  expect(await balanceOf(scene)).toEqual({ reserved: 30, spent: 0, available: 1 })
  await loop.run()
  await checkInvariants(scene.actor.organizationId)
})

it.each(['spend', 'release'] as const)('fifty times at once, a %s is booked once', async (kind) => {
  const scene = await openWith(10)
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: ['sequences/work.due'] })
  await loop.reset()
  const { id } = await scene.sequence('A')
  await Promise.all(Array.from({ length: 50 }, () => settle(id, kind)))
  // What has been booked one way is not booked the other way too.
  await settle(id, kind === 'spend' ? 'release' : 'spend')
  const spent = kind === 'spend' ? 1 : 0
  expect(await balanceOf(scene)).toEqual({ reserved: 0, spent, available: 10 - spent })
  const { balances, ledger } = await readCreditBooks(scene.actor.organizationId)
  expect(balances).toEqual(ledger)
})

it('a release passes over a contact with a call under way', async () => {
  const scene = await openWith(10)
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: ['calls/call.requested'] })
  const { id } = await scene.sequence('A')
  await settle(id, 'release')
  expect(await scene.credits()).toEqual({ A: 'reserved' })
})

it('a release passes over a contact whose call has ended, until the result has had its effects', async () => {
  const scene = await openWith(10)
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: ['calls/call.requested'] })
  const [call] = await scene.calls('A')
  await recordTimeouts([call?.id ?? ''])
  expect(await scene.calls('A')).toMatchObject([{ status: 'ended' }])
  const { id } = await scene.sequence('A')
  await settle(id, 'release')
  expect(await scene.credits()).toEqual({ A: 'reserved' })
})

it('a released credit is taken again once, when a call turns out to have been placed', async () => {
  const scene = await openWith(10)
  await scene.enroll([scene.contact('A')])
  await loop.run({ but: ['sequences/work.due'] })
  await loop.reset()
  const { id } = await scene.sequence('A')
  await transaction((tx) => spendReleasedCredits(tx, [id]))
  expect(await balanceOf(scene)).toEqual({ reserved: 1, spent: 0, available: 9 })
  await settle(id, 'release')
  await Promise.all(Array.from({ length: 20 }, () => transaction((tx) => spendReleasedCredits(tx, [id]))))
  expect(await balanceOf(scene)).toEqual({ reserved: 0, spent: 1, available: 9 })
  const { balances, ledger } = await readCreditBooks(scene.actor.organizationId)
  expect(balances).toEqual(ledger)
})

it('movements go to the month of acceptance, whenever they happen', async () => {
  const scene = await openWith(100, { lines: 2 })
  await scene.enrollChains('AB')
  // The batch is of last month, and so is its reservation.
  const organizationId = scene.actor.organizationId
  await db().execute`
    INSERT INTO credit_balances (organization_id, month, allocated, reserved)
    SELECT organization_id, (month - interval '1 month')::date, 10, reserved FROM credit_balances
    WHERE organization_id = ${organizationId}`
  await db().execute`
    INSERT INTO credit_ledger (organization_id, month, kind, amount, reason)
    SELECT organization_id, month, 'allocation', 10, 'month:last:allocated' FROM credit_balances
    WHERE organization_id = ${organizationId} AND allocated = 10`
  await db().execute`
    UPDATE credit_balances SET reserved = 0 WHERE organization_id = ${organizationId} AND allocated = 100`
  await db().execute`
    UPDATE credit_ledger SET month = (month - interval '1 month')::date
    WHERE organization_id = ${organizationId} AND kind = 'reservation'`
  await db().execute`
    UPDATE batches SET credit_month = (credit_month - interval '1 month')::date WHERE organization_id = ${organizationId}`
  await checkInvariants(organizationId)
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  await checkInvariants(organizationId)
  const { balances } = await readCreditBooks(organizationId)
  expect(balances).toMatchObject([
    { allocated: 10, reserved: 0, spent: 1 },
    { allocated: 100, reserved: 0, spent: 0 },
  ])
})

it('a month that many open at once is opened once', async () => {
  const { actor } = await openWith(10)
  const { organizationId } = actor
  await db().execute`DELETE FROM credit_balances WHERE organization_id = ${organizationId}`
  await db().execute`DELETE FROM credit_ledger WHERE organization_id = ${organizationId}`
  await Promise.all(Array.from({ length: 20 }, () => transaction((tx) => openCreditMonth(tx, organizationId))))
  const { balances, ledger } = await readCreditBooks(organizationId)
  expect(balances).toMatchObject([{ allocated: 10, reserved: 0, spent: 0 }])
  expect(ledger).toEqual(balances)
})
