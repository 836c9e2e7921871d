import { db } from '@/platform/db'
import { deleteInChunks } from '@/platform/delete-in-chunks'

/**
 * Deletes sessions, verifications and links to set a password that expired more than a day ago. An expired session is never extended, and each
 * holds the address that it was begun from.
 *
 * @returns how many were deleted
 */
export async function removeExpiredSessions(): Promise<number> {
  const sessions = await deleteInChunks(
    (rowsMax) => db().execute`
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE expires_at < now() - interval '1 day'
        LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED)`,
  )
  const verifications = await deleteInChunks(
    (rowsMax) => db().execute`
      DELETE FROM verifications WHERE id IN (
        SELECT id FROM verifications WHERE expires_at < now() - interval '1 day'
        LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED)`,
  )
  const passwordResets = await deleteInChunks(
    (rowsMax) => db().execute`
      DELETE FROM password_resets WHERE token_hash IN (
        SELECT token_hash FROM password_resets WHERE expires_at < now() - interval '1 day'
        ORDER BY expires_at LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED)`,
  )
  return sessions + verifications + passwordResets
}
