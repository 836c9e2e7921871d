import type { CountryCode } from 'libphonenumber-js'
import { findCountry } from '@/domain/phones/find-country.rules'
import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { CONTACT_FIELD_NAMES } from './contact-fields.rules'
import { judgeFieldName } from './field-name.rules'
import { isUsableVariableName } from './variable-name.rules'
import type { Warning } from './warning.schema'

/** All that the verdict on a contact depends on, beside the contact. The clock comes in as `nowMs`. */
export type ValidationContext = {
  /** Epoch milliseconds. */
  nowMs: number
  agent: ValidatingAgent
  organization: OrganizationRules
  options: ValidationOptions
}

/** What of an agent decides on its contacts. */
export type ValidatingAgent = {
  /** IANA names; the first one that is one is the default of contacts without. */
  timezones: readonly string[]
  callWindows: CallWindows
  variables: readonly { name: string; required: boolean; description?: string | undefined }[]
  steps: readonly { stepType: string }[]
}

/** What of a request's options decides on its contacts. */
export type ValidationOptions = {
  /** ISO 3166-1 alpha-2; it stands above the organization's. */
  defaultCountry?: string | undefined
  /** IANA name; it stands above the agent's first. */
  timezone?: string | undefined
  groupByField?: string | undefined
  normalizeFields?: readonly string[] | undefined
  allowDuplicates?: boolean | undefined
  bypassAllowedCallWindow?: boolean | undefined
}

/** What of an organization decides on its contacts. */
export type OrganizationRules = {
  /** ISO 3166-1 alpha-2: how numbers without a + are read where the request does not say. */
  country: string
  normalizationEnabled: boolean
  /** Premium rate, shared cost and satellite numbers are turned away, and not only warned of. */
  premiumNumbersRefused: boolean
}

/** What a property of a contact is by its name. */
export type NameVerdict =
  | { kind: 'field' | 'variable' | 'unusable' }
  | { kind: 'mistaken' | 'suspect'; message: string }

/** A `ValidationContext`, worked out once for all contacts of a request or a file. */
export type PreparedValidation = {
  nowMs: number
  defaultCountry: CountryCode | null
  /** Of contacts without a timezone; null when neither request nor agent has a usable one. */
  defaultTimezone: string | null
  callWindows: CallWindows
  bypassAllowedCallWindow: boolean
  emailRequired: boolean
  premiumNumbersRefused: boolean
  /** In the order of the agent's list. */
  requiredVariables: readonly string[]
  titleCased: ReadonlySet<string>
  groupByField: string | null
  allowDuplicates: boolean
  warnings: readonly Warning[]
  /** Worked out once for each name, since contacts of a request have the same ones. */
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
  const firstMoments = new Map<string, number | null>()
  return {
    nowMs,
    defaultCountry: findCountry(options.defaultCountry ?? '') ?? findCountry(organization.country),
    defaultTimezone: findTimeZone(options.timezone ?? '') ?? firstListed(agent.timezones),
    callWindows: agent.callWindows,
    bypassAllowedCallWindow,
    premiumNumbersRefused: organization.premiumNumbersRefused,
    emailRequired: needsEmail(agent),
    requiredVariables: agent.variables.filter((variable) => variable.required).map((variable) => variable.name),
    titleCased: new Set(organization.normalizationEnabled ? wanted : []),
    groupByField: options.groupByField ?? null,
    allowDuplicates: options.allowDuplicates ?? false,
    warnings: findOptionWarnings(wanted, organization.normalizationEnabled),
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
      if (moment === undefined) {
        moment = nextAllowedMoment(agent.callWindows, timezone, nowMs)
        firstMoments.set(timezone, moment)
      }
      return moment
    },
  }
}

/** True when the agent sends an email, so that each contact needs an address. */
export function needsEmail(agent: Pick<ValidatingAgent, 'steps'>): boolean {
  return agent.steps.some((step) => step.stepType === 'EMAIL')
}

function firstListed(timezones: readonly string[]): string | null {
  for (const name of timezones) {
    const zone = findTimeZone(name)
    if (zone !== null) return zone
  }
  return null
}

function findOptionWarnings(normalizeFields: readonly string[], normalizationEnabled: boolean): Warning[] {
  if (normalizeFields.length === 0) return []
  if (!normalizationEnabled) {
    const message = 'normalizeFields was ignored: normalization is switched off for this organization.'
    return [{ code: 'NORMALIZATION_DISABLED', message }]
  }
  return normalizeFields
    .filter((name) => CONTACT_FIELD_NAMES.has(name))
    .map((name) => ({
      code: 'NORMALIZE_FIELD_IGNORED',
      message: `normalizeFields names ${name}, which was ignored: only custom variables are normalized.`,
    }))
}
