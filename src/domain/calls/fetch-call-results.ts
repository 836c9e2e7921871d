import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { fetchOfAccount } from './fetch-of-account'
import { FETCH_WAIT } from './fetch-wait.rules'
import { loadRemoteCalls, type RemoteCall } from './remote-calls'

const CALLS_PER_LOOK_MAX = 500

/** The next round begins a minute after this one. */
const LOOK_FOR_MS = 45_000

export type Fetched = { asked: number; ended: number }

/**
 * Asks providers how their calls stand of which it is time to ask: those of an event, and those of which there is no news. Its
 * answer is the result, whatever an event has said. Which calls are asked for next, and when, is written first, so that two
 * who look at once do not ask twice. Accounts do not wait for each other.
 *
 * @param accountId only calls of this account; null for those of all
 */
export async function fetchDueResults(accountId: string | null): Promise<Fetched> {
  const startedMs = nowMs()
  const fetched: Fetched = { asked: 0, ended: 0 }
  for (let due = CALLS_PER_LOOK_MAX; due === CALLS_PER_LOOK_MAX && nowMs() - startedMs < LOOK_FOR_MS; ) {
    const callIds = await takeDue(accountId)
    const { asked, ended } = await fetchAll(callIds)
    due = callIds.length
    fetched.asked += asked
    fetched.ended += ended
  }
  return fetched
}

async function takeDue(accountId: string | null): Promise<string[]> {
  const due = await db().rows<{ id: string }>`
    UPDATE calls SET fetch_at = now() + make_interval(secs => least(${FETCH_WAIT.mostSeconds}, greatest(${FETCH_WAIT.leastSeconds},
      extract(epoch FROM now() - coalesce(asked_at, requested_at))::float8 / ${FETCH_WAIT.partOfAge})))
    WHERE id IN (
      SELECT id FROM calls
      WHERE fetch_at <= now() AND (${accountId}::uuid IS NULL OR dialer_account_id = ${accountId}::uuid)
      ORDER BY fetch_at LIMIT ${CALLS_PER_LOOK_MAX} FOR UPDATE SKIP LOCKED)
    RETURNING id`
  return due.map(({ id }) => id)
}

async function fetchAll(callIds: readonly string[]): Promise<Fetched> {
  const calls = await loadRemoteCalls(db(), callIds)
  const ofAccounts = new Map<string, RemoteCall[]>()
  for (const call of calls) {
    const { id } = call.account
    ofAccounts.set(id, [...(ofAccounts.get(id) ?? []), call])
  }
  const ended = await Promise.all([...ofAccounts.values()].map(fetchOfAccount))
  return { asked: calls.length, ended: ended.reduce((sum, count) => sum + count, 0) }
}
