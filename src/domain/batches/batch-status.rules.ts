import type { BatchStatus } from './batch.schema'

/**
 * The public status of a batch. A pause is a fact beside the status, so that a resume finds what was there before;
 * nothing that has ended is shown as paused.
 *
 * @param stored accepted, active, finished, failed or cancelled
 */
export function batchStatusOf(stored: string, pausedAt: Date | null): BatchStatus {
  if (pausedAt !== null && (stored === 'accepted' || stored === 'active')) return 'paused'
  return stored as BatchStatus
}
