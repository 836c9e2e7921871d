/**
 * How many calls of tRPC's procedures one request may hold. It limits the work that a single request can cause. The
 * console splits its requests by it.
 */
export const CALLS_MAX = { session: 30, other: 10 } as const
