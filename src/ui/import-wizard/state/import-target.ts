import type { AgentVariable } from '@/domain/agents/agent.schema'
import {
  CONSENT_PROPERTY,
  CONTACT_FIELD_NAMES,
  CONTACT_FIELD_TABLE,
  type ContactField,
} from '@/domain/contacts/contact-fields.rules'
import { judgeFieldName } from '@/domain/contacts/field-name.rules'
import { isUsableVariableName } from '@/domain/contacts/variable-name.rules'
import { isNamePart, type Mapping, type Target, variableOf, variableTarget } from '@/domain/mappings/mapping.rules'
import {
  CONSENT_FIELDS,
  type ConsentField,
  isConsentField,
  MAPPING_FIELDS,
  NAME_PARTS,
  type ROW_FIELDS,
  SHARED_TARGETS,
} from '@/domain/mappings/mapping-words.rules'

export type FieldTarget = (typeof MAPPING_FIELDS)[number]

/** A target that says how a row is read, and is no part of its contact. */
export type RowField = (typeof ROW_FIELDS)[number]

/** A field of the contact, or a part of the contact's name. */
export type ContactTarget = Exclude<FieldTarget, RowField | ConsentField>

const LABELS: Record<Exclude<FieldTarget, ContactField>, string> = {
  namePrefix: 'Name prefix',
  firstName: 'First name',
  middleName: 'Middle name',
  lastName: 'Last name',
  nameSuffix: 'Name suffix',
  consentBasis: 'Consent basis',
  consentAt: 'Consent date',
  consentSource: 'Consent source',
  consentText: 'Consent text',
  phoneCountry: 'Country of the number',
  phoneAreaCode: 'Area code',
  phoneFallback: 'Second number',
  emailFallback: 'Second address',
  doNotCall: 'Do not call',
  mayCall: 'May be called',
}

export function targetLabel(target: Target): string {
  const variable = variableOf(target)
  if (variable !== null) return variable
  return isContactField(target) ? CONTACT_FIELD_TABLE[target].label : LABELS[target as keyof typeof LABELS]
}

function isContactField(target: Target): target is ContactField {
  return CONTACT_FIELD_NAMES.has(target)
}

/** Says why a new variable cannot have this name, for the text beside its field; null when it can. */
export function variableNameProblem(name: string, taken: ReadonlySet<string>): string | null {
  if (name.trim() === '') return 'Give the variable a name.'
  if (CONTACT_FIELD_NAMES.has(name)) return `${name} is a field of its own. Choose it from the list.`
  if (!isUsableVariableName(name)) return 'Use 1 to 64 characters, and not __proto__, constructor or prototype.'
  const verdict = judgeFieldName(name)
  if (verdict?.kind === 'mistaken') {
    const meant = targetLabel(verdict.standard as Target)
    return MAPPING_FIELDS.includes(verdict.standard as FieldTarget)
      ? `${name} would be taken for the field ${meant}. Choose that from the list, or use another name.`
      : `${name} would be taken for ${verdict.standard}, an option of the API. Use another name.`
  }
  if (taken.has(name)) return `Another column is ${name} already.`
  return null
}

/** A variable of the name under which a contact has its consent. A contact has the one or the other. */
const CONSENT_VARIABLE = variableTarget(CONSENT_PROPERTY)

/**
 * Returns the targets that exclude this one: the target itself, and for names the whole name or its parts; for a consent the
 * variable that has its name.
 */
export function conflictsWith(target: Target): readonly Target[] {
  if (SHARED_TARGETS.has(target)) return []
  if (target === 'name') return ['name', ...NAME_PARTS]
  if (target === CONSENT_VARIABLE) return [target, ...CONSENT_FIELDS]
  if (isConsentField(target)) return [target, CONSENT_VARIABLE]
  return isNamePart(target) ? [target, 'name'] : [target]
}

/** Gives a column its target, and takes that target and conflicting ones from all other columns and constants. */
export function mapColumn(mapping: Mapping, column: number, target: Target | null): Mapping {
  const freed = target === null ? mapping : free(mapping, conflictsWith(target))
  return { ...freed, columns: freed.columns.map((current, index) => (index === column ? target : current)) }
}

/**
 * Gives all rows one value for a target, and leaves out the column that had the target. A null value only frees the
 * target.
 */
export function setConstant(mapping: Mapping, target: Target, value: string | null): Mapping {
  const freed = free(mapping, value === null ? [target] : conflictsWith(target))
  return value === null ? freed : { ...freed, constants: { ...freed.constants, [target]: value } }
}

/** Returns the mapping without what it says of the consents of all rows, which is no word about the people of another file. */
export function withoutConsentForAll(mapping: Mapping): Mapping {
  const constants = { ...mapping.constants }
  for (const field of CONSENT_FIELDS) delete constants[field]
  return { ...mapping, constants }
}

function free(mapping: Mapping, targets: readonly Target[]): Mapping {
  const constants = { ...mapping.constants }
  for (const target of targets) delete constants[target]
  return {
    ...mapping,
    constants,
    columns: mapping.columns.map((current) => (current !== null && targets.includes(current) ? null : current)),
  }
}

/** Says whether a column, or a constant that is not blank, fills the target. */
export function isFilled(mapping: Mapping, target: Target): boolean {
  return mapping.columns.includes(target) || (mapping.constants[target]?.trim() ?? '') !== ''
}

/**
 * Returns the targets that a mapping still needs before contacts can be judged. A name prefix alone is no name, and a date
 * alone no consent.
 */
export function missingTargets(
  mapping: Mapping,
  agent: { variables: readonly AgentVariable[]; emailRequired: boolean },
): Target[] {
  const has = (target: Target) => isFilled(mapping, target)
  const missing: Target[] = []
  if (!has('name') && !has('firstName') && !has('lastName')) missing.push('name')
  if (!has('phoneNumber')) missing.push('phoneNumber')
  if (agent.emailRequired && !has('toEmailAddress')) missing.push('toEmailAddress')
  for (const { name, required } of agent.variables) {
    if (required && !has(variableTarget(name))) missing.push(variableTarget(name))
  }
  // Half a consent would be refused in every row that has it.
  if (CONSENT_FIELDS.some(has))
    missing.push(...CONSENT_FIELDS.filter((field) => field !== 'consentText' && !has(field)))
  return missing
}
