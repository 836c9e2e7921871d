import { verifyPassword } from 'better-auth/crypto'
import { giveBackAttempt, takeAttempt } from '@/domain/attempts/take-attempt'
import { RollcallError } from '@/domain/errors'
import { requestFault } from '@/domain/parse-request'
import { db } from '@/platform/db'

/** Whoever finds a console open and guesses at its owner's password has ten guesses, and then one a minute. */
const PASSWORD_LIMIT = { attemptsMax: 10, secondsPerAttempt: 60 }

/**
 * Checks the password of somebody who is signed in, before what a stolen session must not be able to do.
 *
 * @param field the field of the form that the fault is about
 * @throws VALIDATION_ERROR for another password, RATE_LIMITED
 */
export async function checkPassword(userId: string, password: string, field: string): Promise<void> {
  const subject = `password:${userId}`
  const { retryAfterSeconds } = await takeAttempt(subject, PASSWORD_LIMIT)
  if (retryAfterSeconds !== null) {
    const message = `Too many wrong passwords. Try again in ${retryAfterSeconds} s.`
    throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  const account = await db().account.findFirst({
    where: { userId, providerId: 'credential' },
    select: { password: true },
  })
  const isRight = account?.password ? await verifyPassword({ hash: account.password, password }) : false
  if (!isRight) throw requestFault(field, 'This is not your password.')
  await giveBackAttempt(subject)
}
