import type { AttemptLimit } from '@/domain/attempts/attempt-limit.rules'
import { takeAttempts } from '@/domain/attempts/take-attempts'
import { ACCOUNT_COLUMNS, type AccountRow } from '@/domain/dialer-accounts/account-row'
import { hashToken } from '@/domain/dialer-accounts/account-secrets'
import { openAccount } from '@/domain/dialer-accounts/open-account'
import { RollcallError } from '@/domain/errors'
import { callNudged } from '@/domain/events'
import { parsePublicId } from '@/domain/ids'
import { type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import type { EventAbout } from '@/platform/dialers/remote-dialer'
import { publishEventsSoon, recordEvents } from '@/platform/outbox'
import { Rounds } from '@/platform/rounds'

export const DIALER_EVENT_BYTES_MAX = 1_000_000

/** What calls of an installation need that begin as fast as they may by default (`CALLS_PER_SECOND_MAX`), four events each. */
const LIMIT: AttemptLimit = { attemptsMax: 2_000, secondsPerAttempt: 0.002 }

const EVENTS_PER_ROUND_MAX = 100
/** No provider notices it, and under load it is a transaction for many events instead of three for each. */
const GATHER_MS = 40

type Arrived = { hash: Buffer; headers: Headers; body: string }

/** Why an event was not taken; null for one that was. */
type Outcome = { refusal: unknown } | null

// Providers send in bursts: what comes while a transaction is under way is taken by the next one.
const rounds = new Rounds<Arrived, Outcome>({ sizeMax: EVENTS_PER_ROUND_MAX, gatherMs: GATHER_MS }, takeAll)

/**
 * Takes an event of a provider. It is a nudge: nothing that it says is believed, signed or not, but for which call it is
 * about, and that call is fetched from the provider. An event that is about none of our calls, or cannot be read, is taken
 * and does nothing.
 *
 * @param token of the account's address
 * @throws NOT_FOUND for a token of nobody, PAYLOAD_TOO_LARGE over 1 MB, RATE_LIMITED
 */
export async function takeDialerEvent(token: string, headers: Headers, body: string): Promise<void> {
  if (Buffer.byteLength(body) > DIALER_EVENT_BYTES_MAX) {
    throw new RollcallError('PAYLOAD_TOO_LARGE', 'An event has at most 1 MB.')
  }
  const outcome = await rounds.add({ hash: hashToken(token), headers, body })
  if (outcome) throw outcome.refusal
}

async function takeAll(arrived: readonly Arrived[]): Promise<Outcome[]> {
  const { outcomes, events } = await transaction((tx) => take(tx, arrived))
  publishEventsSoon(events)
  return outcomes
}

async function take(tx: Tx, arrived: readonly Arrived[]): Promise<{ outcomes: Outcome[]; events: DomainEvent[] }> {
  const accounts = await findByTokens(tx, arrived)
  const wanted = new Map<string, number>()
  const found = arrived.map((event) => ({ event, account: accounts.get(event.hash.toString('hex')) }))
  for (const { account } of found) {
    if (account) wanted.set(subjectOf(account), (wanted.get(subjectOf(account)) ?? 0) + 1)
  }
  const passed = wanted.size > 0 ? await takeAttempts(tx, wanted, LIMIT) : new Set()
  const nudges: Nudge[] = []
  const outcomes = found.map(({ event, account }): Outcome => {
    if (!account) return { refusal: new RollcallError('NOT_FOUND', 'There is nothing here.') }
    if (!passed.has(subjectOf(account))) return { refusal: tooMany() }
    try {
      const about = readAbout(event, account)
      if (about) nudges.push({ accountId: account.id, ...about })
      return null
    } catch (refusal) {
      // An account that cannot be opened is no trouble of the others.
      return { refusal }
    }
  })
  return { outcomes, events: await nudge(tx, nudges) }
}

async function findByTokens(tx: Tx, arrived: readonly Arrived[]): Promise<Map<string, AccountRow>> {
  const hashes = [...new Set(arrived.map(({ hash }) => hash.toString('hex')))]
  const rows = await tx.rows<AccountRow & { hash: string }>`
    SELECT ${ACCOUNT_COLUMNS}, encode(account.events_token_hash, 'hex') AS hash FROM dialer_accounts account
    WHERE account.events_token_hash IN (SELECT decode(hash, 'hex') FROM unnest(${hashes}::text[]) hash)`
  return new Map(rows.map(({ hash, ...row }) => [hash, row]))
}

function subjectOf({ id }: { id: string }): string {
  return `dialer-events:${id}`
}

function tooMany(): RollcallError {
  return new RollcallError('RATE_LIMITED', 'Too many events of this account. Send them later.', {
    retryAfterSeconds: 1,
  })
}

function readAbout({ headers, body }: Arrived, row: AccountRow): EventAbout | null {
  const { dialer, account } = openAccount(row)
  return dialer.readEvent({ headers, body }, account)
}

type Nudge = { accountId: string } & Pick<EventAbout, 'providerCallId' | 'callId'>

/**
 * Has calls fetched now. Those that are about to be fetched anyway are left alone.
 *
 * @returns what to publish after the commit
 */
async function nudge(tx: Tx, nudges: readonly Nudge[]): Promise<DomainEvent[]> {
  if (nudges.length === 0) return []
  const rows = nudges.map(({ accountId, providerCallId, callId }) => {
    return { accountId, providerCallId, callId: callId === null ? null : parsePublicId('call', callId) }
  })
  const nudged = await tx.rows<{ callId: string; accountId: string }>`
    WITH event AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS event("accountId" uuid, "providerCallId" text, "callId" uuid)
    ), due AS (
      SELECT id FROM calls WHERE fetch_at > now() AND id IN (
        SELECT call.id FROM event JOIN calls call ON call.dialer_account_id = event."accountId"
          AND call.provider_call_id = event."providerCallId" AND call.fetch_at IS NOT NULL
        UNION
        SELECT call.id FROM event JOIN calls call ON call.id = event."callId"
          AND call.dialer_account_id = event."accountId")
      ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE calls SET fetch_at = now() FROM due WHERE calls.id = due.id AND calls.dialer_account_id IS NOT NULL
    RETURNING calls.id AS "callId", calls.dialer_account_id AS "accountId"`
  // One for an account: whoever gets it fetches all that are due.
  const byAccount = new Map(nudged.map(({ callId, accountId }) => [accountId, callId]))
  const events = [...byAccount].map(([dialerAccountId, callId]) => callNudged.of({ callId, dialerAccountId }))
  await recordEvents(tx, events)
  return events
}
