import { expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { parsePublicId } from '@/domain/ids'
import { runImportBatch } from '@/domain/imports/run-import-batch'
import { db } from '@/platform/db'
import { laterContact } from '@/testing/factories'
import { setUpScenes } from '@/testing/set-up-scenes'
import { planImport, stageImport } from '@/testing/stage-import'
import { enrollBatch } from './enroll-batch'
import { enrollSingle } from './enroll-single'

const scenes = setUpScenes()

function testKey(): Actor {
  return { ...scenes.home.actor, test: true }
}

async function available(): Promise<number> {
  const [row] = await db().rows<{ left: number }>`
    SELECT allocated - reserved - spent AS left FROM credit_balances
    WHERE organization_id = ${scenes.home.organizationId} AND month = credit_month()`
  return row?.left ?? 0
}

it('what a test key enrolls is called by the simulated dialer, whatever the agent has, and costs nothing', async () => {
  const scene = await scenes.open({ creditsPerContact: 3 })
  await scene.enroll([scene.contact('in earnest')])
  await scenes.loop.run()
  const before = await available()
  const body = { contacts: [scene.contact('tried', { phoneNumber: '+15551230009' })] }
  const { batchId } = await enrollBatch(testKey(), { agentId: scene.agentId, body, source: 'api' })
  await scene.report('in earnest', 'Goal Completed')
  await scenes.loop.run()
  expect(await db().batch.findUnique({ where: { id: batchId } })).toMatchObject({
    test: true,
    simulated: true,
    creditsPerContact: 0,
  })
  expect(await scene.calls('tried')).toMatchObject([{ providerCallId: expect.stringMatching(/^simulated-/) }])
  expect(scenes.dialer.asked.map(({ name }) => name)).toEqual(['in earnest'])
  expect(await available()).toBe(before)
})

it('a test of the agent’s own dialer is told as one, and costs what a call costs', async () => {
  const scene = await scenes.open({ creditsPerContact: 3 })
  const body = scene.contact('myself')
  await enrollSingle(scenes.home.actor, { agentId: scene.agentId, body, source: 'console', test: 'dialed' })
  const before = await available()
  await scenes.loop.run()
  expect(scenes.dialer.asked.at(-1)).toMatchObject({ name: 'myself', test: true })
  expect(await db().batch.findFirst({ where: { agentId: scene.agent } })).toMatchObject({
    test: true,
    simulated: false,
    creditsPerContact: 3,
  })
  expect(await available()).toBe(before)
  expect(await scene.credits()).toEqual({ myself: 'spent' })
})

it('a test opens a chain of its own beside the one in earnest', async () => {
  const scene = await scenes.open()
  await scene.enrollSingle('A', 'a')
  const body = { ...scene.contact('B', { account_id: 'a' }), groupByField: 'account_id' }
  const { sequenceId } = await enrollSingle(testKey(), { agentId: scene.agentId, body, source: 'api' })
  await scene.enrollSingle('C', 'a')
  const rows = await scene.sequences()
  const chainOf = (name: string) => rows.find((row) => row.name === name)?.chainId
  expect(chainOf('C')).toBe(chainOf('A'))
  expect(rows.find(({ id }) => id === parsePublicId('sequence', sequenceId))).toMatchObject({ status: 'scheduled' })
  expect(chainOf('B')).not.toBe(chainOf('A'))
})

it('all batches of a file that a test key imports are tests', async () => {
  const scene = await scenes.open()
  const plan = planImport(scene.agentId, { batches: [[laterContact(1)], [laterContact(2)]] })
  const importId = await stageImport(testKey(), plan)
  while ((await runImportBatch({ importId })).outcome === 'enrolled');
  const batches = await db().batch.findMany({ where: { agentId: scene.agent } })
  expect(batches.map(({ test, simulated }) => ({ test, simulated }))).toEqual([
    { test: true, simulated: true },
    { test: true, simulated: true },
  ])
})

it('what was tried under a key is enrolled in earnest under the same key', async () => {
  const { home } = scenes
  const agentId = home.agents.alwaysOn
  const bulk = { agentId, body: { contacts: [laterContact(1)] }, source: 'api' as const, idempotencyKey: 'go-live' }
  const single = { agentId, body: laterContact(2), source: 'api' as const, idempotencyKey: 'go-live' }
  for (const actor of [testKey(), home.actor]) {
    expect(await enrollBatch(actor, bulk)).toMatchObject({ replayed: false })
    expect(await enrollBatch(actor, bulk)).toMatchObject({ replayed: true, payloadMismatch: false })
    expect(await enrollSingle(actor, single)).toMatchObject({ replayed: false })
    expect(await enrollSingle(actor, single)).toMatchObject({ replayed: true, payloadMismatch: false })
  }
  const tests = await db().batch.count({ where: { organizationId: home.organizationId, test: false, total: 1 } })
  expect(tests).toBeGreaterThanOrEqual(2)
})
