import { z } from 'zod'

/** Longer than any id of ours. */
const ID_LENGTH_MAX = 100

/** The id of something, public or a UUID. Whether there is such a thing, and whose it is, the use case says. */
export const idSchema = z.string().max(ID_LENGTH_MAX, 'This is not an id of ours.')
