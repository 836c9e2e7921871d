import { expect, it } from 'vitest'
import { callListQuerySchema } from '@/domain/calls/call-list.schema'
import { getCall } from '@/domain/calls/get-call'
import { listCalls } from '@/domain/calls/list-calls'
import { newId, toPublicId } from '@/domain/ids'
import { cancelSequence } from '@/domain/sequences/cancel-sequences'
import { db } from '@/platform/db'
import type { ResultType } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { callAgain, callBatchAgain } from './call-again'
import { callAgainSchema } from './call-again.schema'

const scenes = setUpScenes()
const { loop } = scenes
const api = { source: 'api' as const }

/** A batch of five: A reached its goal, B and C did not answer, D was busy, E is open. */
async function setUp() {
  const scene = await scenes.open({ lines: 20 })
  const batchId = await scene.enroll([...'ABCDE'].map((name) => scene.contact(name, { account_id: `of ${name}` })))
  await loop.run()
  const results: Record<string, ResultType> = { A: 'Goal Completed', B: 'No Answer', C: 'No Answer', D: 'Busy' }
  for (const [name, result] of Object.entries(results)) await scene.report(name, result)
  await loop.run()
  const again = (input: object, options: { source: 'api'; isPreview?: boolean } = api) =>
    callAgain(scene.actor, callAgainSchema.parse(input), options)
  const namesOf = async (id: string | null) =>
    (await db().contact.findMany({ where: { batchId: id ?? '' }, orderBy: { index: 'asc' } }))
      .map(({ name }) => name)
      .join('')
  return { scene, batchId, again, namesOf }
}

it('enrolls those of a result anew, with all that was known of them, and each of them once', async () => {
  const { scene, batchId, again, namesOf } = await setUp()
  const filter = { batchId, results: ['nobody reached'] }
  const preview = await again({ filter }, { ...api, isPreview: true })
  expect(preview).toMatchObject({ batchId: null, total: 3, accepted: 3, rejected: [], leftOut: 0, next: null })
  expect(preview.credits).toMatchObject({ required: 3 })
  const made = await again({ filter, name: 'Unanswered' })
  expect(made).toMatchObject({ total: 3, accepted: 3, rejected: [], next: null })
  expect(await namesOf(made.batchId)).toBe('BCD')
  const contacts = await db().contact.findMany({ where: { batchId: made.batchId ?? '' }, orderBy: { index: 'asc' } })
  const before = await db().contact.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
  expect(contacts.map(({ againOf }) => againOf)).toEqual(before.slice(1, 4).map(({ id }) => id))
  expect(contacts[0]).toMatchObject({ phoneNumber: before[1]?.phoneNumber, variables: { account_id: 'of B' } })
  expect(await db().batch.findUnique({ where: { id: made.batchId ?? '' } })).toMatchObject({ name: 'Unanswered' })
  // A second press, whoever it is by, has nobody left.
  expect(await again({ filter })).toMatchObject({ batchId: null, total: 0, leftOut: 3 })
  const audit = await db().auditEntry.count({
    where: { organizationId: scene.actor.organizationId, action: 'batch.called_again', objectId: made.batchId },
  })
  expect(audit).toBe(1)
})

it('two who press at once call nobody twice', async () => {
  const { batchId, again } = await setUp()
  const filter = { batchId, results: ['nobody reached'] }
  const made = await Promise.all([again({ filter }), again({ filter }), again({ filter })])
  expect(made.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(3)
})

it('takes chosen contacts, whoever is not open, and another agent, whose rules count', async () => {
  const { scene, again, namesOf } = await setUp()
  const sequenceIds = await Promise.all([...'ABE'].map((name) => scene.sequenceId(name)))
  const agentId = scenes.home.agents.officeHours
  const rejected = await again({ sequenceIds, agentId })
  expect(rejected).toMatchObject({ batchId: null, total: 2, accepted: 0, leftOut: 1 })
  expect(rejected.rejected[0]?.code).toBe('VARIABLE_REQUIRED')
  const made = await again({ sequenceIds: [...sequenceIds, 'call-sequence.x'], agentId: scenes.home.agents.alwaysOn })
  expect(made).toMatchObject({ total: 2, accepted: 2, leftOut: 1 })
  expect(await namesOf(made.batchId)).toBe('AB')
})

it('by REST is one enrollment: its key repeats the answer, and without anybody left it is a conflict', async () => {
  const { scene, batchId, namesOf } = await setUp()
  const ask = (resultTypes: ResultType[], idempotencyKey?: string) =>
    callBatchAgain(
      scene.actor,
      batchId,
      { resultTypes, name: undefined, metadata: undefined, priority: undefined },
      { ...api, idempotencyKey },
    )
  const key = newId()
  const first = await ask(['No Answer'], key)
  expect(await namesOf(first.batchId)).toBe('BC')
  expect(await ask(['No Answer'], key)).toEqual({ ...first, replayed: true })
  expect(await ask(['Busy'], key)).toMatchObject({ batchId: first.batchId, replayed: true, payloadMismatch: true })
  await expect(ask(['No Answer'])).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await namesOf((await ask(['No Answer', 'Busy'])).batchId)).toBe('D')
})

it('lists calls in the order in which they ended, filtered and page by page', async () => {
  const { scene, batchId } = await setUp()
  const list = async (query: object) => {
    const calls: string[] = []
    let cursor: string | undefined
    do {
      const page = await listCalls(scene.actor, callListQuerySchema.parse({ limit: 2, ...query, cursor }))
      calls.push(...page.calls.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return calls.sort().join('')
  }
  expect(await list({ batchId })).toBe('ABCD')
  expect(await list({ agentId: scene.agentId })).toBe('ABCD')
  expect(await list({ agentId: scene.agentId, resultType: 'No Answer' })).toBe('BC')
  expect(await list({ batchId, resultType: 'Busy' })).toBe('D')
  expect(await list({ batchId, outcome: 'interested' })).toBe('')
  expect(await list({ batchId, endedSince: new Date(Date.now() + 60_000).toISOString() })).toBe('')
  const { calls } = await listCalls(scene.actor, callListQuerySchema.parse({ batchId }))
  expect(calls[0]).not.toHaveProperty('transcription')
  const whole = await listCalls(scene.actor, callListQuerySchema.parse({ batchId, include: 'transcript' }))
  expect(whole.calls[0]).toHaveProperty('transcription')
  expect(await getCall(scene.actor, calls[0]?.callId ?? '')).toMatchObject({ name: calls[0]?.name, duration: 12 })
  await expect(getCall(scene.actor, 'call.x')).rejects.toMatchObject({ code: 'CALL_NOT_FOUND' })
  await expect(listCalls(scene.actor, callListQuerySchema.parse({ batchId: newId() }))).rejects.toMatchObject({
    code: 'BATCH_NOT_FOUND',
  })
})

it('calls nobody in earnest who was enrolled as a test alone, and nobody who is on the phone', async () => {
  const { scene, batchId, again } = await setUp()
  await db().batch.update({ where: { id: batchId }, data: { test: true } })
  const filter = { batchId, results: ['nobody reached'] }
  expect(await again({ filter })).toMatchObject({ total: 0, leftOut: 3 })
  await db().batch.update({ where: { id: batchId }, data: { test: false } })
  // Cancelled while the call goes on: the contact has ended, and the call has not.
  const onThePhone = await db().contact.findFirstOrThrow({ where: { batchId, name: 'E' } })
  const sequenceId = toPublicId('sequence', onThePhone.id)
  expect(await cancelSequence(scene.actor, { sequenceId, scope: 'contact' })).toEqual({ affected: 1 })
  expect(await again({ sequenceIds: [sequenceId] })).toMatchObject({ total: 0, leftOut: 1 })
  await scene.report('E', 'Busy')
  await loop.run()
  expect(await again({ sequenceIds: [sequenceId] })).toMatchObject({ total: 1, accepted: 1, leftOut: 0 })
})
