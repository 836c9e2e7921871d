import { z } from 'zod'

/** A number that a program has read already, as E.164: what it sends of people to look up, to stage or to suppress. */
export const e164Schema = z.string().regex(/^\+[1-9][0-9]{3,16}$/, 'Give numbers in E.164.')
