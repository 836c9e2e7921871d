import type { Tx } from '@/platform/db'

/**
 * Stores the hash of a password that somebody has chosen or been given. Links to set a new one are void from now on,
 * and all sessions end but the one that is kept.
 */
export async function setPassword(
  tx: Tx,
  input: { userId: string; passwordHash: string; oneTime: boolean; keptSessionId: string | null },
): Promise<void> {
  const { userId, passwordHash, oneTime, keptSessionId } = input
  await tx.execute`
    UPDATE accounts SET password = ${passwordHash}, updated_at = now()
    WHERE user_id = ${userId} AND provider_id = 'credential'`
  await tx.execute`UPDATE users SET must_change_password = ${oneTime}, updated_at = now() WHERE id = ${userId}`
  await tx.execute`DELETE FROM password_resets WHERE user_id = ${userId}`
  await tx.execute`DELETE FROM sessions WHERE user_id = ${userId} AND id IS DISTINCT FROM ${keptSessionId}`
}
