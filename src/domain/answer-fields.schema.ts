import { z } from 'zod'

/** Fields that several answers share, each described once. Moments are ISO 8601 in UTC. */
export const momentSchema = z.iso.datetime()

export const agentIdSchema = z.string().meta({ examples: ['agent.01m84r5fxaeqb96td0q31jyzc5'] })
export const sequenceIdSchema = z.string().meta({ examples: ['call-sequence.01m84rav7sf6ptd4bazaaf3n8t'] })
export const callIdSchema = z.string().meta({ examples: ['call.01m84rb2wpfwdrkq1v6gxz0t5c'] })

export const attemptSchema = z
  .int()
  .nullable()
  .describe('Which call of its step it is, from 1 on; null for a call back, which the person was promised.')

export const promisedAtSchema = momentSchema
  .nullable()
  .describe('The moment for which the person was promised this call; null when it is no call back.')

export const testSchema = z
  .boolean()
  .describe('Whether it is a test: enrolled by a test key, or a test call of the console. Tests count in no figure.')

export const variablesSchema = z
  .record(z.string(), z.string())
  .describe('The custom input variables of the contact, by name.')
