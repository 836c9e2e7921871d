// Apart from the schema, since the pages that ask for a password need these and not zod.

/** In characters (UTF-16 code units). */
export const PASSWORD_LENGTH_MIN = 12
export const PASSWORD_LENGTH_MAX = 128
