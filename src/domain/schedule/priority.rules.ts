/** The priorities of an enrollment, in the order in which their calls are made. */
export const PRIORITIES = ['now', 'normal', 'low'] as const

export type Priority = (typeof PRIORITIES)[number]

/** The order in which calls get lines. What a person was promised comes before all, whatever the enrollment asks for. */
export const LINE_ORDER = ['promised', ...PRIORITIES] as const

export type LineOrder = (typeof LINE_ORDER)[number]

export const DEFAULT_PRIORITY = 'normal'

/** Returns the priority of a batch or an import by its stored options. The SQL function `priority_of` does the same. */
export function priorityOf(options: unknown): Priority {
  const given = (options as { priority?: unknown }).priority
  return PRIORITIES.find((priority) => priority === given) ?? DEFAULT_PRIORITY
}
