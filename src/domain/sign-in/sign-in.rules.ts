import type { AttemptLimit } from '@/domain/attempts/attempt-limit.rules'

/**
 * How often one address may be wrong before it is refused. Only addresses are refused; an office that shares one and
 * mistypes is let in again after half a minute.
 */
export const ADDRESS_LIMIT: AttemptLimit = { attemptsMax: 20, secondsPerAttempt: 30 }

/** An account is never refused, because a stranger could then lock its owner out. Its answers get slow instead. */
export const ACCOUNT_LIMIT: AttemptLimit = { attemptsMax: Number.MAX_SAFE_INTEGER, secondsPerAttempt: 60 }

const QUICK_FAILURES = 5
const DELAY_SECONDS_MAX = 10

/**
 * How many seconds the answer to a sign-in is held back, by the number of recent failed attempts on the account,
 * including this one: none for the first five, then 1, 2, 4, 8, and at most 10. The right password waits just as long,
 * or its speed would give it away.
 */
export function signInDelaySeconds(attempts: number): number {
  const beyond = Math.floor(attempts) - QUICK_FAILURES
  return beyond <= 0 ? 0 : Math.min(DELAY_SECONDS_MAX, 2 ** (beyond - 1))
}
