import { removeOldRequests } from '@/domain/api-keys/remove-old-requests'
import { removeOldAttempts } from '@/domain/attempts/take-attempt'
import { removeOldChunks } from '@/domain/imports/remove-old-chunks'
import { removeExpiredSessions } from '@/domain/sign-in/remove-expired-sessions'
import { sweepSuppressions } from '@/domain/suppression/sweep-suppressions'

export type SweptRows = { attempts: number; chunks: number; requests: number; sessions: number; suppressions: number }

/** Deletes rows that nobody needs any more, of tables that would grow without end otherwise. */
export async function sweepOldRows(): Promise<SweptRows> {
  return {
    attempts: await removeOldAttempts(),
    chunks: await removeOldChunks(),
    requests: await removeOldRequests(),
    sessions: await removeExpiredSessions(),
    suppressions: await sweepSuppressions(),
  }
}
