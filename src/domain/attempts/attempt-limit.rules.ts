/** Allows `attemptsMax` attempts at once, and after that one more every `secondsPerAttempt`. */
export type AttemptLimit = { attemptsMax: number; secondsPerAttempt: number }
