import { beforeAll, describe, expect, it } from 'vitest'
import { createAgent } from '@/domain/agents/create-agent'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import { webhookEventHappened } from '@/domain/events'
import { newId, parsePublicId } from '@/domain/ids'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import type { Priority } from '@/domain/schedule/priority.rules'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { activateBatch, createSequences } from '@/domain/sequences/create-sequences'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization, testAgents } from '@/testing/factories'
import { enrollBatch } from './enroll-batch'
import { enrollSingle } from './enroll-single'

const DAY_SECONDS = 86_400
const TIMEZONE = 'America/Chicago'

let organization: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization()
  await createEndpoint(organization.actor, { url: 'https://example.com/hook', events: ['batch.created'] })
})

/** The weekday after the day after tomorrow: no test runs long enough to get there. */
const weekdayAhead = WEEKDAYS[(new Date(Date.now() + 3 * DAY_SECONDS * 1_000).getUTCDay() + 6) % 7]
const twoHoursAWeek: CallWindows = { [weekdayAhead as string]: [{ start: '10:00', end: '12:00' }] }
const ALWAYS = testAgents.alwaysOn.callWindows as CallWindows
const windowOpensMs = nextAllowedMoment(twoHoursAWeek, TIMEZONE, Date.now()) as number

type Steps = NonNullable<CreateAgentInput['steps']>

async function openAgent(steps: Steps, callWindows: CallWindows): Promise<string> {
  const input = { ...testAgents.alwaysOn, steps, callWindows, creditsPerContact: 3 }
  return (await createAgent(organization.actor, input)).agentId
}

type Contact = Record<string, unknown>
type Options = { groupByField?: string; bypassAllowedCallWindow?: boolean; priority?: Priority }

/** Enrolls a contact by itself, as a single enrollment: in one statement, or in a transaction with its key. */
async function enrollAlone(agentId: string, contact: Contact, options: Options, idempotencyKey?: string) {
  const body = { ...contact, ...options }
  const { sequenceId } = await enrollSingle(organization.actor, { agentId, body, source: 'api', idempotencyKey })
  return rowsOf(parsePublicId('sequence', sequenceId) as string)
}

/** Enrolls a contact as the only one of a batch, and creates its sequence as the background does. */
async function enrollInBatch(agentId: string, contact: Contact, options: Options) {
  const body = { contacts: [contact], ...options }
  const { batchId } = await enrollBatch(organization.actor, { agentId, body, source: 'api' })
  await createSequences({ batchId })
  await activateBatch({ batchId })
  const { id } = await db().sequence.findFirstOrThrow({ where: { batchId } })
  return rowsOf(id)
}

/** Enrolls a contact as the only one of an import's batch, whose sequences are created with it. */
async function enrollInImport(agentId: string, contact: Contact, options: Options) {
  const body = { contacts: [contact], ...options }
  const request = { agentId, body, source: 'import' as const, importId: newId() }
  const { batchId } = await enrollBatch(organization.actor, request)
  const { id } = await db().sequence.findFirstOrThrow({ where: { batchId } })
  return rowsOf(id)
}

/**
 * Reads all that is written of one contact, except ids and the clock of the request. Moments that count from now are
 * given as the time since the sequence was created.
 */
async function rowsOf(id: string) {
  const sequence = await db().sequence.findUniqueOrThrow({ where: { id }, include: { contact: true, batch: true } })
  const { contact, batch } = sequence
  const chain = sequence.chainId && (await db().chain.findUniqueOrThrow({ where: { id: sequence.chainId } }))
  const ledger = await db().creditLedgerEntry.findMany({ where: { batchId: batch.id } })
  const told = await db().outboxEvent.findMany({
    where: { name: webhookEventHappened.name, data: { path: ['subjectId'], equals: batch.id } },
  })
  const { bypassAllowedCallWindow, groupByField } = batch.options as Options
  const since = (moment: Date | null) => moment && moment.getTime() - sequence.createdAt.getTime()
  return {
    contact: { ...contact, id: '', batchId: '', chainId: Boolean(contact.chainId), scheduledAt: null },
    scheduledAt: contact.scheduledAt,
    sequence: {
      status: sequence.status,
      stepIndex: sequence.stepIndex,
      stepType: sequence.stepType,
      held: sequence.held,
      priority: sequence.priority,
      chainPosition: sequence.chainPosition,
      creditState: sequence.creditState,
    },
    dueAt: sequence.dueAt,
    dueAfterMs: since(sequence.dueAt),
    chain: chain && { variable: chain.variable, value: chain.value, open: chain.closedAt === null },
    sharesAsContact: sequence.shareId === sequence.agentId,
    batch: {
      status: batch.status,
      total: batch.total,
      accepted: batch.accepted,
      chains: batch.chains,
      steps: batch.steps,
      outcomes: batch.outcomes,
      creditsPerContact: batch.creditsPerContact,
      chainAdvance: batch.chainAdvance,
      options: { bypassAllowedCallWindow, groupByField },
    },
    ledger: ledger.map(({ kind, amount }) => ({ kind, amount })),
    told: told.map(({ data }) => ({ ...(data as Record<string, string>), subjectId: '' })),
  }
}

const call = (delaySeconds: number): Steps => [{ stepType: 'CALL', delaySeconds }]
const email = (delaySeconds: number): Steps => [
  { stepType: 'EMAIL', delaySeconds, subject: 'We will call you', body: 'Hello {{name}}.' },
  { stepType: 'CALL', delaySeconds: 0 },
]

const delays = { 'no delay': 0, 'an hour': 3_600, 'ten days': 10 * DAY_SECONDS }
const windows = { always: ALWAYS, 'two hours a week': twoHoursAWeek }
const asked = { 'no time': undefined, 'a time inside the window': new Date(windowOpensMs + 900_000).toISOString() }
const everyCase = Object.entries(delays).flatMap(([delay, delaySeconds]) =>
  Object.entries(windows).flatMap(([open, callWindows]) =>
    Object.entries(asked).flatMap(([time, scheduledAt]) =>
      [call(delaySeconds), email(delaySeconds)].flatMap((steps) =>
        [false, true].map((bypass) => ({
          name: `${steps[0]?.stepType} after ${delay}, open ${open}, ${time} asked${bypass ? ', windows bypassed' : ''}`,
          delaySeconds,
          callWindows,
          scheduledAt,
          steps,
          bypass,
        })),
      ),
    ),
  ),
)

describe('one contact by any road gives the same rows', () => {
  it.each(everyCase)('$name', async ({ delaySeconds, callWindows, scheduledAt, steps, bypass }) => {
    const agentId = await openAgent(steps, callWindows)
    const toEmailAddress = 'ada@test.example'
    const plain = { name: 'Ada', phoneNumber: '(415) 555-2671', timezone: TIMEZONE, toEmailAddress, scheduledAt }
    const options: Options = bypass ? { bypassAllowedCallWindow: true, priority: 'low' } : {}
    const contact = { ...plain, phoneNumberExt: '12', account_id: ' acme ', nickname: ' ' }
    const alone = await enrollAlone(agentId, contact, options)
    const withKey = await enrollAlone(agentId, contact, options, newId())
    const inBatch = await enrollInBatch(agentId, contact, options)
    const inImport = await enrollInImport(agentId, contact, options)
    expect(withoutClock(alone)).toEqual(withoutClock(inBatch))
    expect(withoutClock(withKey)).toEqual(withoutClock(inBatch))
    // The batches of an import share the agent's lines among themselves.
    expect({ ...withoutClock(inImport), sharesAsContact: true }).toEqual(withoutClock(inBatch))
    expect(inImport.sharesAsContact).toBe(false)
    const { organizationId } = organization
    expect(alone.told).toEqual([{ type: 'batch.created', organizationId, subjectId: '' }])
    expect(alone.contact).toMatchObject({ phoneNumber: '+14155552671', phoneNumberWritten: '(415) 555-2671' })
    expect(alone).toMatchObject({ sharesAsContact: true, sequence: { priority: bypass ? 'low' : 'normal' } })
    for (const { sequence, dueAt, dueAfterMs, scheduledAt: at } of [alone, withKey, inBatch, inImport]) {
      expect(sequence.status).toBe('scheduled')
      const dueMs = dueAt?.getTime() as number
      expect(dueMs).toBeGreaterThanOrEqual(at.getTime())
      expect(dueAfterMs).toBeGreaterThanOrEqual(delaySeconds * 1_000)
      // Not a moment later than delay, time and windows ask for.
      const earliestMs = Math.max(at.getTime(), dueMs - (dueAfterMs as number) + delaySeconds * 1_000)
      const isBound = steps[0]?.stepType === 'CALL' && !bypass
      expect(dueMs).toBe(isBound ? nextAllowedMoment(callWindows, TIMEZONE, earliestMs) : earliestMs)
    }
  })

  it('the first of a chain too', async () => {
    // Eight days on it is never the day of the window: in the window the moment would differ with the clock.
    const agentId = await openAgent(call(8 * DAY_SECONDS), twoHoursAWeek)
    const contact = { name: 'Ada', phoneNumber: '+14155552671', timezone: TIMEZONE }
    const chained = { groupByField: 'account_id' }
    // Each with a value of its own: with the same one they would be one chain.
    const alone = await enrollAlone(agentId, { ...contact, account_id: 'one' }, chained)
    const inBatch = await enrollInBatch(agentId, { ...contact, account_id: 'two' }, chained)
    const named = (rows: typeof alone) => JSON.parse(JSON.stringify(withoutClock(rows)).replaceAll('two', 'one'))
    expect(named(alone)).toEqual(named(inBatch))
    expect(alone).toMatchObject({ dueAt: inBatch.dueAt, sequence: { status: 'scheduled', chainPosition: 0 } })
  })

  it('the second of a chain too, who joins or is sent with the first', async () => {
    const agentId = await openAgent(call(3_600), ALWAYS)
    const ada = { name: 'Ada', phoneNumber: '+14155552671', timezone: TIMEZONE }
    const bob = { name: 'Bob', phoneNumber: '+14155552672', timezone: TIMEZONE }
    const chained = { groupByField: 'account_id' }
    await enrollAlone(agentId, { ...ada, account_id: 'one' }, chained)
    const joined = await enrollAlone(agentId, { ...bob, account_id: 'one' }, chained)
    const contacts = [ada, bob].map((contact) => ({ ...contact, account_id: 'two' }))
    const { batchId } = await enrollBatch(organization.actor, {
      agentId,
      body: { contacts, ...chained },
      source: 'api',
    })
    await createSequences({ batchId })
    const { id } = await db().sequence.findFirstOrThrow({ where: { batchId, index: 1 } })
    const sent = await rowsOf(id)
    expect(joined.sequence).toEqual(sent.sequence)
    expect(joined).toMatchObject({ dueAt: null, sequence: { status: 'waiting', chainPosition: 1 } })
  })
})

describe('`priority` of a single contact', () => {
  const contact = { name: 'Ada', phoneNumber: '+14155552671', timezone: TIMEZONE }

  it('is the option: stored with the batch, and what its calls are dispatched by', async () => {
    const agentId = await openAgent(call(0), ALWAYS)
    const { sequence, contact: stored } = await enrollAlone(agentId, { ...contact, priority: 'now' }, {})
    expect(sequence).toMatchObject({ priority: 'now' })
    expect(stored.variables).toEqual({})
    const body = { ...contact, priority: 'high' }
    await expect(enrollSingle(organization.actor, { agentId, body, source: 'api' })).rejects.toThrow(
      'priority: Send priority as now, normal or low, in lower case.',
    )
  })

  it('is the variable of an agent that declares one by that name', async () => {
    const variables = [{ name: 'priority', required: true }]
    const input = { ...testAgents.alwaysOn, variables }
    const { agentId } = await createAgent(organization.actor, input)
    const { sequence, contact: stored } = await enrollAlone(agentId, { ...contact, priority: 'high' }, {})
    expect(sequence).toMatchObject({ priority: 'normal' })
    expect(stored.variables).toEqual({ priority: 'high' })
  })
})

/** Leaves out when the call is due. That counts from a clock that has gone on, so each test looks at it separately. */
function withoutClock({
  scheduledAt: _at,
  dueAt: _due,
  dueAfterMs: _after,
  ...rows
}: Awaited<ReturnType<typeof rowsOf>>) {
  return rows
}
