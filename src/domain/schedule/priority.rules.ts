/** The priorities of an enrollment, in the order in which their calls are made. */
export const PRIORITIES = ['now', 'normal', 'low'] as const

export type Priority = (typeof PRIORITIES)[number]

export const DEFAULT_PRIORITY = 'normal'

/** Returns the priority of a batch or an import by its stored options. The SQL function `priority_of` does the same. */
export function priorityOf(options: unknown): Priority {
  const given = (options as { priority?: unknown }).priority
  return PRIORITIES.find((priority) => priority === given) ?? DEFAULT_PRIORITY
}
