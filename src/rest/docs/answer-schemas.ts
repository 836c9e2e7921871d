import { z } from 'zod'

/** The schemas of `components.schemas`: what several answers share, or what deserves a name in a generated client. */
export const namedSchemas = new Map<string, z.ZodType>()

/** Puts a schema under a name into the document. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  namedSchemas.set(id, schema)
  return schema
}

export const momentSchema = z.iso.datetime()

export const variablesSchema = z
  .record(z.string(), z.string())
  .describe('The custom input variables of the contact, by name.')

export const agentIdSchema = z.string().meta({ examples: ['agent.01m84r5fxaeqb96td0q31jyzc5'] })
export const sequenceIdSchema = z.string().meta({ examples: ['call-sequence.01m84rav7sf6ptd4bazaaf3n8t'] })
export const callIdSchema = z.string().meta({ examples: ['call.01m84rb2wpfwdrkq1v6gxz0t5c'] })

/** The example ids, which belong together throughout the document. */
export const EXAMPLE = {
  agentId: 'agent.01m84r5fxaeqb96td0q31jyzc5',
  batchId: '01a20983-26f8-75d9-89a6-70b0a20bc8d2',
  sequenceId: 'call-sequence.01m84rav7sf6ptd4bazaaf3n8t',
  callId: 'call.01m84rb2wpfwdrkq1v6gxz0t5c',
  requestId: '01a20983-2c11-7b0e-9a63-4b9f0d8c7e21',
} as const
