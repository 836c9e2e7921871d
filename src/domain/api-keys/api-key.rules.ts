/** Every key starts with this prefix, so that scanners for leaked secrets recognize it. */
export const API_KEY_PREFIX = 'rollcall_'

/** Every test key starts with this prefix, so that whoever reads one knows that it calls nobody. */
export const TEST_KEY_PREFIX = 'rollcall_test_'

/** How long the key before works on after a rotation, so that no system has to change over at that very moment. */
export const ROTATION_OVERLAP_HOURS = 24

/** How many keys an organization may have that work. */
export const KEYS_MAX = 50

/** How many wrong keys one address may send: a burst of `attemptsMax`, then one more each second. */
export const WRONG_KEY_LIMIT = { attemptsMax: 60, secondsPerAttempt: 1 } as const

const API_KEY_PATTERN = /^rollcall_(?:test_)?[A-Za-z0-9_-]{43}$/

/** Tells whether the text has the shape of one of our keys. Any other text is refused without a query. */
export function isApiKeyShaped(text: string): boolean {
  return API_KEY_PATTERN.test(text)
}

/** The state of a token bucket, as the `RateLimit-*` headers report it. */
export type RateLimitState = {
  /** Size of the bucket, and tokens refilled per second. */
  limit: number
  /** Whole requests that would pass now. */
  remaining: number
  /** Whole seconds until the bucket is full. */
  resetSeconds: number
  /** Null when the request passed, else the whole seconds until one would pass. */
  retryAfterSeconds: number | null
}

/**
 * Describes a token bucket for the `RateLimit-*` headers.
 *
 * @param limit size of the bucket, and its refill per second
 * @param tokens what the bucket holds, after a request that passed has taken its tokens
 * @param calls how many tokens the request asked for
 */
export function describeRateLimit(limit: number, tokens: number, passed: boolean, calls = 1): RateLimitState {
  const left = Math.min(limit, Math.max(0, tokens))
  return {
    limit,
    remaining: Math.floor(left),
    resetSeconds: Math.ceil((limit - left) / limit),
    retryAfterSeconds: passed ? null : Math.max(1, Math.ceil((calls - left) / limit)),
  }
}
