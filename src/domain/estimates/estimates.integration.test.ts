import { beforeEach, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { pauseBatch } from '@/domain/batches/pause-batch'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { planImport, stageImport } from '@/testing/stage-import'
import { estimateBatch } from './estimate-batch'
import { estimateEnrollment } from './estimate-enrollment'
import { estimateImport } from './estimate-import'

const scenes = setUpScenes()
const { loop } = scenes
const MINUTE_MS = 60_000

let organization: TestOrganization
let actor: Actor

beforeEach(async () => {
  organization = await createTestOrganization()
  actor = organization.actor
})

const open = (agent = {}) => Scene.open(actor, scenes.dialer.url, agent)
const minutesUntil = (iso: string | null | undefined) => Math.round((Date.parse(iso ?? '') - Date.now()) / MINUTE_MS)

it('tells before the enrollment how long it will take, with what the agent has to do already', async () => {
  const scene = await open({ lines: 2 })
  const ask = { agentId: scene.agentId, contacts: 80, bypassAllowedCallWindow: false }
  const alone = await estimateEnrollment(actor, ask)
  expect(alone).toMatchObject({ lines: 2, callSeconds: 90, hasLaterCalls: false })
  expect(minutesUntil(alone.endsAt)).toBe(60)
  await scene.enroll([...'ABCDEFGHIJKLMNOPQRSTUV'].map((name) => scene.contact(name)))
  await loop.run()
  // Two are called, and twenty wait for a line.
  expect(minutesUntil((await estimateEnrollment(actor, ask)).endsAt)).toBe(75)
})

it('tells of a batch until it has ended, and nothing while it is paused', async () => {
  const scene = await open({ lines: 1 })
  const batchId = await scene.enroll([...'ABCD'].map((name) => scene.contact(name)))
  expect(minutesUntil((await estimateBatch(actor, batchId))?.endsAt)).toBe(6)
  await loop.run()
  await scene.report('A', 'Voicemail')
  await loop.run()
  // A call that took no time at all is no measure: the mean is of what there is, and a second at least.
  expect((await estimateBatch(actor, batchId))?.callSeconds).toBeGreaterThanOrEqual(1)
  await pauseBatch(actor, batchId)
  expect(await estimateBatch(actor, batchId)).toBeNull()
})

it('tells of an import with what is not enrolled yet', async () => {
  const scene = await open({ lines: 1 })
  const importId = await stageImport(
    actor,
    planImport(scene.agentId, { batches: [[testContact(1)], [testContact(2)]] }),
  )
  expect(minutesUntil((await estimateImport(actor, importId))?.endsAt)).toBe(3)
})

it('knows no end for an agent whose windows never open', async () => {
  const { agentId } = await open({ callWindows: {} })
  const ask = { agentId, contacts: 1 }
  expect((await estimateEnrollment(actor, { ...ask, bypassAllowedCallWindow: false })).endsAt).toBeNull()
  expect((await estimateEnrollment(actor, { ...ask, bypassAllowedCallWindow: true })).endsAt).not.toBeNull()
})
