import { z } from 'zod'
import { accountLimitsShape, dialerKindSchema, dialerStateSchema } from './dialer-account.schema'

const choiceShape = { id: z.string(), name: z.string() }

/** What a check has shown, as it is stored. */
export const accountCheckSchema = z.object({
  connectedAs: z.string(),
  agents: z.array(z.object(choiceShape)).nullable(),
  numbers: z.array(z.object({ ...choiceShape, phoneNumber: z.string().nullable() })).nullable(),
  linesMax: z.int().nullable(),
})

export type AccountCheck = z.output<typeof accountCheckSchema>

/** A dialer account as lists show it: never what it is opened with. */
export const dialerAccountSchema = z.object({
  dialerAccountId: z.string(),
  kind: dialerKindSchema,
  /** The provider's own name. */
  label: z.string().describe('The name of the dialer, as people write it.'),
  name: z.string(),
  url: z.string().nullable().describe('Of a webhook: where each call is sent.'),
  state: dialerStateSchema.describe(
    'failing: it cannot call anybody, and nobody is called through it until it is mended. off: somebody has turned it off.',
  ),
  stateReason: z.string().nullable().describe('Why it is failing, for people.'),
  stateSince: z.iso.datetime(),
  lines: accountLimitsShape.lines,
  callsPerSecond: accountLimitsShape.callsPerSecond,
  connectedAs: z.string().nullable().describe('As whom the last check was connected.'),
  checkedAt: z.iso.datetime().nullable(),
  dialsExtensions: z.boolean().describe('Whether it can dial an extension after the number.'),
  agents: z.int().describe('How many agents name it, archived ones too.'),
  createdAt: z.iso.datetime(),
})

export type DialerAccountSummary = z.output<typeof dialerAccountSchema>
