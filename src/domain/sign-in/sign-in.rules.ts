import type { AttemptLimit } from '@/domain/attempts/attempt-limit.rules'

/**
 * One address may be wrong so often; then it is refused. It is the only one that is: an office that shares an address and
 * mistypes is back after half a minute.
 */
export const ADDRESS_LIMIT: AttemptLimit = { attemptsMax: 20, secondsPerAttempt: 30 }

/** An account is never refused: a stranger could lock its owner out. It is answered slowly. */
export const ACCOUNT_LIMIT: AttemptLimit = { attemptsMax: Number.MAX_SAFE_INTEGER, secondsPerAttempt: 60 }

const QUICK_FAILURES = 5
const DELAY_SECONDS_MAX = 10

/**
 * How long the answer to an attempt is held back, by how many attempts of the account have failed lately, this one
 * counted as one: none for the first five, then 1, 2, 4 and 8 seconds, and 10 at most. The right password waits as long
 * as a wrong one, or its speed would give it away.
 */
export function signInDelaySeconds(attempts: number): number {
  const beyond = Math.floor(attempts) - QUICK_FAILURES
  return beyond <= 0 ? 0 : Math.min(DELAY_SECONDS_MAX, 2 ** (beyond - 1))
}
