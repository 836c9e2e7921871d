import { z } from 'zod'

/** Longer than any of our ids. */
const ID_LENGTH_MAX = 100

/** An id, public or a UUID. The use case decides whether it exists and to whom it belongs. */
export const idSchema = z.string().max(ID_LENGTH_MAX, 'This is not an id of ours.')
