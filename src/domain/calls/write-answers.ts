import { settleCredits, spendReleasedCredits } from '@/domain/credits/settle-credits'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { type Tx, transaction } from '@/platform/db'
import { Rounds } from '@/platform/rounds'
import { FETCH_WAIT } from './fetch-wait.rules'

/** A dialer's answer on its way to the call's row. */
export type DialerAnswer = { callId: string; sequenceId: string } & (
  | {
      kind: 'placed'
      /** Null where nobody can find out whether there is a call, and it counts as placed. */
      providerCallId: string | null
      /** It goes through a provider, which is asked how it stands. */
      isRemote: boolean
    }
  /** It is certain that there is no call. */
  | { kind: 'refused' }
)

const ANSWERS_PER_ROUND_MAX = 100
const GATHER_MS = 40

// Answers are written as they come, many at once: a dialer that is slow with one call does not hold up the others.
const rounds = new Rounds<DialerAnswer, null>({ sizeMax: ANSWERS_PER_ROUND_MAX, gatherMs: GATHER_MS }, writeAll)

/** Writes what a dialer has answered. */
export async function writeAnswer(answer: DialerAnswer): Promise<void> {
  await rounds.add(answer)
}

async function writeAll(given: readonly DialerAnswer[]): Promise<null[]> {
  const placed = given.filter((answer) => answer.kind === 'placed')
  const refused = given.filter(({ kind }) => kind === 'refused').map(({ callId }) => callId)
  await transaction(async (tx) => {
    await lockSequences(
      tx,
      given.map(({ sequenceId }) => sequenceId),
    )
    if (placed.length > 0) await markPlaced(tx, placed)
    if (refused.length > 0) {
      await tx.execute`
        UPDATE calls SET attempted_at = NULL, asked_at = NULL WHERE id = ANY(${refused}::uuid[]) AND status = 'requested'`
    }
  })
  return given.map(() => null)
}

/**
 * Notes that the dialers have the calls. When the result came first, only the dialer's own id is missing. When the call
 * was given up while a slow dialer was still answering, the released credit is taken again.
 */
async function markPlaced(tx: Tx, placed: readonly Extract<DialerAnswer, { kind: 'placed' }>[]): Promise<void> {
  const sequenceIds = placed.map(({ sequenceId }) => sequenceId)
  const rows = placed.map(({ callId, providerCallId, isRemote }) => ({ id: callId, providerCallId, isRemote }))
  await tx.execute`
    UPDATE calls SET provider_call_id = placed."providerCallId", placed_at = coalesce(calls.placed_at, now()),
      status = CASE WHEN calls.status = 'requested' THEN 'placed' ELSE calls.status END,
      fetch_at = CASE WHEN placed."isRemote" AND calls.status = 'requested'
        THEN now() + make_interval(secs => ${FETCH_WAIT.firstSeconds}) ELSE calls.fetch_at END
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS placed(id uuid, "providerCallId" text, "isRemote" boolean)
    WHERE calls.id = placed.id`
  await settleCredits(tx, sequenceIds, 'spend')
  await spendReleasedCredits(tx, sequenceIds)
}
