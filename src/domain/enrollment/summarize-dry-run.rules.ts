import type { RejectedContact, ValidatedContacts } from '@/domain/contacts/validate-contacts.rules'
import type { Warning } from '@/domain/contacts/warning.schema'

/** Times are ISO 8601 UTC. */
export type DryRunSummary = {
  total: number
  accepted: number
  rejected: RejectedContact[]
  warnings: Warning[]
  credits: { required: number; available: number }
  groups: { value: string; size: number }[]
  firstCallAt: string | null
  lastCallAt: string | null
}

/**
 * What a request would do. `firstCallAt` is the earliest time of a contact that does not wait for another of its
 * group; `lastCallAt` the latest of any accepted contact, before which not all can have been called.
 *
 * @param total contacts sent
 */
export function summarizeDryRun(
  total: number,
  validated: ValidatedContacts,
  credits: { required: number; available: number },
): DryRunSummary {
  const { accepted, rejected, warnings, groups } = validated
  const { firstCallMs, lastCallMs } = callTimesOf(accepted)
  return {
    total,
    accepted: accepted.length,
    rejected,
    warnings,
    credits,
    groups,
    firstCallAt: toIso(firstCallMs),
    lastCallAt: toIso(lastCallMs),
  }
}

/** First and last call of accepted contacts in epoch milliseconds, as `summarizeDryRun` has them; null without any. */
export function callTimesOf(accepted: Iterable<{ scheduledAtMs: number; group: { position: number } | null }>): {
  firstCallMs: number | null
  lastCallMs: number | null
} {
  let firstCallMs: number | null = null
  let lastCallMs: number | null = null
  for (const { scheduledAtMs, group } of accepted) {
    const waits = group !== null && group.position > 0
    if (!waits && (firstCallMs === null || scheduledAtMs < firstCallMs)) firstCallMs = scheduledAtMs
    if (lastCallMs === null || scheduledAtMs > lastCallMs) lastCallMs = scheduledAtMs
  }
  return { firstCallMs, lastCallMs }
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
