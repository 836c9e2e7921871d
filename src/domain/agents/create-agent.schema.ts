import { z } from 'zod'
import { NO_CAPS } from '@/domain/contact-safety/cap.schema'
import { agentRulesSchema } from './agent.schema'
import { agentSettingsShape } from './agent-settings.schema'

/**
 * A new agent, as the console and the API send it and as `npm run admin -- create-organization --agent-file` reads it.
 * Properties that are left out get a default.
 */
export const createAgentSchema = z.strictObject({
  ...agentSettingsShape,
  status: agentRulesSchema.shape.status.default('active'),
  fromNumber: agentSettingsShape.fromNumber.default(null),
  moreFromNumbers: agentSettingsShape.moreFromNumbers.default([]),
  localFirst: agentSettingsShape.localFirst.default(false),
  callsPerNumberPerDay: agentSettingsShape.callsPerNumberPerDay.default(null),
  timezones: agentSettingsShape.timezones.default([]),
  callWindows: agentSettingsShape.callWindows.default({}),
  variables: agentSettingsShape.variables.default([]),
  steps: agentSettingsShape.steps.default([]),
  outcomes: agentSettingsShape.outcomes.default([]),
  creditsPerContact: agentSettingsShape.creditsPerContact.default(1),
  lines: agentSettingsShape.lines.default(1),
  chainAdvance: agentSettingsShape.chainAdvance.default('call'),
  attemptsMax: agentSettingsShape.attemptsMax.default(null),
  callsPerMinute: agentSettingsShape.callsPerMinute.default(null),
  dialerAccountId: agentSettingsShape.dialerAccountId.default(null),
  dialer: agentSettingsShape.dialer.default('simulated'),
  dialerUrl: agentSettingsShape.dialerUrl.default(null),
  remoteAgentId: agentSettingsShape.remoteAgentId.default(null),
  remoteNumberId: agentSettingsShape.remoteNumberId.default(null),
  analysisOutcomes: agentSettingsShape.analysisOutcomes.default([]),
  subject: agentSettingsShape.subject.default(null),
  collectsDebts: agentSettingsShape.collectsDebts.default(false),
  caps: agentSettingsShape.caps.default(NO_CAPS),
  consent: agentSettingsShape.consent.default(null),
})

export type CreateAgentInput = z.input<typeof createAgentSchema>
