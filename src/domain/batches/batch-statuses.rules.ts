/** Apart from the schema, so that a list of batches loads no zod. */
export const BATCH_STATUSES = ['accepted', 'active', 'finished', 'failed', 'paused', 'cancelled'] as const

/** Where a batch may come from. */
export const BATCH_SOURCES = ['api', 'trpc', 'console', 'import'] as const

export const BATCH_SORTS = ['newest', 'oldest'] as const
