import type { Tx } from '@/platform/db'

/**
 * Notes that an account is of whoever has its email address: they have followed a link that was mailed there, or whoever
 * runs the installation says so. For the first time, whatever was set up before is not theirs for certain, since the
 * account may have been made by a link that was shown to somebody else: all sessions end, and two-factor sign-in is off.
 * The caller sets a new password.
 *
 * @returns whether it was not verified before
 */
export async function verifyAddress(tx: Tx, userId: string): Promise<boolean> {
  const verified = await tx.execute`
    UPDATE users SET email_verified = true, two_factor_enabled = false, updated_at = now()
    WHERE id = ${userId} AND NOT email_verified`
  if (verified === 0) return false
  await tx.execute`DELETE FROM two_factors WHERE user_id = ${userId}`
  await tx.execute`DELETE FROM sessions WHERE user_id = ${userId}`
  return true
}
