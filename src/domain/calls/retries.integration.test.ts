import pg from 'pg'
import { expect, it, vi } from 'vitest'
import { getAgent } from '@/domain/agents/get-agent'
import { restoreAgentVersion, updateAgent } from '@/domain/agents/update-agent'
import { placeTestCall } from '@/domain/enrollment/place-test-call'
import { newId } from '@/domain/ids'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { findDueWork } from '@/domain/sequences/find-due-work'
import { getSequence } from '@/domain/sequences/get-sequence'
import { rescheduleSequence } from '@/domain/sequences/reschedule-sequence'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { type ResultType, Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { recordTimeouts } from './record-call-result'
import { settleCalls } from './settle-calls'

const scenes = setUpScenes()
const { loop } = scenes

const MINUTE_MS = 60_000
const tried = (after: string, times: number) => ({ after, times, otherTimeOfDay: false })
const call = { stepType: 'CALL', delaySeconds: 0 } as const
const RETRY = { Busy: tried('10m', 2), 'No Answer': tried('4h', 1), Failed: tried('15m', 1) }

/** The call under way ends so, and what follows is carried out. */
async function end(scene: Scene, name: string, resultType: ResultType): Promise<void> {
  await scene.report(name, resultType)
  await loop.run()
}

async function waitOf(scene: Scene, name: string): Promise<number> {
  const [{ dueAt }, last] = [await scene.sequence(name), (await scene.calls(name)).at(-1)]
  return ((dueAt?.getTime() ?? Number.NaN) - (last?.endedAt?.getTime() ?? Number.NaN)) / MINUTE_MS
}

async function callAgain(scene: Scene): Promise<void> {
  await scene.makeDue()
  await loop.run()
}

const madeOf = async (scene: Scene, name: string) =>
  (await scene.calls(name)).map(({ stepIndex, attempt, resultType }) => `${stepIndex}.${attempt} ${resultType}`)

it('a step calls again by its results, each as often as the policy says, and then the next step counts from its end', async () => {
  const steps = [
    { ...call, retry: RETRY },
    { ...call, delaySeconds: 86_400 },
  ]
  const scene = await scenes.open({ steps })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Busy')
  expect(await waitOf(scene, 'A')).toBe(10)
  expect(await scene.sequence('A')).toMatchObject({ status: 'in progress', stepIndex: 0, lastResultType: 'Busy' })
  // Nothing is called before its wait is over.
  await loop.run()
  expect(await scene.underWay()).toEqual([])
  await callAgain(scene)
  await end(scene, 'A', 'No Answer')
  expect(await waitOf(scene, 'A')).toBe(240)
  await callAgain(scene)
  await end(scene, 'A', 'Busy')
  expect(await waitOf(scene, 'A')).toBe(10)
  await callAgain(scene)
  await end(scene, 'A', 'Busy')
  // It was busy for the third time: the step is over.
  expect(await waitOf(scene, 'A')).toBe(1_440)
  await callAgain(scene)
  await end(scene, 'A', 'Busy')
  expect(await madeOf(scene, 'A')).toEqual(['0.1 Busy', '0.2 No Answer', '0.3 Busy', '0.4 Busy', '1.1 Busy'])
  expect(await scene.statuses()).toEqual({ A: 'done' })
  expect(await scene.credits()).toEqual({ A: 'spent' })
})

it('a success, or a conversation, is not called again', async () => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }], lines: 2 })
  await scene.enroll([scene.contact('A'), scene.contact('B')])
  await loop.run()
  await end(scene, 'A', 'Goal Completed')
  await end(scene, 'B', 'Goal Not Completed')
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'done' })
})

it('keeps to the most calls of a step, and of all steps together, which acts on who is enrolled', async () => {
  const steps = [
    { ...call, retry: { Busy: tried('10m', 5) }, attemptsMax: 2 },
    { ...call, retry: RETRY },
  ]
  const scene = await scenes.open({ steps })
  await scene.enroll([scene.contact('A'), scene.contact('B')])
  await loop.run()
  const { version } = await getAgent(scene.actor, scene.agentId)
  await end(scene, 'A', 'Busy')
  await callAgain(scene)
  await updateAgent(scene.actor, scene.agentId, { version, attemptsMax: 3 })
  for (let round = 0; round < 8; round++) {
    for (const name of await scene.underWay()) await end(scene, name, 'Busy')
    await callAgain(scene)
  }
  expect(await madeOf(scene, 'A')).toEqual(['0.1 Busy', '0.2 Busy', '1.1 Busy'])
  expect(await madeOf(scene, 'B')).toEqual(['0.1 Busy', '0.2 Busy', '1.1 Busy'])
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'done' })
})

it('who is enrolled keeps the policy of that day, and a version restores a former one', async () => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }] })
  await scene.enroll([scene.contact('A')])
  const first = await getAgent(scene.actor, scene.agentId)
  await updateAgent(scene.actor, scene.agentId, { version: first.version, steps: [call] })
  await loop.run()
  await end(scene, 'A', 'Busy')
  expect(await scene.statuses()).toEqual({ A: 'in progress' })
  await restoreAgentVersion(scene.actor, scene.agentId, { number: first.version, version: first.version + 1 })
  expect((await getAgent(scene.actor, scene.agentId)).steps).toEqual([{ ...call, retry: RETRY }])
})

it('a retry waits for the windows, and for those that are changed meanwhile', async () => {
  const hour = (ms: number) => `${String(new Date(ms).getUTCHours()).padStart(2, '0')}:00`
  const window = (fromMs: number) => [{ start: hour(fromMs), end: hour(fromMs + 3_600_000) }]
  const windows = (fromMs: number) => Object.fromEntries(WEEKDAYS.map((day) => [day, window(fromMs)]))
  const startMs = Math.floor(Date.now() / 3_600_000) * 3_600_000
  const scene = await scenes.open({ steps: [{ ...call, retry: { Busy: tried('90m', 1) } }], timezones: ['UTC'] })
  await scene.enroll([scene.contact('A', { timezone: 'UTC' })])
  await loop.run()
  await scene.changeAgent({ callWindows: windows(startMs + 5 * 3_600_000) })
  await end(scene, 'A', 'Busy')
  expect((await scene.sequence('A')).dueAt).toEqual(new Date(startMs + 5 * 3_600_000))
  await updateAgent(scene.actor, scene.agentId, { version: 1, callWindows: windows(startMs + 7 * 3_600_000) })
  await loop.run()
  expect((await scene.sequence('A')).dueAt).toEqual(new Date(startMs + 7 * 3_600_000))
})

it.each(['call', 'sequence'] as const)('mode %s: a chain waits while a step calls again', async (chainAdvance) => {
  const scene = await scenes.open({ steps: [{ ...call, retry: { Busy: tried('10m', 1) } }], lines: 5, chainAdvance })
  await scene.enrollChains('AB')
  await loop.run()
  await end(scene, 'A', 'Busy')
  expect(await scene.statuses()).toEqual({ A: 'in progress', B: 'waiting' })
  await callAgain(scene)
  expect(await scene.underWay()).toEqual(['A'])
  await end(scene, 'A', 'Busy')
  expect(await scene.underWay()).toEqual(['B'])
  await end(scene, 'B', 'Goal Completed')
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'done' })
})

it('the first call of a chain that succeeds ends who waits for a retry', async () => {
  const steps = [
    { ...call, retry: { Busy: tried('10m', 1) } },
    { ...call, delaySeconds: 3_600 },
  ]
  const scene = await scenes.open({ steps, lines: 5 })
  await scene.enrollChains('AB')
  await loop.run()
  await end(scene, 'A', 'Busy')
  await callAgain(scene)
  await end(scene, 'A', 'Busy')
  await end(scene, 'B', 'Busy')
  // B waits for its second call, and A's second step is due.
  await db()
    .execute`UPDATE sequences SET due_at = now() - interval '1 ms' WHERE agent_id = ${scene.agent}::uuid AND step_index = 1`
  await db().execute`UPDATE sequences SET due_at = due_at + interval '1 day'
    WHERE agent_id = ${scene.agent}::uuid AND step_index = 0 AND due_at IS NOT NULL`
  await findDueWork()
  await loop.run()
  await end(scene, 'A', 'Goal Completed')
  expect(await scene.statuses()).toEqual({ A: 'done', B: 'cancelled' })
})

it('a call that was withdrawn is made again under its number', async () => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Busy')
  await scene.makeDue()
  await loop.run({ but: ['calls/call.requested'] })
  await scene.changeAgent({ status: 'inactive' })
  await loop.run()
  expect(await scene.underWay()).toEqual([])
  expect(await scene.sequence('A')).toMatchObject({ status: 'in progress', attempt: 2 })
  await scene.changeAgent({ status: 'active' })
  await callAgain(scene)
  await end(scene, 'A', 'Goal Completed')
  expect(await madeOf(scene, 'A')).toEqual(['0.1 Busy', '0.2 Goal Completed'])
})

it.each([
  ['Goal Completed', 'done', null],
  // The person was spoken to after all, so the step is over.
  ['Goal Not Completed', 'done', null],
  ['Busy', 'in progress', 2],
] as const)('a late "%s" in the place of our Failed: %s', async (late, status, attempt) => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const [{ id } = { id: '' }] = await scene.calls('A')
  await recordTimeouts([id])
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ status: 'in progress', attempt: 2 })
  await scene.reportCall(id, late)
  await loop.run()
  const sequence = await scene.sequence('A')
  expect(sequence).toMatchObject({ status, ...(attempt && { attempt }), lastResultType: late })
  expect(sequence.dueAt === null).toBe(attempt === null)
})

it('a retry that is under way ends as it does, whatever comes late of the call before', async () => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const [{ id } = { id: '' }] = await scene.calls('A')
  await recordTimeouts([id])
  await loop.run()
  await callAgain(scene)
  await scene.reportCall(id, 'Goal Not Completed')
  await loop.run()
  expect(await scene.underWay()).toEqual(['A'])
  await end(scene, 'A', 'Failed')
  // The call before did not fail after all, so this is the first that has.
  expect(await scene.sequence('A')).toMatchObject({ attempt: 3, lastResultType: 'Failed' })
})

it('a result that is reported, or settled, twice makes one retry', async () => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  const [{ id } = { id: '' }] = await scene.calls('A')
  await scene.report('A', 'Busy')
  await Promise.all([settleCalls({ callIds: [id] }), settleCalls({ callIds: [id] }), scene.report('A', 'No Answer')])
  await loop.run()
  expect(await scene.sequence('A')).toMatchObject({ attempt: 2, lastResultType: 'Busy' })
  await callAgain(scene)
  expect(await scene.calls('A')).toHaveLength(2)
})

it('a retry is rescheduled as any step, and leaves the moment of the contact', async () => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }] })
  await scene.enroll([scene.contact('A')])
  await loop.run()
  await end(scene, 'A', 'Busy')
  const sequenceId = await scene.sequenceId('A')
  const { scheduledAt } = await getSequence(scene.actor, sequenceId)
  const moved = new Date(Date.now() + 86_400_000).toISOString()
  await rescheduleSequence(scene.actor, { sequenceId, scheduledAt: moved })
  expect(await getSequence(scene.actor, sequenceId)).toMatchObject({ dueAt: moved, scheduledAt })
})

it('another time of day is two hours from that of the call which nobody has answered', async () => {
  const retry = { 'No Answer': { after: '1d', times: 1, otherTimeOfDay: true } }
  const scene = await scenes.open({ steps: [{ ...call, retry }], timezones: ['UTC'] })
  await scene.enroll([scene.contact('A', { timezone: 'UTC' })])
  await loop.run()
  await end(scene, 'A', 'No Answer')
  const [first] = await scene.calls('A')
  const { dueAt } = await scene.sequence('A')
  expect((dueAt?.getTime() ?? 0) - (first?.placedAt?.getTime() ?? 0)).toBe((24 + 2) * 60 * MINUTE_MS)
})

it('who is put on a list meanwhile is planned for when the retry would come, and ends then as cancelled', async () => {
  // An organization of its own: others look nothing up while they have no list.
  const { actor } = await createTestOrganization()
  const scene = await Scene.open(actor, scenes.dialer.url, { steps: [{ ...call, retry: RETRY }] })
  const contact = scene.contact('A')
  await scene.enroll([contact])
  await loop.run()
  await suppressNumbers(scene.actor, { numbers: [String(contact.phoneNumber)], reason: 'Wrote to us' })
  await end(scene, 'A', 'Busy')
  expect(await waitOf(scene, 'A')).toBe(10)
  expect(await scene.sequence('A')).toMatchObject({ status: 'in progress', attempt: 2 })
  await callAgain(scene)
  expect(await scene.sequence('A')).toMatchObject({
    ...{ status: 'cancelled', creditState: 'spent', lastResultType: 'Busy' },
    cancelReason: expect.stringContaining('Do not call'),
  })
  expect(await madeOf(scene, 'A')).toEqual(['0.1 Busy'])
})

it('without a policy nothing more is asked of the database', async () => {
  const asked = async (steps: Parameters<typeof scenes.open>[0], resultType: ResultType) => {
    const scene = await scenes.open(steps)
    await scene.enroll([scene.contact('A')])
    await loop.run()
    const [{ id } = { id: '' }] = await scene.calls('A')
    await scene.report('A', resultType)
    const queries = vi.spyOn(pg.Client.prototype, 'query')
    await settleCalls({ callIds: [id] })
    const texts = queries.mock.calls.map(([query]) =>
      typeof query === 'string' ? query : (query as { text: string }).text,
    )
    queries.mockRestore()
    return texts
  }
  const plain = await asked({ steps: [call, call] }, 'Busy')
  const other = await asked({ steps: [{ ...call, retry: RETRY }, call] }, 'Voicemail')
  const again = await asked({ steps: [{ ...call, retry: RETRY }, call] }, 'Busy')
  expect(other).toEqual(plain)
  // Its calls until now, and what the agent and its organization ask of a call.
  expect(again.length).toBe(plain.length + 2)
})

it('a test call is one call', async () => {
  const scene = await scenes.open({ steps: [{ ...call, retry: RETRY }] })
  const { sequenceId } = await placeTestCall(scene.actor, scene.agentId, {
    name: 'Ada',
    phoneNumber: '+15551234567',
    mode: 'dialed',
    variables: {},
    idempotencyKey: newId(),
  })
  await loop.run()
  await end(scene, 'Ada', 'Busy')
  expect(await getSequence(scene.actor, sequenceId)).toMatchObject({ lifecycleStatus: 'done', calls: [{ attempt: 1 }] })
})
