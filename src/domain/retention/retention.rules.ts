/** What an organization keeps for a while only, of all that would be kept for good otherwise. */
export const RETENTION_KINDS = ['transcripts', 'rejectedRows', 'deliveries', 'decisions'] as const

export type RetentionKind = (typeof RETENTION_KINDS)[number]

/** For how many days each is kept; null for good. */
export type Retention = Record<RetentionKind, number | null>

/** A result that comes late and a delivery that is tried again both take less. */
export const RETENTION_DAYS_MIN = 7
export const RETENTION_DAYS_MAX = 3_650

/**
 * For how many days deliveries are kept. The one of a call's result repeats the transcript, so none is kept longer than
 * that.
 */
export function deliveryDaysOf({ deliveries, transcripts }: Retention): number | null {
  if (transcripts === null) return deliveries
  return deliveries === null ? transcripts : Math.min(deliveries, transcripts)
}
