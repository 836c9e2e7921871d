import { windowsBypassedBy } from '@/domain/cadence/bypass-windows.rules'
import { subjectOf } from '@/domain/contact-safety/call-caps.rules'
import { decidePerson } from '@/domain/decisions/decide-person.rules'
import type { CountedCall } from '@/domain/decisions/find-past-calls'
import { loadKnown } from '@/domain/decisions/load-known'
import { loadPolicies, policiesFor } from '@/domain/decisions/load-policies'
import type { NewDecision } from '@/domain/decisions/record-decisions'
import { numberKey } from '@/domain/suppression/own-number'
import type { Tx } from '@/platform/db'

/** A call whose dialer is about to be asked, of a number that is locked (`lockNumbersOfCalls`). */
export type RequestedCall = {
  id: string
  agentId: string
  batchId: string
  sequenceId: string
  phoneNumber: string
  variables: Record<string, string>
  timezone: string
  timezoneSent: boolean
  bypassWindows: boolean
  promisedAt: Date | null
  simulated: boolean
  /** The dialer was asked before, so that the call is among those that are known of its number. */
  attempted: boolean
}

/**
 * Decides of calls right before their dialers are asked whether they may be made. They are decided of one after the other:
 * one that may be made counts for those of the same number that come behind it.
 *
 * @returns by the call's UUID
 */
export async function decideCalls(
  tx: Tx,
  calls: readonly RequestedCall[],
  nowMs: number,
): Promise<ReadonlyMap<string, NewDecision>> {
  const made = new Map<string, NewDecision>()
  if (calls.length === 0) return made
  const policiesOf = await loadPolicies(tx, [...new Set(calls.map(({ agentId }) => agentId))])
  const asked = calls.flatMap((call) => {
    const policies = policiesOf.get(call.agentId)
    return policies ? [{ call, policies: policiesFor(policies, call) }] : []
  })
  const knownOf = await loadKnown(
    tx,
    asked.map(({ call: { phoneNumber }, policies }) => ({ phoneNumber, policies })),
  )
  const before = new Map<string, CountedCall[]>()
  for (const { call, policies } of asked) {
    const { id: callId, phoneNumber, timezone, batchId, sequenceId } = call
    const { organizationId, agent } = policies
    const number = numberKey({ organizationId, phoneNumber })
    const known = knownOf({ organizationId, phoneNumber })
    const others = [...known.calls, ...(before.get(number) ?? [])].filter((one) => one.callId !== callId)
    const wish = { wantedAtMs: null, windowsBypassedBy: windowsBypassedBy(call, nowMs) }
    const decided = decidePerson(policies, { ...call, ...wish }, { ...known, calls: others }, nowMs)
    made.set(callId, { ...decided, policies, phoneNumber, timezone, batchId, sequenceId, callId })
    if (decided.decision.kind !== 'call' || call.simulated || call.attempted) continue
    const counted = { callId, atMs: nowMs, subject: subjectOf(agent), conversation: false, isOpen: true }
    before.set(number, [...(before.get(number) ?? []), counted])
  }
  return made
}
