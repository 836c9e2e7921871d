import { z } from 'zod'
import {
  agentOutcomeSchema,
  agentStatusSchema,
  agentStepSchema,
  agentVariableSchema,
  chainAdvanceSchema,
} from '@/domain/agents/agent.schema'
import { agentSettingsShape } from '@/domain/agents/agent-settings.schema'
import { brokenOffSchema } from '@/domain/agents/broken-off-answer.schema'
import type { AgentDetail } from '@/domain/agents/get-agent'
import { dialerKindSchema } from '@/domain/dialer-accounts/dialer-account.schema'
import { callWindowsSchema } from '@/domain/schedule/call-windows.schema'
import { EXAMPLE } from '@/rest/docs/examples'

const agentFaultSchema = z.object({ code: z.string(), message: z.string() })

/** An agent as the API shows it. Its dialer secret is never told. */
export const agentSchema = z.object({
  agentId: z.string(),
  name: z.string(),
  status: agentStatusSchema,
  pausedAt: z.iso
    .datetime()
    .nullable()
    .describe('Since when no new call is placed; null while the agent calls. Contacts are enrolled all the same.'),
  brokenOff: brokenOffSchema
    .nullable()
    .describe('Why it has paused itself: most of its calls failed. Null when it has not.'),
  version: z.int().describe('Counts its changes. A change names the version that it was made on.'),
  faults: z
    .array(agentFaultSchema)
    .describe('What keeps contacts from being enrolled; empty for an agent that can call.'),
  fromNumber: z.string().nullable(),
  moreFromNumbers: agentSettingsShape.moreFromNumbers,
  localFirst: agentSettingsShape.localFirst,
  callsPerNumberPerDay: agentSettingsShape.callsPerNumberPerDay,
  timezones: z.array(z.string()),
  callWindows: callWindowsSchema,
  variables: z.array(agentVariableSchema),
  steps: z.array(agentStepSchema),
  outcomes: z.array(agentOutcomeSchema),
  creditsPerContact: z.int(),
  lines: z.int(),
  chainAdvance: chainAdvanceSchema,
  attemptsMax: agentSettingsShape.attemptsMax,
  callsPerMinute: agentSettingsShape.callsPerMinute,
  dialerAccountId: z.string().describe('The dialer account that makes its calls.'),
  dialer: dialerKindSchema.describe('What stands behind that account.'),
  dialerUrl: z.string().nullable().describe('Of a webhook: where each call is sent.'),
  remoteAgentId: agentSettingsShape.remoteAgentId,
  remoteNumberId: agentSettingsShape.remoteNumberId,
  analysisOutcomes: agentSettingsShape.analysisOutcomes,
  subject: z
    .string()
    .nullable()
    .describe('What its calls are about: agents of one subject share the limits on it. Null: the agent itself.'),
  collectsDebts: z.boolean().describe('Whether the rules for debt collection hold for its calls.'),
  caps: agentSettingsShape.caps.describe(
    'Its own limits on calls of one number; those of the organization hold as well.',
  ),
  consent: agentSettingsShape.consent.describe('The consent without which nobody is called; null for none.'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

export type AgentAnswer = z.input<typeof agentSchema>

export function toAgentAnswer(agent: AgentDetail): AgentAnswer {
  const { pausedBy: _, ...told } = agent
  return told
}

export const agentExample: AgentAnswer = {
  agentId: EXAMPLE.agentId,
  name: 'Renewals',
  status: 'active',
  pausedAt: null,
  brokenOff: null,
  version: 3,
  faults: [],
  fromNumber: '+15559876543',
  moreFromNumbers: ['+16175550100'],
  localFirst: true,
  callsPerNumberPerDay: 200,
  timezones: ['America/Chicago'],
  callWindows: { monday: [{ start: '09:00', end: '17:00' }] },
  variables: [{ name: 'account_id', required: true, description: 'The account in your CRM.' }],
  steps: [
    {
      stepType: 'CALL',
      delaySeconds: 0,
      retry: { 'No Answer': { after: '4h', times: 2, otherTimeOfDay: true } },
      attemptsMax: 3,
    },
  ],
  outcomes: [{ name: 'interested', label: 'Interested', description: 'Wants to hear more.', successful: true }],
  creditsPerContact: 1,
  lines: 25,
  chainAdvance: 'call',
  attemptsMax: null,
  callsPerMinute: null,
  dialerAccountId: EXAMPLE.dialerAccountId,
  dialer: 'webhook',
  dialerUrl: 'https://dialer.example.com/calls',
  remoteAgentId: null,
  remoteNumberId: null,
  analysisOutcomes: [],
  subject: null,
  collectsDebts: false,
  caps: { callsPerDay: 3, callsPerWeek: null, gapMinutes: 60, restDays: null },
  consent: null,
  createdAt: '2027-03-01T15:00:00.000Z',
  updatedAt: '2027-03-01T15:30:00.000Z',
}
