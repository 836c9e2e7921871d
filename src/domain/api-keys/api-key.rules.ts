/** Every key starts with this, so that scanners for leaked secrets can know it. */
export const API_KEY_PREFIX = 'rollcall_'

/** Wrong keys of one address: so many at once, and one more each second. */
export const WRONG_KEY_LIMIT = { attemptsMax: 60, secondsPerAttempt: 1 } as const

const API_KEY_PATTERN = /^rollcall_[A-Za-z0-9_-]{43}$/

/** Whether the text can be a key of ours at all: what cannot is refused without a query. */
export function isApiKeyShaped(text: string): boolean {
  return API_KEY_PATTERN.test(text)
}

/** What is left of a token bucket, as the `RateLimit-*` headers tell it. */
export type RateLimitState = {
  /** Size of the bucket, and tokens refilled per second. */
  limit: number
  /** Whole requests that would pass now. */
  remaining: number
  /** Whole seconds until the bucket is full. */
  resetSeconds: number
  /** Null when the request passed, else whole seconds until one would. */
  retryAfterSeconds: number | null
}

/**
 * @param limit size of the bucket, and its refill per second
 * @param tokens what is in the bucket now, after the request took its tokens if it got them
 * @param calls how many tokens it took, or would have taken
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
