// Apart from the schemas: the pages need it and not zod.

/** The longest time that an enrollment looks back for calls. */
export const NOT_CALLED_WITHIN_DAYS_MAX = 366

/** How many numbers are looked up in one request: a list of 100,000 is twenty. */
export const NUMBERS_PER_LOOK_UP_MAX = 5_000
