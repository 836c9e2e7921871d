import { expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { WEBHOOK_EVENT_TYPES } from '@/domain/webhook-events/webhook-event-types.rules'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db, Prisma } from '@/platform/db'
import { checkInvariants } from '@/testing/check-invariants'
import { createTestOrganization, laterContact, testContact } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { planImport, stageImport } from '@/testing/stage-import'
import { countTests } from './count-tests'
import { eraseTests } from './erase-tests'

const scenes = setUpScenes()
const { loop } = scenes

/** Tables that erasing tests has nothing to do with: what was set up, what is kept on purpose, and the engine's. */
const LEFT_ALONE = ['audit_log', 'credit_ledger', 'credit_sums', 'credit_balances', 'outbox_events']

/** Every row that an organization has, as text, by table. */
async function rowsOf(organizationId: string): Promise<Record<string, string[]>> {
  const tables = await db().rows<{ name: string }>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'organization_id' ORDER BY 1`
  const rows: Record<string, string[]> = {}
  for (const { name } of tables) {
    if (LEFT_ALONE.includes(name)) continue
    const found = await db().rows<{ row: string }>`
      SELECT each::text AS row FROM ${Prisma.raw(`"${name}" AS each`)} WHERE organization_id = ${organizationId} ORDER BY 1`
    rows[name] = found.map(({ row }) => row)
  }
  return rows
}

async function setUp() {
  const { actor, organizationId } = await createTestOrganization()
  const tester: Actor = { ...actor, test: true }
  const scene = await Scene.open(actor, scenes.dialer.url, { lines: 50 })
  await createEndpoint(actor, { url: 'https://example.com/hook', events: [...WEBHOOK_EVENT_TYPES] })
  const enroll = (by: Actor, contacts: object[], options = {}) => {
    const { idempotencyKey, ...more } = options as { idempotencyKey?: string }
    return enrollBatch(by, { agentId: scene.agentId, body: { contacts, ...more }, source: 'api', idempotencyKey })
  }
  return { actor, organizationId, tester, scene, enroll }
}

it('erases tests of every kind and state, and leaves every row of what was enrolled in earnest', async () => {
  const { actor, organizationId, tester, scene, enroll } = await setUp()
  await enroll(actor, [scene.contact('A', { account_id: 'x' }), scene.contact('B', { account_id: 'x' }), {}], {
    groupByField: 'account_id',
    idempotencyKey: 'key',
  })
  await enroll(actor, [laterContact(41)])
  await stageImport(actor, planImport(scene.agentId, { batches: [[testContact(42)]] }))
  await loop.run()
  await scene.report('A', 'Goal Completed')
  await loop.run()
  const before = await rowsOf(organizationId)
  const spent = await db().creditLedgerEntry.count({ where: { organizationId } })

  // A call that has ended and cost a credit, a chain with a rejection under a key, what is planned, paused or not yet
  // created, a file that is enrolled and one of which rows are still to come.
  const call = { name: 'Tested', phoneNumber: '+15550100188', mode: 'dialed', idempotencyKey: 'a' } as const
  await placeTestCall(actor, scene.agentId, call)
  await loop.run()
  await scene.report('Tested', 'No Answer')
  await enroll(tester, [laterContact(1, { account_id: 'y' }), laterContact(2, { account_id: 'y' }), {}], {
    groupByField: 'account_id',
    idempotencyKey: 'key',
  })
  const paused = await enroll(tester, [laterContact(3)])
  await db().batch.update({ where: { id: paused.batchId }, data: { pausedAt: new Date() } })
  const finished = planImport(scene.agentId, { batches: [[laterContact(4)]], faulty: [testContact(5)] })
  await stageImport(tester, finished)
  await loop.run()
  const failed = await enroll(tester, [laterContact(6)])
  await db().batch.update({ where: { id: failed.batchId }, data: { status: 'failed' } })
  await stageImport(tester, planImport(scene.agentId, { batches: [[laterContact(7)], [laterContact(8)]] }))
  expect(await countTests(actor)).toMatchObject({ batches: 5, contacts: 6, imports: 2, open: 5 })

  const erased = await eraseTests(actor)
  expect(erased).toMatchObject({ batches: 5, contacts: 6, calls: 1, imports: 2, underWay: 0, more: false })
  expect(await countTests(actor)).toEqual({ batches: 0, contacts: 0, imports: 0, open: 0 })
  expect(await rowsOf(organizationId)).toEqual(before)
  // The ledger has what the test call has cost, and agrees with the balance still.
  expect(await db().creditLedgerEntry.count({ where: { organizationId } })).toBeGreaterThan(spent)
  await checkInvariants(organizationId)
  const lines = await db().auditEntry.findMany({
    where: { organizationId, action: { in: ['tests.cancelled', 'tests.erased'] } },
    orderBy: { at: 'asc' },
  })
  expect(lines.map(({ action }) => action)).toEqual(['tests.cancelled', 'tests.erased'])
  expect(lines[1]).toMatchObject({ details: { batches: 5, contacts: 6, calls: 1, imports: 2 } })
  // Once more: nothing is left, and nothing is told.
  expect(await eraseTests(actor)).toEqual({ batches: 0, contacts: 0, calls: 0, imports: 0, underWay: 0, more: false })
  expect(await db().auditEntry.count({ where: { organizationId, action: 'tests.erased' } })).toBe(1)
  // What the background does later finds nothing, and breaks nothing.
  await loop.run()
  expect(await rowsOf(organizationId)).toMatchObject({ batches: before.batches, sequences: before.sequences })
})

it('leaves a batch whose call is under way until it has ended, and nothing of another organization', async () => {
  const { actor, scene } = await setUp()
  const other = await setUp()
  await other.enroll(other.tester, [laterContact(1)])
  const call = { name: 'Talking', phoneNumber: '+15550100189', mode: 'dialed', idempotencyKey: 'b' } as const
  await placeTestCall(actor, scene.agentId, call)
  await loop.run()
  expect(await eraseTests(actor)).toMatchObject({ batches: 0, underWay: 1, more: false })
  expect(await scene.statuses()).toEqual({ Talking: 'cancelled' })
  await scene.report('Talking', 'Goal Completed')
  await loop.run()
  expect(await eraseTests(actor)).toMatchObject({ batches: 1, calls: 1, underWay: 0, more: false })
  expect(await countTests(other.actor)).toMatchObject({ batches: 1 })
})
