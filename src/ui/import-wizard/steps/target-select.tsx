'use client'

import { useState } from 'react'
import { fieldsBeside } from '@/domain/contacts/contact-fields.rules'
import { type Mapping, type Target, variableTarget } from '@/domain/mappings/mapping.rules'
import { CONSENT_FIELDS, type ConsentField, NAME_PARTS, ROW_FIELDS } from '@/domain/mappings/mapping-words.rules'
import { classNames } from '@/ui/components/class-names'
import {
  Select,
  SelectContent,
  SelectGroup,
  SelectItem,
  SelectLabel,
  SelectSeparator,
  SelectTrigger,
} from '@/ui/components/select'
import { conflictsWith, targetLabel } from '@/ui/import-wizard/state/import-target'
import { mappedVariables } from '@/ui/import-wizard/state/wizard-options'
import type { AgentDetails } from '@/ui/router-outputs'

const LEAVE_OUT = 'leave out'
const NEW_VARIABLE = 'new variable'

/** What a column with this target does to its row. */
const ROW_FIELD_NOTES: Record<(typeof ROW_FIELDS)[number], string> = {
  phoneCountry: 'for numbers without +',
  phoneAreaCode: 'put before the number',
  phoneFallback: 'where the first is blank',
  emailFallback: 'where the first is blank',
  doNotCall: 'yes leaves the row out',
  mayCall: 'no leaves the row out',
}

/** What a column with this target holds. */
const CONSENT_NOTES: Record<ConsentField, string> = {
  consentBasis: 'express, written …',
  consentAt: 'when it was given',
  consentSource: 'a form, a shop, a call',
  consentText: 'word for word, if known',
}

type TargetSelectProps = {
  label: string
  describedBy: string
  mapping: Mapping
  column: number
  columnNames: readonly string[]
  agent: AgentDetails
  onMap: (target: Target | null) => void
  onNewVariable: () => void
}

/** Chooses what one column becomes. Shows which other column would lose the target. */
export function TargetSelect(props: TargetSelectProps) {
  const { label, describedBy, mapping, column, onMap, onNewVariable } = props
  const [open, setOpen] = useState(false)
  const target = mapping.columns[column] ?? null
  return (
    <Select
      open={open}
      onOpenChange={setOpen}
      value={target ?? LEAVE_OUT}
      onValueChange={(value) => {
        if (value === NEW_VARIABLE) onNewVariable()
        else onMap(value === LEAVE_OUT ? null : (value as Target))
      }}
    >
      <SelectTrigger
        aria-label={label}
        aria-describedby={describedBy}
        className={classNames(target === null && 'text-muted-foreground')}
      >
        {target === null ? 'Leave out' : targetLabel(target)}
      </SelectTrigger>
      {/* A hundred closed lists of thirty choices each would only slow down the page. */}
      {open && <TargetChoices {...props} />}
    </Select>
  )
}

function TargetChoices({ mapping, column, columnNames, agent }: TargetSelectProps) {
  const agentVariables = new Set(agent.variables.map(({ name }) => name))
  const newVariables = mappedVariables(mapping).filter((name) => !agentVariables.has(name))
  /** Says which column or constant has this target or a conflicting one, and would lose it. */
  const heldBy = (candidate: Target) => {
    const clashing = conflictsWith(candidate)
    const holder = mapping.columns.findIndex(
      (held, index) => index !== column && held !== null && clashing.includes(held),
    )
    if (holder >= 0) return <span className="block max-w-40 truncate">from {columnNames[holder]}</span>
    return clashing.some((clash) => mapping.constants[clash] !== undefined) ? 'from its value for all' : undefined
  }
  const item = (candidate: Target, note?: string) => (
    <SelectItem key={candidate} value={candidate} aside={heldBy(candidate) ?? note}>
      {targetLabel(candidate)}
    </SelectItem>
  )
  return (
    <SelectContent>
      <SelectItem value={LEAVE_OUT}>Leave out</SelectItem>
      <SelectSeparator />
      <SelectGroup>
        <SelectLabel>Contact</SelectLabel>
        {fieldsBeside(agent.variables).map((field) => item(field, field === 'phoneNumber' ? 'required' : undefined))}
      </SelectGroup>
      <SelectGroup>
        <SelectLabel>Parts of the name, joined</SelectLabel>
        {NAME_PARTS.map((part) => item(part))}
      </SelectGroup>
      <SelectGroup>
        <SelectLabel>Consent to be called, kept as a proof</SelectLabel>
        {CONSENT_FIELDS.map((field) => item(field, CONSENT_NOTES[field]))}
      </SelectGroup>
      <SelectGroup>
        <SelectLabel>How the row is read</SelectLabel>
        {ROW_FIELDS.map((field) => item(field, ROW_FIELD_NOTES[field]))}
      </SelectGroup>
      {agent.variables.length > 0 && (
        <SelectGroup>
          <SelectLabel>Variables of {agent.name}</SelectLabel>
          {agent.variables.map(({ name, required }) => item(variableTarget(name), required ? 'required' : undefined))}
        </SelectGroup>
      )}
      {newVariables.length > 0 && (
        <SelectGroup>
          <SelectLabel>New variables</SelectLabel>
          {newVariables.map((name) => item(variableTarget(name)))}
        </SelectGroup>
      )}
      <SelectSeparator />
      <SelectItem value={NEW_VARIABLE}>New variable…</SelectItem>
    </SelectContent>
  )
}
