import type { Reason } from '@/domain/contact-safety/contact-facts.rules'
import { newIds } from '@/domain/ids'
import type { Tx } from '@/platform/db'
import type { Decided } from './decide-person.rules'
import type { Policies } from './load-policies'

/**
 * When it was asked: at the enrollment, when a call had ended after which the same step calls again, when rules or limits
 * were others than those that had moved the call, when a line was to be given, or right before the dialer was to be asked.
 */
export type DecisionPoint = 'enrollment' | 'retry' | 'rules changed' | 'dispatch' | 'placement'

/** A decision that is to be kept. */
export type NewDecision = Decided & {
  policies: Omit<Policies, 'simulated'>
  phoneNumber: string
  timezone: string
  batchId: string | null
  sequenceId: string | null
  callId: string | null
  /** For when the call was asked, where that may be still to come. */
  wantedAtMs?: number
}

/**
 * Tells whether a decision that moved a call is kept: not where nothing but the agent's windows were closed, which is no
 * matter of the person, or a list was old, which would be written anew for everybody each hour.
 */
export function isKept(reasons: readonly Reason[]): boolean {
  return reasons.some(({ code }) => code !== 'LIST_OLD' && code !== 'CALL_WINDOW')
}

/**
 * Keeps decisions in the trail, all in one statement. For one call the same answer is kept once. A dispatch that moves a
 * sequence again for the very reasons of its last decision adds nothing: while a number is on the phone it is asked every
 * few minutes.
 *
 * @param nowMs the moment of the decisions
 */
export async function recordDecisions(
  tx: Tx,
  point: DecisionPoint,
  decisions: readonly NewDecision[],
  nowMs: number,
): Promise<void> {
  if (decisions.length === 0) return
  const ids = newIds(decisions.length)
  const rows = decisions.map((one, at) => {
    const { decision, location, policies } = one
    return {
      id: ids[at] as string,
      o: policies.organizationId,
      p: one.phoneNumber,
      k: decision.kind,
      n: decision.kind === 'not before' ? decision.atMs / 1_000 : undefined,
      m: decision.kind === 'not before' && one.wantedAtMs !== undefined ? one.wantedAtMs / 1_000 : undefined,
      a: policies.agent.id,
      b: one.batchId ?? undefined,
      s: one.sequenceId ?? undefined,
      c: one.callId ?? undefined,
      r: decision.reasons,
      i: decision.notices,
      l: decision.rules,
      // Of whom nothing is known may be in any state: the rules say which of them count.
      w: location.knownBy === 'nothing' ? [] : location.jurisdictions,
      h: location.knownBy,
      t: one.timezone,
      y: decision.bypassed ?? undefined,
      ov: policies.organization.version,
      av: policies.agent.version,
      f: decision.consent?.id,
    }
  })
  await tx.execute`
    INSERT INTO decisions (id, organization_id, phone_number, point, kind, at, not_before, wanted_at, agent_id, batch_id, sequence_id,
      call_id, reasons, notices, rules, places, known_by, timezone, bypassed, organization_version, agent_version,
      consent_id)
    SELECT id, o, p, ${point}, k, to_timestamp(${nowMs / 1_000}), to_timestamp(n), to_timestamp(m), a, b, s, c, r, i, l, w, h, t, y, ov, av, f
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS made(id uuid, o text, p text, k text, n float8, m float8, a uuid,
      b uuid, s uuid, c uuid, r jsonb, i jsonb, l jsonb, w jsonb, h text, t text, y text, ov int, av int, f uuid)
    WHERE ${point} <> 'dispatch' OR k <> 'not before' OR NOT EXISTS (
      SELECT FROM (
        SELECT kind, reasons FROM decisions known
        WHERE known.organization_id = o AND known.phone_number = p AND known.sequence_id = s ORDER BY known.id DESC LIMIT 1
      ) last WHERE last.kind = k AND last.reasons = r)
    ON CONFLICT DO NOTHING`
}
