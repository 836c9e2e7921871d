export const AGENT_VARIABLES_MAX = 100
export const AGENT_STEPS_MAX = 50
export const AGENT_OUTCOMES_MAX = 50
export const AGENT_TIMEZONES_MAX = 50
/** With the one of `fromNumber`. */
export const AGENT_NUMBERS_MAX = 100
export const CALLS_PER_NUMBER_PER_DAY_MAX = 10_000
export const ANALYSIS_OUTCOMES_MAX = 100

/** How many planned calls of an agent are counted: more take long to count, and say no more. */
export const QUEUE_COUNT_MAX = 10_000
