/** Apart from the schema, so that a list of batches loads no zod. */
export const BATCH_STATUSES = ['accepted', 'active', 'finished', 'failed', 'paused', 'cancelled'] as const
