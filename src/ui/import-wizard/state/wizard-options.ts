import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import { constantTargets, type Mapping, variableOf } from '@/domain/mappings/mapping.rules'
import { DEFAULT_PRIORITY, type Priority } from '@/domain/schedule/priority.rules'

/** The choices of the options step. Null means the agent's or the organization's own value. */
export type WizardOptions = {
  timezone: string | null
  defaultCountry: string | null
  groupByField: string | null
  allowDuplicates: boolean
  normalizeFields: readonly string[]
  bypassAllowedCallWindow: boolean
  priority: Priority
  /** Rejects contacts whose number has an open sequence of the agent. Absent in drafts of an older version. */
  rejectActive?: boolean
  /** Rejects contacts whose number was called within so many days. */
  notCalledWithinDays?: number | null
}

export const DEFAULT_OPTIONS: WizardOptions = {
  timezone: null,
  defaultCountry: null,
  groupByField: null,
  allowDuplicates: false,
  normalizeFields: [],
  bypassAllowedCallWindow: false,
  priority: DEFAULT_PRIORITY,
  rejectActive: false,
  notCalledWithinDays: null,
}

/** Returns the variables that a mapping fills. Contacts can be grouped by them, and they can be title-cased. */
export function mappedVariables(mapping: Mapping): string[] {
  return [...mapping.columns, ...constantTargets(mapping)].flatMap((target) =>
    target === null ? [] : (variableOf(target) ?? []),
  )
}

/** Changes options. Chains and duplicates exclude each other, so setting one resets the other. */
export function changeOptions(options: WizardOptions, change: Partial<WizardOptions>): WizardOptions {
  const next = { ...options, ...change }
  if (change.groupByField) return { ...next, allowDuplicates: false }
  if (change.allowDuplicates) return { ...next, groupByField: null }
  return next
}

/** Resets options that name a variable that is no longer filled. */
export function optionsForMapping(options: WizardOptions, mapping: Mapping): WizardOptions {
  const variables = new Set(mappedVariables(mapping))
  return {
    ...options,
    groupByField: options.groupByField !== null && variables.has(options.groupByField) ? options.groupByField : null,
    normalizeFields: options.normalizeFields.filter((name) => variables.has(name)),
  }
}

/** Returns the options as `enrollBatch` takes them; options without a value are undefined. */
export function toEnrollmentOptions(options: WizardOptions): EnrollmentOptions {
  return {
    timezone: options.timezone ?? undefined,
    defaultCountry: (options.defaultCountry ?? undefined) as EnrollmentOptions['defaultCountry'],
    groupByField: options.groupByField ?? undefined,
    allowDuplicates: options.allowDuplicates,
    normalizeFields: [...options.normalizeFields],
    bypassAllowedCallWindow: options.bypassAllowedCallWindow,
    priority: options.priority,
    ifActive: options.rejectActive ? 'reject' : undefined,
    notCalledWithinDays: options.notCalledWithinDays ?? undefined,
  }
}
