import type { ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import type { DryRunSummary } from './enrollment-answer.schema'

/**
 * What a request would do. `firstCallAt` is the earliest time of a contact that does not wait for another of its
 * chain; `lastCallAt` the latest of any accepted contact, before which not all can have been called.
 *
 * @param total contacts sent
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
    warnings,
    credits,
    groups: chains,
    firstCallAt: toIso(callTimes.firstCallMs),
    lastCallAt: toIso(callTimes.lastCallMs),
  }
}

/** First and last call of the accepted contacts that were added, as `summarizeDryRun` has them; null without any. */
export class CallTimes {
  /** Epoch milliseconds, as is the last. */
  firstCallMs: number | null = null
  lastCallMs: number | null = null

  /** @param waits for an earlier contact of its chain */
  add(scheduledAtMs: number, waits: boolean): void {
    if (!waits && (this.firstCallMs === null || scheduledAtMs < this.firstCallMs)) this.firstCallMs = scheduledAtMs
    if (this.lastCallMs === null || scheduledAtMs > this.lastCallMs) this.lastCallMs = scheduledAtMs
  }
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
