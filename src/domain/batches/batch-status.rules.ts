import type { BatchStatus } from './batch.schema'

/**
 * Returns the public status of a batch. A pause is stored beside the status, so that a resume finds the status of
 * before. A batch that has ended is never shown as paused.
 *
 * @param stored accepted, active, finished, failed or cancelled
 */
export function batchStatusOf(stored: string, pausedAt: Date | null): BatchStatus {
  if (pausedAt !== null && (stored === 'accepted' || stored === 'active')) return 'paused'
  return stored as BatchStatus
}
