import { z } from 'zod'
import { agentIdSchema, callIdSchema, momentSchema, sequenceIdSchema } from '@/domain/answer-fields.schema'
import { TRAIL_TYPES } from './trail-order.rules'

const ruleSchema = z.object({
  id: z
    .string()
    .describe(
      'Of a calling rule, or `suppression:…`, `list:…`, `organization:caps`, `agent:caps`, `agent:consent`, `agent:windows`, `agent:numbers`, `batch:steps`.',
    ),
  version: z.int(),
})

const reasonSchema = z.object({
  code: z.string(),
  what: z.string().describe('In a sentence.'),
  rule: ruleSchema,
  until: momentSchema.nullable().describe('Until when it kept the call back; null for good.'),
})

const decisionSchema = z.object({
  point: z
    .enum(['enrollment', 'retry', 'rules changed', 'dispatch', 'placement'])
    .describe(
      'At the enrollment, when a call had ended after which the same step calls again, when rules or limits had changed that kept the call back, when a line was to be given, or right before the dialer was to be asked.',
    ),
  kind: z.enum(['call', 'not before', 'never']),
  notBefore: momentSchema.nullable(),
  reasons: z.array(reasonSchema).describe('Everything that kept the call back.'),
  notices: z.array(reasonSchema).describe('What was only to be told.'),
  rules: z.array(ruleSchema).describe('The calling rules that held for the person.'),
  places: z
    .array(z.object({ country: z.string().nullable(), region: z.string().nullable(), timezones: z.array(z.string()) }))
    .describe('Where the person may be: all of them had to allow the call.'),
  knownBy: z.string().describe('How that is known: region, postal code, number, timezone or nothing.'),
  localTimes: z.array(z.string()).describe('The moment on the clocks of those places, or else of the contact.'),
  bypassed: z
    .string()
    .nullable()
    .describe('Why the call windows did not count, where they were closed: option or call back. Rules always count.'),
  organizationVersion: z.int(),
  agentVersion: z.int(),
  consentId: z.uuid().nullable().describe('The consent on which the call was made.'),
})

export const trailEntrySchema = z.object({
  type: z.enum(TRAIL_TYPES),
  id: z.string().describe('Of one type no two are alike.'),
  at: momentSchema,
  what: z.string().describe('What happened, in a sentence.'),
  by: z.string().nullable().describe('Name of the operator or key that did it; null for what went by itself.'),
  agentId: agentIdSchema.nullable(),
  agentName: z.string().nullable(),
  batchId: z.uuid().nullable(),
  importId: z.uuid().nullable(),
  sequenceId: sequenceIdSchema.nullable(),
  callId: callIdSchema.nullable(),
  externalId: z.string().nullable().describe('Of `enrolled` alone: what your system knows the contact by.'),
  timezone: z.string().nullable().describe('Of the contact, where there is one.'),
  decision: decisionSchema.nullable().describe('Of `decided` alone.'),
})

export const trailSchema = z.object({
  phoneNumber: z.string().describe('E.164.'),
  name: z.string().nullable().describe('As the newest contact says it; null for somebody who was only rejected.'),
  trail: z.array(trailEntrySchema),
  nextCursor: z.string().nullable(),
})

export type TrailEntry = z.output<typeof trailEntrySchema>
export type TrailDecision = z.output<typeof decisionSchema>
export type Trail = z.output<typeof trailSchema>
