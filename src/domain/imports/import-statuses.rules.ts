export const IMPORT_STATUSES = ['staging', 'running', 'paused', 'completed', 'failed', 'cancelled'] as const

export const IMPORT_SORTS = ['newest', 'oldest', 'largest'] as const
