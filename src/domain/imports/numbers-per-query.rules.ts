// Apart from the schemas: the first step of the wizard needs it and not zod.

/** How many numbers one query may look up. */
export const NUMBERS_PER_QUERY_MAX = 5_000
