import type { CountryCode } from 'libphonenumber-js'
import { findCountry } from '@/domain/phones/find-country.rules'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { CONTACT_FIELD_NAMES, LATER_FIELDS } from './contact-fields.rules'
import { judgeFieldName } from './field-name.rules'
import { needsEmail } from './needs-email.rules'
import { isUsableVariableName } from './variable-name.rules'
import type { Warning } from './warning.schema'

/**
 * Everything besides the contact itself that a verdict depends on. Time comes in as `nowMs`; the rules read no clock.
 */
export type ValidationContext = {
  /** Epoch milliseconds. */
  nowMs: number
  agent: ValidatingAgent
  organization: OrganizationRules
  options: ValidationOptions
}

/** The settings of an agent by which its contacts are judged. */
export type ValidatingAgent = {
  /** IANA names. The first valid one is the default for contacts without a timezone. */
  timezones: readonly string[]
  callWindows: CallWindows
  variables: readonly { name: string; required: boolean; description?: string | undefined }[]
  steps: readonly { stepType: string }[]
  /** Whether its dialer can dial an extension after the number. Default: true. */
  dialsExtensions?: boolean | undefined
}

/** The options of a request by which its contacts are judged. */
export type ValidationOptions = {
  /** ISO 3166-1 alpha-2. Takes precedence over the organization's country. */
  defaultCountry?: string | undefined
  /** IANA name. Takes precedence over the agent's first timezone. */
  timezone?: string | undefined
  groupByField?: string | undefined
  normalizeFields?: readonly string[] | undefined
  allowDuplicates?: boolean | undefined
  bypassAllowedCallWindow?: boolean | undefined
}

/** The settings of an organization by which its contacts are judged. */
export type OrganizationRules = {
  /** ISO 3166-1 alpha-2. Numbers without a + are read in this country unless the request names another. */
  country: string
  normalizationEnabled: boolean
  /** Rejects premium rate, shared cost and satellite numbers, instead of only warning about them. */
  premiumNumbersRefused: boolean
}

/** What a property of a contact is, judged by its name. */
export type NameVerdict =
  | { kind: 'field' | 'variable' | 'unusable' }
  | { kind: 'mistaken' | 'suspect'; message: string }

/** A `ValidationContext`, prepared once for all contacts of a request or file. */
export type PreparedValidation = {
  nowMs: number
  defaultCountry: CountryCode | null
  /** The timezone of contacts without one; null when neither the request nor the agent has a valid one. */
  defaultTimezone: string | null
  callWindows: CallWindows
  bypassAllowedCallWindow: boolean
  emailRequired: boolean
  dialsExtensions: boolean
  premiumNumbersRefused: boolean
  /** In the order of the agent's list. */
  requiredVariables: readonly string[]
  titleCased: ReadonlySet<string>
  groupByField: string | null
  allowDuplicates: boolean
  warnings: readonly Warning[]
  /** Cached by name, since the contacts of a request have the same properties. */
  judgeName: (name: string) => NameVerdict
  /** The first allowed moment from `nowMs` on, or null when there is none. */
  firstMoment: (timezone: string) => number | null
}

export function prepareValidation(context: ValidationContext): PreparedValidation {
  const { nowMs, agent, organization, options } = context
  const bypassAllowedCallWindow = options.bypassAllowedCallWindow ?? false
  const wanted = options.normalizeFields ?? []
  const names = new Map<string, NameVerdict>([...CONTACT_FIELD_NAMES].map((name) => [name, { kind: 'field' }]))
  for (const { name } of agent.variables) names.set(name, { kind: 'variable' })
  const { groupByField = null } = options
  if (groupByField !== null && LATER_FIELDS.has(groupByField)) names.set(groupByField, { kind: 'variable' })
  const firstMoments = new Map<string, number | null>()
  return {
    nowMs,
    defaultCountry: findCountry(options.defaultCountry ?? '') ?? findCountry(organization.country),
    defaultTimezone: findTimeZone(options.timezone ?? '') ?? firstListed(agent.timezones),
    callWindows: agent.callWindows,
    bypassAllowedCallWindow,
    premiumNumbersRefused: organization.premiumNumbersRefused,
    emailRequired: needsEmail(agent),
    dialsExtensions: agent.dialsExtensions ?? true,
    requiredVariables: agent.variables.filter((variable) => variable.required).map((variable) => variable.name),
    titleCased: new Set(organization.normalizationEnabled ? wanted : []),
    groupByField,
    allowDuplicates: options.allowDuplicates ?? false,
    warnings: findOptionWarnings(wanted, names, organization.normalizationEnabled),
    judgeName: (name) => {
      let verdict = names.get(name)
      if (verdict === undefined) {
        verdict = isUsableVariableName(name) ? (judgeFieldName(name) ?? { kind: 'variable' }) : { kind: 'unusable' }
        names.set(name, verdict)
      }
      return verdict
    },
    firstMoment: (timezone) => {
      if (bypassAllowedCallWindow) return nowMs
      let moment = firstMoments.get(timezone)
      // Stryker disable next-line ConditionalExpression: to look for it again finds the same, and takes longer.
      if (moment === undefined) {
        moment = nextAllowedMoment(agent.callWindows, timezone, nowMs)
        firstMoments.set(timezone, moment)
      }
      return moment
    },
  }
}

function firstListed(timezones: readonly string[]): string | null {
  for (const name of timezones) {
    const zone = findTimeZone(name)
    if (zone !== null) return zone
  }
  return null
}

function findOptionWarnings(
  normalizeFields: readonly string[],
  names: ReadonlyMap<string, NameVerdict>,
  normalizationEnabled: boolean,
): Warning[] {
  if (normalizeFields.length === 0) return []
  if (!normalizationEnabled) {
    const message = 'normalizeFields was ignored: normalization is switched off for this organization.'
    return [{ code: 'NORMALIZATION_DISABLED', message }]
  }
  return normalizeFields
    .filter((name) => names.get(name)?.kind === 'field')
    .map((name) => ({
      code: 'NORMALIZE_FIELD_IGNORED',
      message: `normalizeFields names ${name}, which was ignored: only custom variables are normalized.`,
    }))
}
