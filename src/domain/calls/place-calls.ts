import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { lacksAssistant } from '@/domain/agents/agent-dialing.rules'
import { holdAgent } from '@/domain/agents/hold-agent'
import { sharePlacing } from '@/domain/agents/share-placing'
import { windowsBypassedBy } from '@/domain/cadence/bypass-windows.rules'
import { callBackOf, latePromise } from '@/domain/cadence/next-call.rules'
import { describeNever } from '@/domain/contact-safety/describe-never.rules'
import { settleCredits } from '@/domain/credits/settle-credits'
import { endWithdrawn, type RefusedSequence } from '@/domain/decisions/end-refused'
import { type NewDecision, recordDecisions } from '@/domain/decisions/record-decisions'
import { secretsOfAccount, secretsOfSimulatedCall } from '@/domain/dialer-accounts/account-secrets'
import { isRemote } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { failAccount, holdAccount } from '@/domain/dialer-accounts/fail-account'
import { workDue } from '@/domain/events'
import { isInsideWindow, nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { isGuarded } from '@/domain/suppression/guarded'
import { lockNumbersOfCalls } from '@/domain/suppression/lock-numbers'
import { nowMs } from '@/platform/clock'
import { db, Prisma, type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { type DialerCall, DialerError } from '@/platform/dialers/dialer'
import { remoteDialer } from '@/platform/dialers/remote-dialers'
import { selectDialer } from '@/platform/dialers/select-dialer'
import { env } from '@/platform/env'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { togetherOrAlone } from '@/platform/together-or-alone'
import { askProvider, type ProviderAnswer } from './ask-provider'
import { decideCalls } from './decide-calls'
import { decidePlacement, isWanted } from './decide-placement.rules'
import { hasRefusedForLong } from './has-refused-for-long'
import { type PutBack, putBackCalls } from './put-back-calls'
import { giveUpCalls } from './record-call-result'
import { loadRemoteCalls, type RemoteCall } from './remote-calls'
import { toldCall } from './told-call'
import { writeAnswer } from './write-answers'

/** The waits before a dialer is asked again, in `DIALER_RETRY_SECONDS`: five times in two minutes. */
const WAITS = [1, 1, 2, 4]

/**
 * Returns when a dialer that has not taken a call is to be asked again, ISO 8601; null when it was asked often enough.
 *
 * @param asks how often it was asked
 */
export function nextAskAt(asks: number): string | null {
  const wait = WAITS[asks - 1]
  return wait === undefined ? null : new Date(nowMs() + wait * env().DIALER_RETRY_SECONDS * 1_000).toISOString()
}

/** What became of a call. `again`: the dialer may be asked again, or may have placed the call without confirming it. */
export type Placement = {
  callId: string
  outcome: 'placed' | 'withdrawn' | 'failed' | 'nothing to do' | 'again'
  /** Why the dialer is to be asked again. */
  error?: unknown
}

/** The account that the agent names, as JSON has it. */
type CallingAccount = {
  id: string
  kind: string
  state: string
  url: string | null
  secret: string | null
  oldSecret: string | null
  oldSecretUntil: string | null
}

type Row = {
  id: string
  organizationId: string
  callStatus: string
  attempted: boolean
  batchId: string
  sequenceId: string
  sequenceStatus: string
  held: boolean
  agentId: string
  agentName: string
  agentStatus: string
  agentPaused: boolean
  fromNumber: string | null
  remoteAgentId: string | null
  callWindows: CallWindows
  outcomes: AgentOutcome[]
  account: CallingAccount
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  timezone: string
  timezoneSent: boolean
  variables: Record<string, string>
  bypassWindows: boolean
  promisedAt: Date | null
  promiseMoved: boolean
  test: boolean
  simulated: boolean
  /** Whether more than the call windows decides. */
  guarded: boolean
}

/**
 * Asks the dialers to place requested calls, all at once. Right before the request it looks at each call again. It
 * withdraws the call when the sequence has ended or is paused, when the agent is paused, not active or has no number to call
 * from, when its dialer account is failing or off, when it has no assistant there, or when the person may not be called now, by windows, rules, caps, consents or lists. A withdrawal frees the line,
 * and a sequence that goes on is due again at its next moment; that of somebody who is never called ends. What decided it
 * is kept in the trail, for a call that is made too.
 *
 * Numbers are locked first (`lockNumbersOfCalls`). So once whoever suppresses one has committed, no dialer is asked for it
 * but where this had written before that it would be, and where calls are counted, each sees those before it.
 *
 * A call is never withdrawn once the dialer was asked and did not clearly refuse: the person may be on the phone, and
 * would get a second call. Such a call ends as `Failed`; one that a provider was asked for is looked for there first.
 *
 * @returns what became of each call, in the order of `callIds`; a dialer's trouble with one call is no trouble of the
 *   others
 * @throws when none of the calls could be looked at, or what a dialer has answered or the end of a sequence could not be
 *   written
 */
export async function placeCalls(input: { callIds: readonly string[] }): Promise<Placement[]> {
  const { results, failed } = await togetherOrAlone(input.callIds, (callIds) =>
    transaction((tx) => prepare(tx, callIds)),
  )
  // Whoever may be called does not wait for the ends of others, and is called also where these cannot be written.
  const ending = Promise.allSettled([endRefusals(results)])
  const outcomes = await Promise.allSettled([
    ...failed.map(async ({ item, error }): Promise<Placement> => ({ callId: item, outcome: 'again', error })),
    ...results.flatMap(({ withdrawn }) => withdrawn).map(toWithdrawn),
    ...results.flatMap(({ givenUp }) => givenUp).map((callId) => giveUp(callId)),
    ...results.flatMap(({ asks }) => asks).map(askDialer),
    ...results.flatMap(({ remoteAsks }) => remoteAsks).map(askRemote),
  ])
  const unwritten = [...(await ending), ...outcomes].find((outcome) => outcome.status === 'rejected')
  if (unwritten) throw unwritten.reason
  const placements = new Map(
    outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [[outcome.value.callId, outcome.value]] : [])),
  )
  return input.callIds.map((callId) => placements.get(callId) ?? { callId, outcome: 'nothing to do' })
}

/**
 * Ends the sequences of people who are never called, and only then tells of the withdrawals: a dispatch that came before
 * would find these sequences due, and decide of them once more.
 */
async function endRefusals(results: readonly Prepared[]): Promise<void> {
  const refused = results.flatMap((prepared) => prepared.refused)
  const ended = refused.length > 0 ? await endWithdrawn(refused) : []
  await publishEvents([...results.flatMap(({ events }) => events), ...ended])
}

async function toWithdrawn(callId: string): Promise<Placement> {
  return { callId, outcome: 'withdrawn' }
}

/** @param refusal why the dialer never calls this person, where it has said so */
async function giveUp(callId: string, refusal?: string): Promise<Placement> {
  await giveUpCalls([callId], refusal)
  return { callId, outcome: 'failed' }
}

type Ask = { callId: string; sequenceId: string; dialer: string; call: DialerCall }

type RemoteAsk = {
  call: RemoteCall
  /** It may be placed already. */
  wasAsked: boolean
  /** False for a call that is only looked for, since it is not wanted any more. */
  mayPlace: boolean
}

type Prepared = {
  asks: Ask[]
  remoteAsks: RemoteAsk[]
  withdrawn: string[]
  /** Of those that were withdrawn: the sequences of people who are never called, which are to end. */
  refused: (RefusedSequence & { agentId: string })[]
  /** May have been placed, and must not be asked for any more. */
  givenUp: string[]
  /** To publish after the commit. */
  events: DomainEvent[]
}

async function prepare(tx: Tx, callIds: readonly string[]): Promise<Prepared> {
  const now = nowMs()
  const rows = (await lockRequested(tx, callIds)).map((row) => ({ ...row, ...stateOf(row) }))
  const decisions = await decideCalls(
    tx,
    rows.filter((row) => row.guarded && isWanted(row)),
    now,
  )
  const decided = rows.map((row) => {
    const made = decisions.get(row.id)
    const isOpen = windowsBypassedBy(row, now) !== null || isInsideWindow(row.callWindows, row.timezone, now)
    return { row, decision: decidePlacement({ ...row, mayCall: made ? made.decision.kind === 'call' : isOpen }) }
  })
  await recordDecisions(tx, 'placement', [...decisions.values()], now)
  const those = (decision: 'ask' | 'withdraw' | 'giveUp') =>
    decided.filter((one) => one.decision === decision).map(({ row }) => row)
  const [asks, withdrawn, givenUp] = [those('ask'), those('withdraw'), those('giveUp')]
  if (asks.length > 0) await markAttempted(tx, asks)
  const isOver = givenUp.filter((row) => !isRemoteCall(row))
  return {
    remoteAsks: await loadRemoteAsks(tx, asks, givenUp),
    asks: asks
      .filter((row) => !isRemoteCall(row))
      .map((row) => ({
        callId: row.id,
        sequenceId: row.sequenceId,
        dialer: dialerOf(row),
        call: toDialerCall(row),
      })),
    withdrawn: withdrawn.map(({ id }) => id),
    refused: withdrawn.flatMap(({ id, sequenceId, agentId }) => {
      const made = decisions.get(id)?.decision
      return made?.kind === 'never' ? [{ sequenceId, agentId, reason: describeNever(made.reasons) }] : []
    }),
    givenUp: isOver.map(({ id }) => id),
    events: withdrawn.length > 0 ? await withdraw(tx, withdrawn, decisions, now) : [],
  }
}

function stateOf(row: Row) {
  const dialing = { dialer: row.account.kind, remoteAgentId: row.remoteAgentId }
  const isDialerReady = row.simulated || (row.account.state === 'connected' && !lacksAssistant(dialing))
  return {
    sequenceEnded: row.sequenceStatus !== 'in progress',
    agentActive: row.agentStatus === 'active' && !row.agentPaused && row.fromNumber !== null && isDialerReady,
  }
}

function isRemoteCall(row: Row): boolean {
  return isRemote(dialerOf(row))
}

/** Loads what providers are asked for. Those that may be placed and are not wanted any more are looked for. */
async function loadRemoteAsks(tx: Tx, asks: readonly Row[], givenUp: readonly Row[]): Promise<RemoteAsk[]> {
  const rows = [...asks, ...givenUp].filter(isRemoteCall)
  const calls = await loadRemoteCalls(
    tx,
    rows.map(({ id }) => id),
  )
  const wasAsked = new Set(rows.filter(({ attempted }) => attempted).map(({ id }) => id))
  const wanted = new Set(asks.map(({ id }) => id))
  return calls.map((call) => ({ call, wasAsked: wasAsked.has(call.id), mayPlace: wanted.has(call.id) }))
}

/**
 * Locks requested calls, and their agents against a pause: one that has committed is seen here, and one that comes now
 * waits until it is written which calls the dialers are asked for.
 */
async function lockRequested(tx: Tx, callIds: readonly string[]): Promise<Row[]> {
  await lockNumbersOfCalls(tx, callIds)
  const found = await tx.rows<{ sequenceId: string; agentId: string }>`
    SELECT DISTINCT sequence_id AS "sequenceId", agent_id AS "agentId" FROM calls
    WHERE id = ANY(${callIds}::uuid[]) AND status = 'requested'`
  if (found.length === 0) return []
  await sharePlacing(
    tx,
    found.map(({ agentId }) => agentId),
  )
  await lockSequences(
    tx,
    found.map(({ sequenceId }) => sequenceId),
  )
  const rows = await tx.rows<Row>`
    SELECT call.id, call.organization_id AS "organizationId", call.status AS "callStatus", call.attempted_at IS NOT NULL AS attempted,
      call.batch_id AS "batchId", call.sequence_id AS "sequenceId",
      sequence.status AS "sequenceStatus", sequence.held,
      agent.id AS "agentId", agent.name AS "agentName", agent.status AS "agentStatus",
      agent.paused_at IS NOT NULL AS "agentPaused",
      ${numberOfCall()} AS "fromNumber", agent.remote_agent_id AS "remoteAgentId", agent.call_windows AS "callWindows",
      batch.outcomes,
      json_build_object('id', account.id, 'kind', account.kind, 'state', account.state, 'url', account.url, 'secret', account.secret,
        'oldSecret', account.old_secret, 'oldSecretUntil', account.old_secret_until) AS account,
      contact.name, contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt",
      contact.timezone, contact.timezone_sent AS "timezoneSent", contact.variables,
      bypasses_windows(batch.options) AS "bypassWindows", call.promised_at AS "promisedAt",
      call.promise_moved AS "promiseMoved", batch.test, batch.simulated,
      ${isGuarded()} AS guarded
    FROM calls call
    JOIN sequences sequence ON sequence.id = call.sequence_id
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    JOIN agents agent ON agent.id = call.agent_id
    JOIN dialer_accounts account ON account.id = agent.dialer_account_id
    JOIN organizations organization ON organization.id = call.organization_id
    WHERE call.id = ANY(${callIds}::uuid[])
    ORDER BY call.id FOR NO KEY UPDATE OF call`
  return rows.filter(({ callStatus }) => callStatus === 'requested')
}

async function markAttempted(tx: Tx, rows: readonly Row[]): Promise<void> {
  const asked = rows.map((row) => ({
    ...{ id: row.id, account: row.simulated ? null : row.account.id, remote: isRemoteCall(row) },
    dialed: remoteDialer(dialerOf(row))?.dialsLast ? false : null,
  }))
  await tx.execute`
    UPDATE calls call SET attempted_at = coalesce(attempted_at, now()), from_number = ${numberOfCall()},
      dialer_account_id = asked.account, asked_at = CASE WHEN asked.remote THEN coalesce(call.asked_at, now()) END,
      dialed = CASE WHEN call.attempted_at IS NULL THEN asked.dialed ELSE call.dialed END
    FROM json_to_recordset(${JSON.stringify(asked)}::json) AS asked(id uuid, account uuid, remote boolean, dialed boolean),
      agents agent
    WHERE call.id = asked.id AND agent.id = call.agent_id`
  const first = rows.filter((row) => isRemoteCall(row) && !row.attempted).map(({ id }) => id)
  if (first.length > 0) await keepChoices(tx, first)
}

/**
 * Keeps by which assistant and number providers are asked for calls: they are looked for by these, also when the agent has
 * got others meanwhile. The id of a number is the one under which the account lists it, the chosen one before others; of a
 * number that is not listed, the one that was chosen for the agent's first.
 */
async function keepChoices(tx: Tx, callIds: readonly string[]): Promise<void> {
  await tx.execute`
    UPDATE calls call SET remote_agent_id = agent.remote_agent_id, remote_number_id = coalesce(
      (SELECT number ->> 'id' FROM jsonb_array_elements(
          CASE WHEN jsonb_typeof(account.checked -> 'numbers') = 'array' THEN account.checked -> 'numbers' ELSE '[]' END) number
        WHERE number ->> 'phoneNumber' = call.from_number
        ORDER BY number ->> 'id' = agent.remote_number_id DESC LIMIT 1),
      CASE WHEN call.from_number = agent.from_number THEN agent.remote_number_id END)
    FROM agents agent JOIN dialer_accounts account ON account.id = agent.dialer_account_id
    WHERE call.id = ANY(${callIds}::uuid[]) AND agent.id = call.agent_id`
}

/**
 * The number from which the row `call` is made: the one that it was given with its line, or the first one of the row `agent`
 * when it has lost that one meanwhile. A call that a dialer may have stays with the number of then.
 */
function numberOfCall(): Prisma.Sql {
  return Prisma.sql`CASE WHEN agent.from_number IS NOT NULL
    AND (call.attempted_at IS NOT NULL OR call.from_number = ANY(agent.more_from_numbers))
    THEN coalesce(call.from_number, agent.from_number) ELSE agent.from_number END`
}

/**
 * Withdraws calls and frees their lines. A sequence that goes on is due again at once, or when the person may be called, and
 * so is the promise of a call that cannot be kept any more then. The credit of a sequence that has ended is released.
 */
async function withdraw(
  tx: Tx,
  rows: readonly Row[],
  decisions: ReadonlyMap<string, NewDecision>,
  now: number,
): Promise<DomainEvent[]> {
  const due = rows.map((row) => {
    const { id, sequenceId, callWindows, timezone } = row
    const made = decisions.get(id)?.decision
    const windowMs = windowsBypassedBy(row, now) === null ? (nextAllowedMoment(callWindows, timezone, now) ?? now) : now
    const dueMs = made?.kind === 'not before' ? made.atMs : windowMs
    const late = latePromise(callBackOf(row), dueMs, now)
    return { id: sequenceId, at: dueMs / 1_000, promised: late && late.promisedAtMs / 1_000 }
  })
  const ids = rows.map(({ id }) => id)
  await tx.execute`UPDATE calls SET status = 'withdrawn' WHERE id = ANY(${ids}::uuid[])`
  await tx.execute`
    UPDATE sequences SET due_at = to_timestamp(due.at), updated_at = now(),
      promised_at = coalesce(to_timestamp(due.promised), promised_at),
      status = CASE WHEN step_index = 0 AND attempt = 1 AND credit_state = 'reserved' THEN 'scheduled' ELSE status END
    FROM json_to_recordset(${JSON.stringify(due)}::json) AS due(id uuid, at float8, promised float8)
    WHERE sequences.id = due.id AND sequences.status = 'in progress'`
  const ended = rows.filter(({ sequenceStatus }) => sequenceStatus !== 'in progress').map((row) => row.sequenceId)
  if (ended.length > 0) await settleCredits(tx, ended, 'release')
  const agentIds = [...new Set(rows.map(({ agentId }) => agentId))]
  const events = agentIds.map((agentId) => workDue.of({ agentId }))
  await recordEvents(tx, events)
  return events
}

const ASKS_IN_ONE_GO = 5
const ASKS_APART_MS = 5

async function askDialer({ callId, sequenceId, dialer, call }: Ask, at: number): Promise<Placement> {
  await inTurn(at)
  try {
    const { providerCallId } = await selectDialer(dialer).placeCall(call)
    await writeAnswer({ callId, sequenceId, kind: 'placed', providerCallId, isRemote: false })
    return { callId, outcome: 'placed' }
  } catch (error) {
    if (!(error instanceof DialerError)) throw error
    if (!error.mayHavePlaced) await writeAnswer({ callId, sequenceId, kind: 'refused' })
    return error.mayHavePlaced || error.retriable ? { callId, outcome: 'again', error } : giveUp(callId)
  }
}

/** A hundred connections opened in one go would make every request of this process wait. */
async function inTurn(at: number): Promise<void> {
  await sleep(Math.floor(at / ASKS_IN_ONE_GO) * ASKS_APART_MS)
}

async function askRemote({ call, wasAsked, mayPlace }: RemoteAsk, at: number): Promise<Placement> {
  await inTurn(at)
  const { id: callId, sequenceId } = call
  let { askedAt } = call
  const claim = async () => {
    const claimed = await claimAsking(call)
    askedAt = claimed ?? askedAt
    return claimed !== null
  }
  const dials = () => noteDialing(callId, askedAt)
  const answer = await askProvider(call, { wasAsked, mayPlace }, { claim, dials })
  switch (answer.kind) {
    case 'placed':
      await writeAnswer({ callId, sequenceId, kind: 'placed', providerCallId: answer.providerCallId, isRemote: true })
      return { callId, outcome: 'placed' }
    case 'unclear':
      return { callId, outcome: 'again', error: answer.error }
    case 'person':
      await writeAnswer({ callId, sequenceId, kind: 'refused' })
      return giveUp(callId, answer.reason)
    case 'later':
    case 'account':
      await putBack({ callId, sequenceId, askedAt }, call, answer)
      return { callId, outcome: 'withdrawn' }
  }
}

/** Puts a call back to waiting, with what its account and its agent have to do with it. */
async function putBack(
  call: Omit<PutBack, 'dueMs' | 'reason'>,
  { account, agentId }: RemoteCall,
  answer: Extract<ProviderAnswer, { kind: 'later' | 'account' }>,
): Promise<void> {
  const { reason } = answer
  const isAgentMissing = answer.kind === 'later' && answer.holds === 'agent'
  // In a statement of its own: whoever gives lines locks the agent before the sequences.
  if (isAgentMissing) await holdAgent(agentId, answer.atMs)
  const events = await transaction(async (tx) => {
    const dueMs = answer.kind === 'later' ? answer.atMs : nowMs()
    const events = await putBackCalls(tx, [{ ...call, dueMs, reason }])
    if (answer.kind === 'account' || (isAgentMissing && (await hasRefusedForLong(tx, call.callId, reason)))) {
      await failAccount(tx, account.id, reason)
    } else if (answer.holds === 'account') await holdAccount(tx, account.id, answer.atMs)
    return events
  })
  await publishEvents(events)
}

/** @returns when it is asked for now; null when somebody has asked for the call, or put it back, since it was read */
async function claimAsking({ id, askedAt }: RemoteCall): Promise<Date | null> {
  const [claimed] = await db().rows<{ askedAt: Date | null }>`
    UPDATE calls SET asked_at = now()
    WHERE id = ${id}::uuid AND status = 'requested' AND asked_at = ${askedAt} AND dialed IS NOT TRUE
    RETURNING asked_at AS "askedAt"`
  return claimed?.askedAt ?? null
}

/**
 * Notes that the person is dialed from now on. So whoever looks for the call later knows that they may have been, and when it
 * is not noted that they were not.
 *
 * @returns false when somebody has asked for the call, or put it back, since `askedAt`
 */
async function noteDialing(callId: string, askedAt: Date): Promise<boolean> {
  const noted = await db().execute`
    UPDATE calls SET dialed = true WHERE id = ${callId}::uuid AND status = 'requested' AND asked_at = ${askedAt}`
  return noted > 0
}

/**
 * Stops asking for calls that no dialer has confirmed. They end as `Failed`, but for those that a provider may have placed:
 * they count as placed, and the provider is asked later what became of them.
 *
 * @returns how many calls it ended
 */
export async function stopAsking(callIds: readonly string[]): Promise<{ ended: number }> {
  const unclear = await db().rows<{ callId: string; sequenceId: string }>`
    SELECT id AS "callId", sequence_id AS "sequenceId" FROM calls
    WHERE id = ANY(${callIds}::uuid[]) AND status = 'requested' AND asked_at IS NOT NULL`
  await Promise.all(
    unclear.map((call) => writeAnswer({ ...call, kind: 'placed', providerCallId: null, isRemote: true })),
  )
  return giveUpCalls(callIds)
}

function dialerOf({ simulated, account }: Row): string {
  return simulated ? 'simulated' : account.kind
}

function secretsOf(row: Row): string[] {
  if (dialerOf(row) === 'simulated') return secretsOfSimulatedCall(row.id)
  const { oldSecretUntil, ...account } = row.account
  return secretsOfAccount({ ...account, oldSecretUntil: oldSecretUntil === null ? null : new Date(oldSecretUntil) })
}

function toDialerCall(row: Row): DialerCall {
  return { ...toldCall(row), dialerUrl: row.account.url, dialerSecrets: secretsOf(row) }
}
