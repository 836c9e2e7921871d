import { beforeEach, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { pauseBatch } from '@/domain/batches/pause-batch'
import { dryRunBatch } from '@/domain/enrollment/enroll-batch'
import { dryRunSingle } from '@/domain/enrollment/enroll-single'
import { updateCallingPolicy } from '@/domain/organizations/update-calling-policy'
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
  expect(alone).toMatchObject({ lines: 2, callSeconds: 90, callsMeasured: 0, callsAhead: 0, hasLaterCalls: false })
  expect(alone.hoursNeeded).toBe(1)
  expect(minutesUntil(alone.endsAt)).toBe(60)
  await scene.enroll([...'ABCDEFGHIJKLMNOPQRSTUV'].map((name) => scene.contact(name)))
  await loop.run()
  // Two are called, and twenty wait for a line.
  expect(minutesUntil((await estimateEnrollment(actor, ask)).endsAt)).toBe(75)
})

it('counts how many calls may begin in a minute', async () => {
  const { agentId } = await open({ lines: 50, callsPerMinute: 2 })
  const estimate = await estimateEnrollment(actor, { agentId, contacts: 60, bypassAllowedCallWindow: false })
  expect(estimate).toMatchObject({ callsPerMinute: 2, hoursNeeded: 0.5 })
  expect(minutesUntil(estimate.endsAt)).toBe(30)
})

it('says of a dry run how long the lines need, in the hours that the rules of the places allow', async () => {
  const scene = await open({ lines: 1, callWindows: { wednesday: [{ start: '00:00', end: '24:00' }] } })
  const contacts = [1, 2, 3, 4].map((n) => testContact(n))
  const dryRun = (changes = {}) =>
    dryRunBatch(actor, { agentId: scene.agentId, body: { contacts, ...changes }, source: 'api' })
  const anyHour = await dryRun({ bypassAllowedCallWindow: true })
  expect(anyHour.estimate).toMatchObject({ hoursNeeded: 0.1, lines: 1, callSeconds: 90, callsMeasured: 0 })
  expect(minutesUntil(anyHour.estimate.endsAt)).toBe(6)
  const inWindows = await dryRun()
  expect(weekdayOf(inWindows.estimate.endsAt)).toBe('Wednesday')
  // Rhode Island has no calls before nine: the hours of the place and the windows both have to be open.
  await updateCallingPolicy(actor, { version: 1, ruleSets: ['us-federal', 'us-states'] })
  const inRules = await dryRun({ contacts: contacts.map((contact) => ({ ...contact, state: 'RI' })) })
  const hours = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', hour: 'numeric', hourCycle: 'h23' })
  const hour = Number(hours.format(new Date(inRules.estimate.endsAt ?? 0)))
  expect(hour).toBeGreaterThanOrEqual(9)
  expect(hour).toBeLessThan(18)
  const single = await dryRunSingle(actor, { agentId: scene.agentId, body: testContact(5), source: 'api' })
  expect(single.estimate).toMatchObject({ hoursNeeded: 0.03, callsAhead: 0 })
})

const weekdayOf = (iso: string | null) =>
  new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', weekday: 'long' }).format(new Date(iso ?? 0))

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
