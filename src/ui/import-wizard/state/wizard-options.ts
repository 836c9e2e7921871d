import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { constantTargets, type Mapping, variableOf } from '@/domain/mappings/mapping.rules'

/** What the options step holds. Null: the agent's, or the organization's, own. */
export type WizardOptions = {
  timezone: string | null
  defaultCountry: string | null
  groupByField: string | null
  allowDuplicates: boolean
  normalizeFields: readonly string[]
  bypassAllowedCallWindow: boolean
}

export const DEFAULT_OPTIONS: WizardOptions = {
  timezone: null,
  defaultCountry: null,
  groupByField: null,
  allowDuplicates: false,
  normalizeFields: [],
  bypassAllowedCallWindow: false,
}

/** The variables that a mapping fills: what can be grouped by and title-cased. */
export function mappedVariables(mapping: Mapping): string[] {
  return [...mapping.columns, ...constantTargets(mapping)].flatMap((target) =>
    target === null ? [] : (variableOf(target) ?? []),
  )
}

/** Chains and duplicates exclude each other: setting one takes the other back. */
export function changeOptions(options: WizardOptions, change: Partial<WizardOptions>): WizardOptions {
  const next = { ...options, ...change }
  if (change.groupByField) return { ...next, allowDuplicates: false }
  if (change.allowDuplicates) return { ...next, groupByField: null }
  return next
}

/** Without what names a variable that no column fills any more. */
export function optionsForMapping(options: WizardOptions, mapping: Mapping): WizardOptions {
  const variables = new Set(mappedVariables(mapping))
  return {
    ...options,
    groupByField: options.groupByField !== null && variables.has(options.groupByField) ? options.groupByField : null,
    normalizeFields: options.normalizeFields.filter((name) => variables.has(name)),
  }
}

/** As `enrollBatch` takes them; what is not set is absent. */
export function toEnrollmentOptions(options: WizardOptions): EnrollmentOptions {
  return {
    timezone: options.timezone ?? undefined,
    defaultCountry: (options.defaultCountry ?? undefined) as EnrollmentOptions['defaultCountry'],
    groupByField: options.groupByField ?? undefined,
    allowDuplicates: options.allowDuplicates,
    normalizeFields: [...options.normalizeFields],
    bypassAllowedCallWindow: options.bypassAllowedCallWindow,
  }
}
