import { z } from 'zod'

/** Fields that several answers share, each described once. Moments are ISO 8601 in UTC. */
export const momentSchema = z.iso.datetime()

export const agentIdSchema = z.string().meta({ examples: ['agent.01m84r5fxaeqb96td0q31jyzc5'] })
export const sequenceIdSchema = z.string().meta({ examples: ['call-sequence.01m84rav7sf6ptd4bazaaf3n8t'] })
export const callIdSchema = z.string().meta({ examples: ['call.01m84rb2wpfwdrkq1v6gxz0t5c'] })

export const externalIdSchema = z
  .string()
  .nullable()
  .describe('What your system knows the contact by, as it was sent; null when nothing was.')

export const attemptSchema = z
  .int()
  .nullable()
  .describe('Which call of its step it is, from 1 on; null for a call back, which the person was promised.')

export const providerCallIdSchema = z
  .string()
  .nullable()
  .describe("The dialer's own id of the call; null before it has taken the call, and of a dialer that gives none.")

export const fromPhoneNumberSchema = z
  .string()
  .nullable()
  .describe("E.164: the agent's number that it is made from; null of calls of before numbers were kept.")

export const promisedAtSchema = momentSchema
  .nullable()
  .describe('The moment for which the person was promised this call; null when it is no call back.')

export const testSchema = z
  .boolean()
  .describe('Whether it is a test: enrolled by a test key, or a test call of the console. Tests count in no figure.')

export const variablesSchema = z
  .record(z.string(), z.string())
  .describe('The custom input variables of the contact, by name.')
