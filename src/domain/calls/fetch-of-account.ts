import { failAccount } from '@/domain/dialer-accounts/fail-account'
import { openAccount } from '@/domain/dialer-accounts/open-account'
import { nowMs } from '@/platform/clock'
import { db, transaction } from '@/platform/db'
import { type RemoteCallState, RemoteDialerError } from '@/platform/dialers/remote-dialer'
import { logger } from '@/platform/logger'
import { publishEvents } from '@/platform/outbox'
import { putBackCalls } from './put-back-calls'
import { recordCallResult, recordTimeouts } from './record-call-result'
import type { RemoteCall } from './remote-calls'
import { toCallResult } from './to-call-result'

const ASKS_AT_ONCE = 16
const UNANSWERED_MAX = 16
/** Each may hold a transcription of an hour. */
const UNWRITTEN_MAX = 64

/** How long a provider is left alone that was asked too often, where it does not say so. */
const LATER_MS = 30_000

/** A call that its provider does not know this long after it was asked for does not exist. */
const ABSENT_AFTER_MS = 10 * 60_000

/**
 * Asks the provider of one account how these calls stand, and carries out what it says. A provider that says that it is
 * asked too often is left alone for as long as it says, and one that does not answer until the calls' next moment.
 *
 * @returns how many of the calls have ended
 */
export async function fetchOfAccount(calls: readonly RemoteCall[]): Promise<number> {
  const waiting = [...calls]
  const postponed: string[] = []
  const refusals: RemoteDialerError[] = []
  const unwritten = new Set<Promise<void>>()
  let [ended, unanswered, laterMs] = [0, 0, 0]

  const note = (call: RemoteCall, error: unknown) => {
    // The next look asks again. Trouble with one call is no trouble of the others.
    logger.warn({ callId: call.id, err: error }, 'A provider could not be asked how a call stands')
    if (!(error instanceof RemoteDialerError)) return
    if (error.kind === 'account') refusals.push(error)
    // Each takes its whole time-out.
    if (error.kind === 'unclear' && ++unanswered === UNANSWERED_MAX) waiting.length = 0
    if (error.kind !== 'later') return
    laterMs = Math.max(laterMs, error.retryAfterMs ?? LATER_MS)
    postponed.push(call.id, ...waiting.splice(0).map(({ id }) => id))
  }
  const write = async (call: RemoteCall, state: RemoteCallState) => {
    try {
      if (await carryOut(call, state)) ended++
    } catch (error) {
      note(call, error)
    }
  }
  const work = async () => {
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      try {
        const state = await askState(call)
        // Results are written many at once, and whoever asks does not wait for that.
        if (unwritten.size >= UNWRITTEN_MAX) await Promise.race(unwritten)
        const writing: Promise<void> = write(call, state).finally(() => unwritten.delete(writing))
        unwritten.add(writing)
      } catch (error) {
        note(call, error)
      }
    }
  }
  await Promise.all(Array.from({ length: ASKS_AT_ONCE }, work))
  await Promise.all(unwritten)
  const [refusal, call] = [refusals[0], calls[0]]
  if (refusal && call) await transaction((tx) => failAccount(tx, call.account.id, refusal.message))
  if (postponed.length > 0) await postpone(postponed, laterMs)
  return ended
}

async function postpone(callIds: readonly string[], ms: number): Promise<void> {
  await db().execute`
    UPDATE calls SET fetch_at = now() + make_interval(secs => ${ms / 1_000}::float8)
    WHERE id = ANY(${callIds}::uuid[]) AND fetch_at > now()`
}

/** Asks for the state of a call. One of which the provider's id is not known is looked for first. */
async function askState(call: RemoteCall): Promise<RemoteCallState> {
  const { dialer, account } = openAccount(call.account)
  const providerCallId = call.providerCallId ?? (await findId(call))
  if (providerCallId === null) return { is: 'under way' }
  if (providerCallId === 'absent') return { is: 'absent' }
  return dialer.fetch({ providerCallId, callId: call.request.callId }, account)
}

async function findId(call: RemoteCall): Promise<string | null> {
  const { dialer, account } = openAccount(call.account)
  const found = await dialer.find(call.request, account)
  if (found.is === 'absent') return 'absent'
  if (found.providerCallId === undefined) return null
  await db().execute`
    UPDATE calls SET provider_call_id = ${found.providerCallId} WHERE id = ${call.id}::uuid AND provider_call_id IS NULL`
  return found.providerCallId
}

/** @returns whether the call has ended */
async function carryOut(call: RemoteCall, state: RemoteCallState): Promise<boolean> {
  switch (state.is) {
    case 'under way':
      return false
    case 'absent':
      if (nowMs() - call.askedAt.getTime() < ABSENT_AFTER_MS) return false
      return (await recordTimeouts([call.id])).ended > 0
    case 'ended': {
      const { failure } = state.result
      // Somebody who was on the phone is not rung again as if nothing had been: such a call has ended, and failed.
      if (failure?.kind === 'account' && call.resultSource === null && state.result.duration === 0) {
        await putBack(call, failure.reason)
        return true
      }
      if (failure?.kind === 'account') await transaction((tx) => failAccount(tx, call.account.id, failure.reason))
      await recordCallResult(call.id, toCallResult(state.result, call))
      return true
    }
  }
}

/** The account could not call anybody, so nobody was called: the call waits until the account can. */
async function putBack(call: RemoteCall, reason: string): Promise<void> {
  const events = await transaction(async (tx) => {
    await failAccount(tx, call.account.id, reason)
    return putBackCalls(tx, [
      { callId: call.id, sequenceId: call.sequenceId, dueMs: nowMs(), reason, askedAt: call.askedAt },
    ])
  })
  await publishEvents(events)
}
