'use client'

import { useMemo } from 'react'
import { CONTACT_FIELDS } from '@/domain/contacts/contact-fields.rules'
import { needsEmail } from '@/domain/contacts/needs-email.rules'
import {
  constantTargets,
  type Mapping,
  nameColumnsOf,
  type Target,
  variableTarget,
} from '@/domain/mappings/mapping.rules'
import { TIME_ZONE_NAMES } from '@/domain/schedule/time-zone-list.rules'
import { Button } from '@/ui/components/button'
import { Combobox } from '@/ui/components/combobox'
import { Field } from '@/ui/components/field'
import { Plus } from '@/ui/components/icons/plus'
import { Input } from '@/ui/components/input'
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
      <Button className="mt-4" onClick={onNewVariable}>
        <Plus aria-hidden />
        Add a variable
      </Button>
    </section>
  )
}

function targetsWithoutColumn(mapping: Mapping, agent: AgentDetails): Target[] {
  const candidates: Target[] = [
    ...CONTACT_FIELDS.filter((field) => field !== 'phoneNumber'),
    ...agent.variables.map(({ name }) => variableTarget(name)),
    ...constantTargets(mapping),
  ]
  const hasName = nameColumnsOf(mapping).length > 0
  return [...new Set(candidates)].filter(
    (target) => !mapping.columns.includes(target) && !(target === 'name' && hasName),
  )
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
  return (
    <Field label={label} required={required} error={constantProblem(target, value) ?? undefined}>
      <Input
        value={value}
        placeholder={target === 'scheduledAt' ? '2027-03-01 09:00' : undefined}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      />
    </Field>
  )
}
