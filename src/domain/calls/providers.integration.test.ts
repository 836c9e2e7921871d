import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createAgent } from '@/domain/agents/create-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { checkDialerAccount } from '@/domain/dialer-accounts/check-dialer-account'
import { createDialerAccount } from '@/domain/dialer-accounts/create-dialer-account'
import { getDialerAccount } from '@/domain/dialer-accounts/get-dialer-account'
import { replaceCredentials } from '@/domain/dialer-accounts/replace-credentials'
import { turnOffDialerAccount, turnOnDialerAccount } from '@/domain/dialer-accounts/turn-off-dialer-account'
import { updateDialerAccount } from '@/domain/dialer-accounts/update-dialer-account'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { callNudged, callRequested } from '@/domain/events'
import { listAttention } from '@/domain/home/list-attention'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { getSequence } from '@/domain/sequences/get-sequence'
import { db, transaction } from '@/platform/db'
import {
  type EventMishap,
  eventRequests,
  type FakeDialer,
  type FakeEvent,
  type FakeFault,
} from '@/platform/dialers/fake-provider'
import { type FakeLivekit, LIVEKIT_AGENT } from '@/platform/dialers/livekit/fake-livekit'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'
import type { startFakeRetell } from '@/platform/dialers/retell/fake-retell'
import { FAKE_NUMBER_ID } from '@/platform/dialers/vapi/fake-vapi'
import { signMessage } from '@/platform/signatures'
import { handleRequest } from '@/rest/handle-request'
import { checkInvariants } from '@/testing/check-invariants'
import { EventLoop } from '@/testing/event-loop'
import { createTestOrganization, type TestOrganization, testAgents, testContact } from '@/testing/factories'
import { type Asked, askedBlindly, PROVIDER_FAKES, type ProviderFake, REMOTE_RESULTS } from '@/testing/provider-fakes'
import { seededRandom } from '@/testing/seeded-random'
import { until } from '@/testing/until'
import { placeCalls, stopAsking } from './place-calls'
import { putBackCalls } from './put-back-calls'

vi.setConfig({ testTimeout: 300_000 })

/** After the time-out of whoever asks. */
const LATE_MS = 15_500
const MISHAPS: EventMishap[] = ['none', 'lost', 'repeated', 'reordered', 'forged']
const ROOT = join(import.meta.dirname, '..', '..', '..')

let home: TestOrganization
let fake: FakeDialer
let loop: EventLoop
let agentId: string
let accountId: string
/** With which the customer's own agent signs, where the provider has it report. */
let secret: string

beforeAll(async () => {
  home = await createTestOrganization()
})

afterEach(async () => {
  await fake.close()
  vi.unstubAllEnvs()
})

async function setUp(provider: ProviderFake, { seed = 1, steps = testAgents.alwaysOn.steps } = {}): Promise<void> {
  fake = await provider.start()
  vi.stubEnv('DIALER_FAKES', `${provider.kind}=${fake.url}`)
  loop = new EventLoop(seededRandom(seed))
  await loop.reset()
  const { kind, credentials } = provider
  const account = await createDialerAccount(home.actor, { kind, name: kind, credentials })
  accountId = account.dialerAccountId
  secret = account.secret ?? ''
  ;({ agentId } = await createAgent(home.actor, {
    ...testAgents.alwaysOn,
    ...provider.agent,
    ...{ dialerAccountId: accountId, lines: 250, steps },
    analysisOutcomes: [{ field: 'verdict', value: 'yes', outcome: 'interested' }],
  }))
}

let numbers = 0

/** @returns the ids of the batch's calls that are requested */
async function enroll(count: number): Promise<string[]> {
  const contacts = Array.from({ length: count }, () => testContact(++numbers))
  await enrollBatch(home.actor, { agentId, body: { contacts }, source: 'api' })
  await loop.run({ but: [callRequested.name] })
  return requested()
}

const agentUuid = () => parsePublicId('agent', agentId) ?? ''

async function requested(): Promise<string[]> {
  const calls = await db().call.findMany({
    where: { agentId: agentUuid(), status: 'requested' },
    orderBy: { id: 'asc' },
  })
  return calls.map(({ id }) => id)
}

const calls = () => db().call.findMany({ where: { agentId: agentUuid() }, orderBy: { id: 'asc' } })

async function statuses(): Promise<string[]> {
  const rows = await db().sequence.findMany({ where: { agentId: agentUuid() }, orderBy: { id: 'asc' } })
  return rows.map(({ status }) => status)
}

/** Lets minutes pass: what waited for a moment is due, and what was asked was asked long ago. */
async function passTime(minutes = 5): Promise<void> {
  await db().execute`
    UPDATE calls SET asked_at = asked_at - make_interval(mins => ${minutes}::int),
      fetch_at = CASE WHEN fetch_at < '9000-01-01' THEN now() ELSE fetch_at END
    WHERE agent_id = ${agentUuid()}::uuid AND asked_at IS NOT NULL`
  await db().execute`UPDATE dialer_accounts SET held_until = NULL WHERE id = ${accountId}::uuid`
  await db().execute`UPDATE agents SET held_until = NULL WHERE dialer_account_id = ${accountId}::uuid`
  await db()
    .execute`UPDATE sequences SET due_at = now() - interval '1 ms' WHERE agent_id = ${agentUuid()}::uuid AND due_at > now()`
  for (const { room } of livekitRooms()) room.metadata = ageEmptiness(room.metadata, minutes)
}

function livekitRooms() {
  return 'rooms' in fake ? [...(fake as FakeLivekit).rooms.values()] : []
}

/** What was noted in a room of when its last one has left, so many minutes earlier. */
function ageEmptiness(metadata: string, minutes: number): string {
  const { rollcall } = JSON.parse(metadata) as { rollcall: { emptySince?: string } }
  if (!rollcall.emptySince) return metadata
  const emptySince = new Date(Date.parse(rollcall.emptySince) - minutes * 60_000).toISOString()
  return JSON.stringify({ rollcall: { ...rollcall, emptySince } })
}

/** Lets agents leave who wait in their rooms for somebody who was never called. */
async function leaveEmptyRooms(): Promise<void> {
  const rung = new Set(fake.rings.map(({ providerCallId }) => providerCallId))
  for (const { room, participants } of livekitRooms()) {
    if (rung.has(room.name) || participants.length === 0) continue
    await sendEvents([(fake as FakeLivekit).leave(room.name, 'agent')], 'none')
  }
}

/** The customer's agent reports a result, until it is taken. */
async function report(providerCallId: string, resultType: RemoteResultType, mishap: EventMishap): Promise<void> {
  const room = (fake as FakeLivekit).rooms.get(providerCallId)
  const told = room?.dispatches.find(({ agentName }) => agentName === LIVEKIT_AGENT)?.metadata ?? ''
  const { resultUrl } = JSON.parse(told) as { resultUrl: string }
  const body = JSON.stringify({ resultType, duration: 61, endedAt: new Date().toISOString() })
  const signature = signMessage({ id: providerCallId, atMs: Date.now(), body, secrets: [secret] })
  const headers = { 'content-type': 'application/json', ...signature }
  const send = async (sent: string) =>
    (await handleRequest(new Request(resultUrl, { method: 'POST', body: sent, headers }))).status
  if (mishap === 'forged') expect(await send(body.replace('{', '{"forged":true,'))).toBe(401)
  for (let times = mishap === 'repeated' ? 3 : 1; times > 0; times--) expect(await send(body)).toBe(200)
}

/** Sends events to the account's address, as far as nothing goes wrong. */
async function sendEvents(events: readonly FakeEvent[], mishap: EventMishap): Promise<number[]> {
  const { eventsUrl } = await getDialerAccount(home.actor, accountId)
  const requests = eventRequests(eventsUrl ?? '', events, mishap)
  return Promise.all(requests.map(async (request) => (await handleRequest(request)).status))
}

describe.each(PROVIDER_FAKES)('$kind, with everything going wrong', (provider) => {
  it('calls nobody twice, loses no result, and leaves nothing waiting', async () => {
    const random = seededRandom(7)
    const pick = <Value>(from: readonly Value[]) => from[Math.floor(random() * from.length)] as Value
    await setUp(provider)
    let killed: ChildProcess | null = null
    let slow = provider.waitsLong ? 0 : 2
    fake.lateMs = LATE_MS
    const faults: FakeFault[] = [{ status: 429 }, { status: 500 }, { status: 503 }, 'lost', 'unheard', 'cut']
    const faulty = (creates: boolean): FakeFault | null => {
      if (creates && killed && random() < 0.3) {
        // It dies between the request and its answer, or before the request is carried out.
        killed.kill('SIGKILL')
        return random() < 0.5 ? 'lost' : 'late'
      }
      if (creates && !killed && slow > 0) return slow-- === 2 ? 'late' : 'mute'
      return random() < (creates ? 0.3 : provider.faultyReads) ? pick(faults) : null
    }
    const asked: Asked[] = []
    let isWell = false
    fake.faults = (request) => {
      const creates = request.method === 'POST' && provider.creates.test(request.path)
      const fault = isWell ? null : faulty(creates)
      if (creates) asked.push({ request, fault })
      return fault
    }
    await enroll(200)
    const ended = new Map<string, RemoteResultType>()
    for (
      let round = 0;
      round < 60 && (await statuses()).some((status) => status !== 'done' && status !== 'failed');
      round++
    ) {
      // In the end all is well again, so that what waits can come to its end.
      if (round === 8) isWell = true
      if (round > 10) await leaveEmptyRooms()
      const callIds = await requested()
      if (round === 1 || round === 3) {
        const script = join(ROOT, 'src', 'testing', 'place-in-child.ts')
        killed = spawn(process.execPath, ['--import', 'tsx', script, ...callIds.slice(0, 40)], {
          cwd: ROOT,
          stdio: 'ignore',
        })
        fake.lateMs = 500
        await once(killed, 'exit')
        await sleep(fake.lateMs + 200)
        fake.lateMs = LATE_MS
        killed = null
      }
      await placeCalls({ callIds })
      // What was given up on is carried out all the same, within the time that is waited for it.
      if (round === 0 && !provider.waitsLong) await sleep(1_500)
      if (random() < 0.3) await stopAsking((await requested()).slice(0, 20))
      for (const { providerCallId } of fake.rings) {
        if (ended.has(providerCallId) || random() < 0.3) continue
        const resultType = pick(REMOTE_RESULTS)
        ended.set(providerCallId, resultType)
        const mishap = pick(MISHAPS)
        const isReported = provider.reported.includes(resultType)
        // Even before anybody has left.
        if (isReported && mishap === 'reordered') await report(providerCallId, resultType, mishap)
        await sendEvents(fake.end(providerCallId, resultType), mishap)
        if (isReported && mishap !== 'reordered') await report(providerCallId, resultType, mishap)
      }
      await loop.run({ but: [callRequested.name] })
      await passTime()
      for (const cron of ['fetch-call-results', 'reconcile', 'find-due-work']) await loop.fire(cron)
      await loop.run({ but: [callRequested.name] })
    }
    const rung = fake.rings.map(({ phoneNumber }) => phoneNumber)
    expect(new Set(rung).size).toBe(rung.length)
    expect(askedBlindly(provider, fake.requests, asked)).toEqual([])
    expect((await statuses()).filter((status) => status !== 'done' && status !== 'failed')).toEqual([])
    const results = new Map((await calls()).map((call) => [toPublicId('call', call.id), call]))
    const wrong = fake.rings.filter(({ providerCallId, callId }) => {
      const call = results.get(callId ?? '')
      return call?.resultType !== ended.get(providerCallId) || call?.resultSource !== 'dialer'
    })
    expect(wrong).toEqual([])
    // Most are called; a call of which nobody knows whether it was made may be lost.
    expect(rung.length).toBeGreaterThan(provider.kind === 'livekit' ? 130 : 150)
    await checkInvariants(home.organizationId)
  })
})

/** Places calls for which no agent at LiveKit is there, and waits no longer than it takes. */
async function placeInVain(callIds: string[]): Promise<void> {
  expect(callIds).toHaveLength(1)
  const before = fake.requests.length
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const placed = placeCalls({ callIds })
  // It waits from the first look for the agent on that was sent.
  const methods = () => fake.requests.slice(before).map(({ path }) => path.split('/').at(-1) ?? '')
  const isWaiting = () => methods().lastIndexOf('ListDispatch') > methods().indexOf('CreateDispatch')
  await vi.waitFor(() => expect(methods().includes('CreateDispatch') && isWaiting()).toBe(true), { timeout: 10_000 })
  vi.setSystemTime(Date.now() + 11_000)
  await placed
  vi.useRealTimers()
}

/** @returns the calls of those who were put back, once they are due */
async function dueAgain(): Promise<string[]> {
  await passTime()
  await loop.fire('find-due-work')
  await loop.run({ but: [callRequested.name] })
  return requested()
}

async function refusedLongAgo(): Promise<void> {
  await db().execute`
    UPDATE calls SET requested_at = requested_at - interval '6 minutes'
    WHERE agent_id = ${agentUuid()}::uuid AND status = 'withdrawn'`
}

describe('a provider’s account', () => {
  const [retell] = PROVIDER_FAKES as [ProviderFake]

  it('is tried before it is stored, shows what to choose from, and never its key', async () => {
    await setUp(retell)
    const shown = await getDialerAccount(home.actor, accountId)
    expect(shown).toMatchObject({ kind: 'retell', label: 'Retell', state: 'connected', hasSecret: false })
    expect(shown.remoteAgents).toContainEqual({ id: 'agent_renewals', name: 'Renewals' })
    expect(shown.eventsUrl).toMatch(/\/api\/v1\/dialers\/[\w-]{40,}$/)
    expect(JSON.stringify(shown)).not.toContain('key_of_retell')
    const row = await db().dialerAccount.findUniqueOrThrow({ where: { id: accountId } })
    expect(JSON.stringify(row)).not.toContain('key_of_retell')
    const wrong = { kind: 'retell' as const, name: 'Wrong', credentials: { apiKey: 'of_somebody_else' } }
    await expect(createDialerAccount(home.actor, wrong)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'credentials' }],
    })
    await expect(createDialerAccount(home.actor, { ...wrong, credentials: {} })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'credentials.apiKey' }],
    })
    const replaced = { credentials: { apiKey: 'of_somebody_else' } }
    await expect(replaceCredentials(home.actor, accountId, replaced)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    })
    await replaceCredentials(home.actor, accountId, { credentials: retell.credentials })
    expect(await checkDialerAccount(home.actor, accountId)).toMatchObject({ linesMax: expect.any(Number) })
  })

  it('is asked for nothing while the agent has no assistant there, and enrolls nobody', async () => {
    await setUp(retell)
    await enroll(1)
    await db().execute`UPDATE agents SET remote_agent_id = NULL WHERE id = ${agentUuid()}::uuid`
    await placeCalls({ callIds: await requested() })
    await loop.run({ but: [callRequested.name] })
    expect(await requested()).toEqual([])
    expect(fake.requests.filter(({ path }) => retell.creates.test(path))).toEqual([])
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'connected' })
    await expect(
      enrollBatch(home.actor, { agentId, body: { contacts: [testContact(++numbers)] }, source: 'api' }),
    ).rejects.toMatchObject({ code: 'AGENT_MISCONFIGURED', details: [{ code: 'ASSISTANT_MISSING' }] })
    await db().execute`UPDATE agents SET remote_agent_id = 'agent_renewals' WHERE id = ${agentUuid()}::uuid`
    await loop.fire('find-due-work')
    await loop.run({ but: [callRequested.name] })
    await placeCalls({ callIds: await requested() })
    expect(fake.rings).toHaveLength(1)
  })

  it('that is refused stops by itself, burns nobody, and calls them once it is mended', async () => {
    await setUp(retell)
    const callIds = await enroll(3)
    fake.faults = () => ({ status: 402, json: { message: 'Payment required.' } })
    expect((await placeCalls({ callIds })).map(({ outcome }) => outcome)).toEqual(Array(3).fill('withdrawn'))
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({
      state: 'failing',
      stateReason: expect.stringMatching(/\S/),
    })
    await loop.run({ but: [callRequested.name] })
    expect(await requested()).toEqual([])
    expect(await statuses()).toEqual(Array(3).fill('scheduled'))
    await checkInvariants(home.organizationId)
    fake.faults = () => null
    await checkDialerAccount(home.actor, accountId)
    await loop.run({ but: [callRequested.name] })
    const again = await requested()
    expect(again).toHaveLength(3)
    await placeCalls({ callIds: again })
    expect(fake.rings).toHaveLength(3)
    await checkInvariants(home.organizationId)
  })

  it('that turns out to be broken at the end of a call takes the call back', async () => {
    await setUp(retell)
    const [callId = ''] = await enroll(1)
    await placeCalls({ callIds: [callId] })
    const [ring] = fake.rings
    fake.end(ring?.providerCallId ?? '', 'Failed')
    const broken = (fake as Awaited<ReturnType<typeof startFakeRetell>>).calls.get(ring?.providerCallId ?? '')
    Object.assign(broken ?? {}, { call_status: 'error', disconnection_reason: 'no_valid_payment' })
    await passTime(1)
    await loop.fire('fetch-call-results')
    expect(await calls()).toMatchObject([{ status: 'withdrawn', resultType: null }])
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'failing' })
    expect((await statuses())[0]).toBe('in progress')
    await checkInvariants(home.organizationId)
    await turnOnDialerAccount(home.actor, accountId)
    await loop.run({ but: [callRequested.name] })
    expect(await requested()).toHaveLength(1)
  })

  it('that breaks in the middle of a conversation calls nobody anew as if nothing had been', async () => {
    await setUp(retell)
    const [callId = ''] = await enroll(1)
    await placeCalls({ callIds: [callId] })
    const [ring] = fake.rings
    fake.end(ring?.providerCallId ?? '', 'Goal Not Completed')
    const broken = (fake as Awaited<ReturnType<typeof startFakeRetell>>).calls.get(ring?.providerCallId ?? '')
    Object.assign(broken ?? {}, { disconnection_reason: 'scam_detected' })
    await passTime(1)
    await loop.fire('fetch-call-results')
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'failing' })
    expect(await calls()).toMatchObject([{ id: callId, resultType: 'Failed' }])
    expect((await calls())[0]?.status).not.toBe('withdrawn')
    await checkInvariants(home.organizationId)
  })

  it('that cannot dial an extension says so of each contact with one, and calls without it', async () => {
    await setUp(retell)
    const contacts = [{ ...testContact(++numbers), phoneNumberExt: '12' }, testContact(++numbers)]
    const enrolled = await enrollBatch(home.actor, { agentId, body: { contacts }, source: 'api' })
    const { warnings } = JSON.parse(enrolled.answer) as { warnings: { code: string }[] }
    expect(warnings.filter(({ code }) => code === 'EXTENSION_NOT_DIALED')).toMatchObject([
      { index: 0, message: expect.stringContaining('extension 12') },
    ])
    await loop.run({ but: [callRequested.name] })
    await placeCalls({ callIds: await requested() })
    expect(fake.rings).toHaveLength(2)
  })

  it('that says that a number cannot be called is not asked for it again, as it is for a failure of its own', async () => {
    const Failed = { after: '1m', times: 1, otherTimeOfDay: false }
    await setUp(retell, { steps: [{ stepType: 'CALL', delaySeconds: 0, retry: { Failed } }] })
    await placeCalls({ callIds: await enroll(2) })
    const reasons = ['invalid_destination', 'error_retell']
    for (const [at, { providerCallId }] of fake.rings.entries()) {
      fake.end(providerCallId, 'Busy')
      const ended = (fake as Awaited<ReturnType<typeof startFakeRetell>>).calls.get(providerCallId)
      Object.assign(ended ?? {}, { disconnection_reason: reasons[at] })
    }
    const [forGood] = fake.rings
    await passTime(1)
    await loop.fire('fetch-call-results')
    await loop.run({ but: [callRequested.name] })
    await passTime(5)
    await loop.fire('find-due-work')
    await loop.run({ but: [callRequested.name] })
    const made = await calls()
    expect(made.map(({ resultType }) => resultType)).toEqual(['Failed', 'Failed', null])
    const [invalid] = made.filter(({ providerCallId }) => providerCallId === forGood?.providerCallId)
    expect(made.filter(({ sequenceId }) => sequenceId === invalid?.sequenceId)).toHaveLength(1)
  })

  it('without a free line is left alone until there is one, and it costs no attempt', async () => {
    await setUp(retell)
    const callIds = await enroll(2)
    fake.faults = () => ({ status: 429, headers: { 'retry-after': '120' } })
    await placeCalls({ callIds })
    const [row] = await db().sequence.findMany({ where: { agentId: agentUuid() } })
    expect(row).toMatchObject({ status: 'scheduled', attempt: 1 })
    expect(row?.dueAt?.getTime()).toBeGreaterThan(Date.now() + 60_000)
    // Who becomes due meanwhile is not asked for either.
    expect(await enroll(1)).toEqual([])
    fake.faults = () => null
    await passTime()
    await loop.fire('find-due-work')
    await loop.run({ but: [callRequested.name] })
    expect(await requested()).toHaveLength(3)
  })

  it('is asked once more by one alone of those who find at once that there is no call', async () => {
    await setUp(retell)
    fake.faults = ({ path }) => (retell.creates.test(path) ? 'unheard' : null)
    const callIds = await enroll(5)
    await placeCalls({ callIds })
    await passTime()
    fake.faults = () => null
    await Promise.all([placeCalls({ callIds }), placeCalls({ callIds }), placeCalls({ callIds })])
    expect(fake.rings.map(({ phoneNumber }) => phoneNumber).sort()).toEqual(
      [...new Set(fake.rings.map(({ phoneNumber }) => phoneNumber))].sort(),
    )
    expect((await calls()).map(({ status }) => status)).toEqual(Array(5).fill('placed'))
  })

  it.each(PROVIDER_FAKES.filter(({ kind }) => ['vapi', 'livekit', 'dograh'].includes(kind)))(
    '($kind) is asked where a call was placed, also when its agent has got another assistant and number since',
    async (provider) => {
      await setUp(provider)
      fake.faults = ({ method, path }) => (method === 'POST' && provider.creates.test(path) ? 'lost' : null)
      const callIds = await enroll(1)
      await placeCalls({ callIds })
      for (const { room } of livekitRooms()) {
        for (const who of ['person', 'agent'] as const) (fake as FakeLivekit).leave(room.name, who)
      }
      fake.faults = () => null
      const { remoteNumberId } = provider.agent
      await db().execute`
        UPDATE agents SET remote_agent_id = 'another', remote_number_id = 'another' WHERE id = ${agentUuid()}::uuid`
      await db().execute`
        UPDATE dialer_accounts SET checked = replace(checked::text, ${remoteNumberId}, 'another')::jsonb
        WHERE id = ${accountId}::uuid`
      await passTime()
      expect(await placeCalls({ callIds })).toMatchObject([{ outcome: 'placed' }])
      expect(fake.rings).toHaveLength(1)
    },
  )

  it.each([
    ['vapi', 'phoneNumberId', FAKE_NUMBER_ID, '7b4ab9a0-0000-4000-8000-00000000000c'],
    ['elevenlabs', 'agent_phone_number_id', 'phnum_1', 'phnum_2'],
  ])('at %s calls from each number by its id there, and takes none that is not listed', async (kind, field, ...ids) => {
    const [provider] = PROVIDER_FAKES.filter((one) => one.kind === kind) as [ProviderFake]
    await setUp(provider)
    const more = (number: string) => ({ version: 1, moreFromNumbers: ['+15559876544', number] })
    await expect(updateAgent(home.actor, agentId, more('+15559876599'))).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'moreFromNumbers.1', message: expect.stringContaining('does not list +15559876599') }],
    })
    await updateAgent(home.actor, agentId, { version: 1, moreFromNumbers: ['+15559876544'] })
    await placeCalls({ callIds: await enroll(4) })
    const from = fake.requests.flatMap(({ json }) => (json as Record<string, string> | undefined)?.[field] ?? [])
    expect(from.toSorted()).toEqual([ids[0], ids[0], ids[1], ids[1]])
    expect((await calls()).map(({ status }) => status)).toEqual(Array(4).fill('placed'))
  })

  it('that lists a number twice is asked for the one that was chosen', async () => {
    const [elevenlabs] = PROVIDER_FAKES.filter(({ kind }) => kind === 'elevenlabs') as [ProviderFake]
    await setUp(elevenlabs)
    await db().execute`
      UPDATE dialer_accounts SET checked = jsonb_set(checked, '{numbers,1,phoneNumber}', '"+15559876543"')
      WHERE id = ${accountId}::uuid`
    await db().execute`UPDATE agents SET remote_number_id = 'sip_trunk:phnum_2' WHERE id = ${agentUuid()}::uuid`
    await placeCalls({ callIds: await enroll(1) })
    expect(fake.requests.at(-1)?.json).toMatchObject({ agent_phone_number_id: 'phnum_2' })
  })

  it('that refuses a person says why, and is not asked for them again', async () => {
    const Failed = { after: '1m', times: 1, otherTimeOfDay: false }
    await setUp(retell, { steps: [{ stepType: 'CALL', delaySeconds: 0, retry: { Failed } }] })
    const message = 'Destination country is not supported.'
    fake.faults = ({ path }) => (retell.creates.test(path) ? { status: 400, json: { message } } : null)
    const [callId = ''] = await enroll(1)
    expect(await placeCalls({ callIds: [callId] })).toMatchObject([{ outcome: 'failed' }])
    await loop.run({ but: [callRequested.name] })
    expect(await statuses()).toEqual(['failed'])
    const [call] = await calls()
    const { calls: told } = await getSequence(home.actor, toPublicId('sequence', call?.sequenceId ?? ''))
    expect(told).toMatchObject([{ resultType: 'Failed', reason: `Retell answered 400: ${message}` }])
    await checkInvariants(home.organizationId)
  })

  it('that refuses late does not undo what somebody else has asked for since; what is put back says why', async () => {
    await setUp(retell)
    await placeCalls({ callIds: await enroll(1) })
    const [call] = await calls()
    const { id: callId = '', sequenceId = '', askedAt } = call ?? {}
    const refused = (askedAgoMs: number) => ({
      ...{ callId, sequenceId, dueMs: Date.now(), reason: 'All lines are busy.' },
      askedAt: new Date((askedAt?.getTime() ?? 0) - askedAgoMs),
    })
    await transaction((tx) => putBackCalls(tx, [refused(60_000)]))
    expect(await calls()).toMatchObject([{ status: 'placed', askedAt }])
    await transaction((tx) => putBackCalls(tx, [refused(0)]))
    const { calls: told } = await getSequence(home.actor, toPublicId('sequence', sequenceId))
    expect(told).toMatchObject([{ status: 'withdrawn', reason: 'All lines are busy.' }])
  })

  const [livekit] = PROVIDER_FAKES.filter(({ kind }) => kind === 'livekit') as [ProviderFake]

  it('at LiveKit says which agent has not picked up, and stops when that has lasted for minutes', async () => {
    await setUp(livekit)
    ;(fake as FakeLivekit).workers.clear()
    const reason = expect.stringContaining(`No LiveKit agent named “${LIVEKIT_AGENT}” has picked up the call.`)
    await placeInVain(await enroll(1))
    const [call] = await calls()
    const { calls: told } = await getSequence(home.actor, toPublicId('sequence', call?.sequenceId ?? ''))
    expect(told).toMatchObject([{ status: 'withdrawn', reason }])
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'connected' })
    await refusedLongAgo()
    await placeInVain(await dueAgain())
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'failing', stateReason: reason })
    expect(await listAttention(home.actor)).toContainEqual(
      expect.objectContaining({ kind: 'dialer failing', dialerAccountId: accountId, reason }),
    )
    expect(await statuses()).toEqual(['scheduled'])
    expect(fake.rings).toEqual([])
    await checkInvariants(home.organizationId)
  })

  it('at LiveKit goes on for its other agents while one of them is missing, which waits alone', async () => {
    await setUp(livekit)
    const present = agentId
    ;({ agentId } = await createAgent(home.actor, {
      ...{ ...testAgents.alwaysOn, ...livekit.agent, name: 'Missing', dialerAccountId: accountId, lines: 250 },
      remoteAgentId: 'mistyped',
    }))
    const missing = agentId
    await placeInVain(await enroll(1))
    expect(await enroll(1)).toEqual([])
    agentId = present
    await placeCalls({ callIds: await enroll(1) })
    expect(fake.rings).toHaveLength(1)
    agentId = missing
    await refusedLongAgo()
    await placeInVain((await dueAgain()).slice(0, 1))
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'connected' })
    await sendEvents((fake as FakeLivekit).end(fake.rings[0]?.providerCallId ?? '', 'Busy'), 'none')
    await loop.run({ but: [callRequested.name] })
    await placeInVain((await dueAgain()).slice(0, 1))
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'connected' })
  })

  it('at LiveKit goes on while the agent is on the phone: it is there, and only busy', async () => {
    await setUp(livekit)
    await placeCalls({ callIds: await enroll(1) })
    ;(fake as FakeLivekit).workers.clear()
    await placeInVain(await enroll(1))
    await refusedLongAgo()
    await placeInVain(await dueAgain())
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'connected' })
    expect(fake.rings).toHaveLength(1)
  })

  it('that does not answer is left alone until the next look, and is not asked for each call', async () => {
    await setUp(retell)
    await placeCalls({ callIds: await enroll(40) })
    await passTime()
    let asks = 0
    fake.faults = () => {
      asks++
      return { status: 500 }
    }
    await loop.fire('fetch-call-results')
    expect(asks).toBeGreaterThanOrEqual(16)
    expect(asks).toBeLessThan(32)
    fake.faults = () => null
  })

  it('that is asked too often is left alone for as long as it says, with all its calls', async () => {
    await setUp(retell)
    await placeCalls({ callIds: await enroll(40) })
    await passTime()
    let asks = 0
    fake.faults = () => {
      asks++
      return { status: 429, headers: { 'retry-after': '20' } }
    }
    await loop.fire('fetch-call-results')
    expect(asks).toBeLessThanOrEqual(16)
    expect(await getDialerAccount(home.actor, accountId)).toMatchObject({ state: 'connected' })
    // Who was asked in vain would be asked again after three minutes.
    const [row] = await db().rows<{ soon: number }>`
      SELECT count(*)::int AS soon FROM calls
      WHERE agent_id = ${agentUuid()}::uuid AND fetch_at > now() AND fetch_at < now() + interval '1 minute'`
    expect(row?.soon).toBe(40)
    for (const { providerCallId } of fake.rings) fake.end(providerCallId, 'Goal Completed')
    fake.faults = () => null
    await passTime(0)
    await loop.fire('fetch-call-results')
    expect((await calls()).filter(({ resultType }) => resultType === 'Goal Completed')).toHaveLength(40)
  })

  it('that does not answer holds up no other account', async () => {
    await setUp(retell)
    await placeCalls({ callIds: await enroll(20) })
    await passTime()
    const silent = { fake, calls: await calls() }
    const [, vapi] = PROVIDER_FAKES as [ProviderFake, ProviderFake]
    await setUp(vapi)
    await placeCalls({ callIds: await enroll(1) })
    await passTime()
    vi.stubEnv('DIALER_FAKES', `retell=${silent.fake.url},vapi=${fake.url}`)
    fake.end(fake.rings[0]?.providerCallId ?? '', 'Goal Completed')
    silent.fake.faults = () => 'mute'
    const looking = loop.fire('fetch-call-results')
    const asked = () => silent.fake.requests.filter(({ path }) => path.includes('get-call')).length
    await until('Retell is being asked', () => asked() === 16)
    await until('the call of Vapi has its result', async () => (await calls())[0]?.resultType === 'Goal Completed')
    expect(asked()).toBe(16)
    await silent.fake.close()
    await looking
    expect(silent.calls.filter(({ resultType }) => resultType !== null)).toEqual([])
  })

  it('is asked in one look for as many calls as it is time for', async () => {
    await setUp(retell)
    await db().execute`UPDATE agents SET lines = 600 WHERE id = ${agentUuid()}::uuid`
    expect(await enroll(510)).toHaveLength(510)
    // As if each had been placed an hour ago, and Retell had lost them.
    await db().execute`
      UPDATE calls SET status = 'placed', dialer_account_id = ${accountId}::uuid, provider_call_id = 'lost-' || id,
        attempted_at = now(), placed_at = now(), asked_at = now() - interval '1 hour', fetch_at = now()
      WHERE agent_id = ${agentUuid()}::uuid`
    await loop.fire('fetch-call-results')
    expect(fake.requests.filter(({ path }) => path.includes('get-call'))).toHaveLength(510)
    expect((await calls()).filter(({ status }) => status === 'placed')).toEqual([])
  })

  it('that is off begins no call, also none that was requested before', async () => {
    await setUp(retell)
    const callIds = await enroll(2)
    await turnOffDialerAccount(home.actor, accountId)
    await placeCalls({ callIds })
    expect(fake.rings).toEqual([])
    expect(await enroll(1)).toEqual([])
    await turnOnDialerAccount(home.actor, accountId)
    await loop.run({ but: [callRequested.name] })
    expect(await requested()).toHaveLength(3)
  })

  it('has lines and calls a second that hold over all its agents', async () => {
    await setUp(retell)
    await updateDialerAccount(home.actor, accountId, { lines: 5 })
    const first = agentId
    const other = await createAgent(home.actor, {
      ...{ ...testAgents.alwaysOn, ...retell.agent, name: 'Other', dialerAccountId: accountId, lines: 50 },
    })
    const inAll = async () => {
      const [row] = await db().rows<{ count: number }>`
        SELECT count(*)::int AS count FROM calls
        WHERE agent_id IN (SELECT id FROM agents WHERE dialer_account_id = ${accountId}::uuid) AND status = 'requested'`
      return row?.count
    }
    await enroll(4)
    agentId = other.agentId
    await enroll(4)
    expect(await inAll()).toBe(5)
    await updateDialerAccount(home.actor, accountId, { lines: null, callsPerSecond: 1 })
    agentId = first
    await enroll(20)
    expect(await inAll()).toBeLessThan(20)
  })

  it('is told of outcomes by its analysis; an event makes us ask, whatever it says', async () => {
    await setUp(retell)
    const callIds = await enroll(1)
    await placeCalls({ callIds })
    const [ring] = fake.rings
    const events = fake.end(ring?.providerCallId ?? '', 'Goal Not Completed')
    const call = (fake as Awaited<ReturnType<typeof startFakeRetell>>).calls.get(ring?.providerCallId ?? '')
    Object.assign(call?.call_analysis ?? {}, { custom_analysis_data: { verdict: ' YES ' } })
    expect(await sendEvents(events, 'forged')).toEqual(events.flatMap(() => [200, 200]))
    await loop.run({ but: [callRequested.name] })
    const [row] = await calls()
    expect(row).toMatchObject({ status: 'settled', resultType: 'Goal Not Completed', resultSource: 'dialer' })
    expect(row?.result).toMatchObject({ outcomes: [{ name: 'interested' }], additional: { raw: expect.anything() } })
    expect(await statuses()).toEqual(['done'])
  })

  it('has the events that come at once taken together, each with an answer of its own', async () => {
    await setUp(retell)
    await placeCalls({ callIds: await enroll(30) })
    const events = fake.rings.flatMap(({ providerCallId }) => fake.end(providerCallId, 'Goal Completed'))
    const { eventsUrl } = await getDialerAccount(home.actor, accountId)
    await createDialerAccount(home.actor, { kind: 'retell', name: 'Full', credentials: retell.credentials })
    const [full] = await db().rows<{ id: string }>`
      SELECT id FROM dialer_accounts WHERE organization_id = ${home.organizationId} AND name = 'Full'`
    const { eventsUrl: fullUrl } = await getDialerAccount(home.actor, full?.id ?? '')
    await db().execute`
      INSERT INTO attempt_buckets (subject, used, updated_at)
      VALUES (${`dialer-events:${full?.id}`}, 1000000, now())`
    const [known, others] = await Promise.all([
      sendEvents(events, 'none'),
      Promise.all(
        [`${eventsUrl}x`, fullUrl ?? ''].map(async (url) => {
          const { body } = events[0] as FakeEvent
          const headers = { 'content-type': 'application/json' }
          return (await handleRequest(new Request(url, { method: 'POST', body, headers }))).status
        }),
      ),
    ])
    expect(known).toEqual(events.map(() => 200))
    expect(others).toEqual([404, 429])
    const nudges = (await loop.pending()).filter(({ name }) => name === callNudged.name)
    expect(nudges.length).toBeLessThan(30)
    expect(new Set(nudges.map(({ data }) => data.dialerAccountId))).toEqual(new Set([accountId]))
    await loop.run({ but: [callRequested.name] })
    expect((await calls()).map(({ resultType }) => resultType)).toEqual(Array(30).fill('Goal Completed'))
  })

  it('takes any body of a known token at once, nothing over 1 MB, and nobody else’s', async () => {
    await setUp(retell)
    const { eventsUrl } = await getDialerAccount(home.actor, accountId)
    const send = async (url: string, body: string) =>
      (
        await handleRequest(
          new Request(url, { method: 'POST', body, headers: { 'content-type': 'application/webhook+json' } }),
        )
      ).status
    expect(await send(eventsUrl ?? '', 'not even JSON')).toBe(200)
    expect(await send(eventsUrl ?? '', '{"call":{"call_id":"nobody"},"more":[1]}')).toBe(200)
    expect(await send(eventsUrl ?? '', 'x'.repeat(1_000_001))).toBe(413)
    expect(await send(`${eventsUrl}x`, '{}')).toBe(404)
  })
})
