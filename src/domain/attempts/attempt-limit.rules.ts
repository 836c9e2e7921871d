/** So many attempts at once, and one more each `secondsPerAttempt` after that. */
export type AttemptLimit = { attemptsMax: number; secondsPerAttempt: number }
