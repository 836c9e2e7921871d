'use client'

import { useMemo } from 'react'
import { fieldsBeside } from '@/domain/contacts/contact-fields.rules'
import { needsEmail } from '@/domain/contacts/needs-email.rules'
import {
  constantTargets,
  filledTargets,
  type Mapping,
  nameColumnsOf,
  type Target,
  variableTarget,
} from '@/domain/mappings/mapping.rules'
import { CONSENT_FIELDS } from '@/domain/mappings/mapping-words.rules'
import { TIME_ZONE_NAMES } from '@/domain/schedule/time-zone-list.rules'
import { BASIS_WORDS } from '@/ui/calling-rules/basis-words'
import { Button } from '@/ui/components/button'
import { Combobox } from '@/ui/components/combobox'
import { Field } from '@/ui/components/field'
import { Plus } from '@/ui/components/icons/plus'
import { Input } from '@/ui/components/input'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { constantProblem } from '@/ui/import-wizard/state/constant-problem'
import { missingTargets, targetLabel } from '@/ui/import-wizard/state/import-target'
import type { AgentDetails } from '@/ui/router-outputs'

type ConstantFieldsProps = {
  mapping: Mapping
  agent: AgentDetails
  onChange: (target: Target, value: string | null) => void
  onNewVariable: () => void
}

/**
 * Lists the targets that no column fills. Each can have one value for all rows, except the phone number, which tells
 * contacts apart.
 */
export function ConstantFields({ mapping, agent, onChange, onNewVariable }: ConstantFieldsProps) {
  const required = new Set(
    missingTargets({ ...mapping, constants: {} }, { variables: agent.variables, emailRequired: needsEmail(agent) }),
  )
  const targets = targetsWithoutColumn(mapping, agent).toSorted(
    (a, b) => Number(required.has(b)) - Number(required.has(a)),
  )
  return (
    <section aria-labelledby="constants-heading">
      <h3 id="constants-heading" className="font-semibold">
        Not in the file
      </h3>
      <p className="mt-0.5 text-sm text-muted-foreground">What no column fills can have one value for all rows.</p>
      <div className="mt-4 grid gap-x-4 gap-y-4 sm:grid-cols-2">
        {targets.map((target) => (
          <ConstantField
            key={target}
            target={target}
            value={mapping.constants[target] ?? ''}
            required={required.has(target)}
            onChange={(value) => onChange(target, value)}
          />
        ))}
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button onClick={onNewVariable}>
          <Plus aria-hidden />
          Add a variable
        </Button>
        {!asksForConsent(mapping, agent) && (
          <Button onClick={() => onChange('consentBasis', '')}>
            <Plus aria-hidden />
            Add a consent
          </Button>
        )}
      </div>
    </section>
  )
}

function targetsWithoutColumn(mapping: Mapping, agent: AgentDetails): Target[] {
  const candidates: Target[] = [
    ...fieldsBeside(agent.variables).filter((field) => field !== 'phoneNumber'),
    ...(asksForConsent(mapping, agent) ? CONSENT_FIELDS : []),
    ...agent.variables.map(({ name }) => variableTarget(name)),
    ...constantTargets(mapping),
  ]
  const hasName = nameColumnsOf(mapping).length > 0
  return [...new Set(candidates)].filter(
    (target) => !mapping.columns.includes(target) && !(target === 'name' && hasName),
  )
}

/** Says whether the fields of a consent are shown: where the agent wants one, or something of one is there. */
function asksForConsent(mapping: Mapping, agent: AgentDetails): boolean {
  const filled = filledTargets(mapping)
  return agent.consent !== null || CONSENT_FIELDS.some((field) => filled.has(field))
}

type ConstantFieldProps = {
  target: Target
  value: string
  required: boolean
  onChange: (value: string | null) => void
}

function ConstantField({ target, value, required, onChange }: ConstantFieldProps) {
  const timezones = useMemo(() => TIME_ZONE_NAMES.map((name) => ({ value: name, label: name })), [])
  const label = targetLabel(target)
  if (target === 'timezone') {
    return (
      <Field label={label} required={required}>
        <Combobox
          options={timezones}
          value={value || null}
          onChange={onChange}
          noneLabel="None for all rows"
          placeholder="Search timezones"
          searchLabel="Search timezones"
        />
      </Field>
    )
  }
  if (target === 'consentBasis') {
    return (
      <Field label={label} required={required}>
        <BasisSelect value={value} onChange={onChange} />
      </Field>
    )
  }
  return (
    <Field label={label} required={required} error={constantProblem(target, value) ?? undefined}>
      <Input
        value={value}
        placeholder={EXAMPLES[target]}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      />
    </Field>
  )
}

const EXAMPLES: Partial<Record<Target, string>> = {
  scheduledAt: '2027-03-01 09:00',
  consentAt: '2026-11-01',
  consentSource: 'Form on example.com/offer',
}

const NO_BASIS = 'none'

type BasisSelectProps = {
  value: string
  onChange: (value: string | null) => void
  /** Set by the Field around the select. */
  id?: string
}

function BasisSelect({ value, onChange, ...trigger }: BasisSelectProps) {
  return (
    <Select value={value || NO_BASIS} onValueChange={(basis) => onChange(basis === NO_BASIS ? null : basis)}>
      <SelectTrigger {...trigger} />
      <SelectContent>
        <SelectItem value={NO_BASIS}>None for all rows</SelectItem>
        {Object.entries(BASIS_WORDS).map(([basis, label]) => (
          <SelectItem key={basis} value={basis}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
