import type { AgentVariable } from '@/domain/agents/agent.schema'
import { CONTACT_FIELD_NAMES, CONTACT_FIELDS, isUsableVariableName } from '@/domain/enrollment/variable-name.rules'

/** The fields of a contact that a column can fill, and the two halves that join into the name. */
export const FIELD_TARGETS = ['firstName', 'lastName', ...CONTACT_FIELDS] as const

export type FieldTarget = (typeof FIELD_TARGETS)[number]

/** What a column becomes: a field, a part of the name, or a variable, written `variable:account_id`. */
export type Target = FieldTarget | `variable:${string}`

/** Per column its target; null for a column that is left out. */
export type ColumnMapping = readonly (Target | null)[]

const LABELS: Record<FieldTarget, string> = {
  name: 'Name',
  firstName: 'First name',
  lastName: 'Last name',
  phoneNumber: 'Phone number',
  phoneNumberExt: 'Extension',
  timezone: 'Timezone',
  scheduledAt: 'Scheduled at',
  toEmailAddress: 'Email',
}

export function variableTarget(name: string): Target {
  return `variable:${name}`
}

/** The variable's name, or null for a field. */
export function variableOf(target: Target): string | null {
  return target.startsWith('variable:') ? target.slice('variable:'.length) : null
}

export function targetLabel(target: Target): string {
  return variableOf(target) ?? LABELS[target as FieldTarget]
}

/** Why a new variable cannot have this name, said beside its field; null when it can. */
export function variableNameProblem(name: string, taken: ReadonlySet<string>): string | null {
  if (name.trim() === '') return 'Give the variable a name.'
  if (CONTACT_FIELD_NAMES.has(name)) return `${name} is a field of its own. Choose it from the list.`
  if (!isUsableVariableName(name)) return 'Use 1 to 64 characters, and not __proto__, constructor or prototype.'
  if (taken.has(name)) return `Another column is ${name} already.`
  return null
}

/** Targets that cannot stand beside this one: the same one, and the whole name beside its halves. */
export function conflictsWith(target: Target): readonly Target[] {
  if (target === 'name') return ['name', 'firstName', 'lastName']
  if (target === 'firstName' || target === 'lastName') return [target, 'name']
  return [target]
}

/** Gives a column its target and takes it away from whichever column would now clash: two never go to one. */
export function mapColumn(mapping: ColumnMapping, column: number, target: Target | null): ColumnMapping {
  const clashing = target === null ? [] : conflictsWith(target)
  return mapping.map((current, index) => {
    if (index === column) return target
    return current !== null && clashing.includes(current) ? null : current
  })
}

/** What a mapping still needs before contacts can be judged; empty when nothing. */
export function missingTargets(
  mapping: ColumnMapping,
  agent: { variables: readonly AgentVariable[]; emailRequired: boolean },
): Target[] {
  const has = (target: Target) => mapping.includes(target)
  const missing: Target[] = []
  if (!has('name') && !has('firstName') && !has('lastName')) missing.push('name')
  if (!has('phoneNumber')) missing.push('phoneNumber')
  if (agent.emailRequired && !has('toEmailAddress')) missing.push('toEmailAddress')
  for (const { name, required } of agent.variables) {
    if (required && !has(variableTarget(name))) missing.push(variableTarget(name))
  }
  return missing
}
