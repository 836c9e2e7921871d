import type { ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import type { DryRunSummary } from './enrollment-answer.schema'

/**
 * Summarizes what a request would do. `firstCallAt` is the earliest time of a contact that does not wait for another
 * one of its chain. `lastCallAt` is the latest time of any accepted contact; not everybody can have been called before
 * it.
 *
 * @param total number of contacts sent
 */
export function summarizeDryRun(
  total: number,
  validated: ValidatedContacts,
  credits: DryRunSummary['credits'],
): DryRunSummary {
  const { accepted, rejected, warnings, chains } = validated
  const callTimes = new CallTimes()
  for (const { scheduledAtMs, chain } of accepted) callTimes.add(scheduledAtMs, chain !== null && chain.position > 0)
  return {
    total,
    accepted: accepted.length,
    rejected,
    reasons: countReasons(rejected),
    warnings,
    credits,
    groups: chains,
    firstCallAt: toIso(callTimes.firstCallMs),
    lastCallAt: toIso(callTimes.lastCallMs),
  }
}

/** How many contacts of a reason are named. */
export const INDEXES_PER_REASON_MAX = 5

/** Counts rejected contacts by the code that stands for each, the most frequent first, and names the first of each. */
export function countReasons(rejected: ValidatedContacts['rejected']): DryRunSummary['reasons'] {
  const reasons = new Map<string, DryRunSummary['reasons'][number]>()
  for (const { code, index } of rejected) {
    const reason = reasons.get(code) ?? { code, contacts: 0, indexes: [] }
    reason.contacts++
    if (reason.indexes.length < INDEXES_PER_REASON_MAX) reason.indexes.push(index)
    reasons.set(code, reason)
  }
  return [...reasons.values()].sort((a, b) => b.contacts - a.contacts)
}

/**
 * Collects the first and last call of accepted contacts, as `summarizeDryRun` defines them. Both are null when none was
 * added.
 */
export class CallTimes {
  /** Epoch milliseconds, like `lastCallMs`. */
  firstCallMs: number | null = null
  lastCallMs: number | null = null

  /**
   * Adds one contact.
   *
   * @param waits whether it waits for an earlier contact of its chain
   */
  add(scheduledAtMs: number, waits: boolean): void {
    if (!waits && (this.firstCallMs === null || scheduledAtMs < this.firstCallMs)) this.firstCallMs = scheduledAtMs
    if (this.lastCallMs === null || scheduledAtMs > this.lastCallMs) this.lastCallMs = scheduledAtMs
  }
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
