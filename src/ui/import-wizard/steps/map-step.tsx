'use client'

import { ArrowRight } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { CONTACT_FIELDS } from '@/domain/enrollment/variable-name.rules'
import { Badge } from '../../components/badge'
import { Button } from '../../components/button'
import { classNames } from '../../components/class-names'
import { Dialog, DialogContent } from '../../components/dialog'
import { Field } from '../../components/field'
import { Input } from '../../components/input'
import { Notice } from '../../components/notice'
import {
  Select,
  SelectContent,
  SelectGroup,
  SelectItem,
  SelectLabel,
  SelectSeparator,
  SelectTrigger,
} from '../../components/select'
import type { AgentDetails } from '../../router-outputs'
import {
  type ColumnMapping,
  conflictsWith,
  missingTargets,
  type Target,
  targetLabel,
  variableNameProblem,
  variableTarget,
} from '../state/import-target'
import { mappedVariables } from '../state/wizard-options'
import type { Draft } from '../state/wizard-state'
import { needsEmail } from '../use-judgement'
import { StepHeading } from './step-heading'

const LEAVE_OUT = 'leave out'
const NEW_VARIABLE = 'new variable'
const FIELD_ORDER: readonly Target[] = [
  'name',
  'firstName',
  'lastName',
  ...CONTACT_FIELDS.filter((field) => field !== 'name'),
]

type MapStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  draft: Draft
  agent: AgentDetails
  onMap: (column: number, target: Target | null) => void
}

/** Which column becomes what. Suggested, with how sure the suggestion is; every one can be changed. */
export function MapStep({ heading, draft, agent, onMap }: MapStepProps) {
  const [naming, setNaming] = useState<number | null>(null)
  const missing = missingTargets(draft.mapping, { variables: agent.variables, emailRequired: needsEmail(agent) })
  const mapped = draft.mapping.filter((target) => target !== null).length
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-5 p-4 sm:p-6">
      <StepHeading ref={heading} title="Match the columns">
        {mapped} of {draft.mapping.length} columns are used. What is left out is not sent.
      </StepHeading>
      <div aria-live="polite" className="empty:hidden">
        {missing.length > 0 && (
          <Notice tone="warning" title={`Still needed: ${missing.map(targetLabel).join(', ')}`}>
            Choose the column that holds {missing.length === 1 ? 'it' : 'each of them'}. {agent.name} does not take a
            contact without.
          </Notice>
        )}
      </div>
      <div>
        <div className="hidden h-9 grid-cols-[minmax(0,1fr)_24px_minmax(0,280px)_150px] items-center gap-3 border-b text-xs font-medium text-muted-foreground sm:grid">
          <span>Column of the file</span>
          <span />
          <span>Becomes</span>
          <span>Suggested because</span>
        </div>
        <ul>
          {draft.preview.columns.map((column, index) => (
            <ColumnRow
              key={column.name}
              column={column}
              index={index}
              draft={draft}
              agent={agent}
              onChange={(value) => {
                if (value === NEW_VARIABLE) setNaming(index)
                else onMap(index, value === LEAVE_OUT ? null : (value as Target))
              }}
            />
          ))}
        </ul>
      </div>
      {naming !== null && (
        <NewVariableDialog
          suggestion={draft.preview.columns[naming]?.name ?? ''}
          taken={new Set(mappedVariables(draft.mapping))}
          onClose={() => setNaming(null)}
          onName={(name) => {
            onMap(naming, variableTarget(name))
            setNaming(null)
          }}
        />
      )}
    </div>
  )
}

type ColumnRowProps = {
  column: Draft['preview']['columns'][number]
  index: number
  draft: Draft
  agent: AgentDetails
  onChange: (value: string) => void
}

function ColumnRow({ column, index, draft, agent, onChange }: ColumnRowProps) {
  const target = draft.mapping[index] ?? null
  const suggestion = draft.suggestions[index]
  const suggested = suggestion && suggestion.target === target ? suggestion : null
  const { examples, filled } = column.profile
  return (
    <li className="grid grid-cols-1 items-center gap-x-3 gap-y-2 border-b py-3 sm:min-h-14 sm:grid-cols-[minmax(0,1fr)_24px_minmax(0,280px)_150px] sm:py-2">
      <div className="min-w-0">
        <p
          className={classNames('truncate font-medium', target === null && 'text-muted-foreground')}
          title={column.name}
        >
          {column.name}
        </p>
        <p className="truncate text-sm text-muted-foreground" title={examples.join(' · ')}>
          {filled === 0 ? 'Blank in every row' : examples.join(' · ').replaceAll(/\s+/g, ' ')}
        </p>
      </div>
      <ArrowRight className="hidden size-4 text-muted-foreground sm:block" aria-hidden />
      <TargetSelect
        label={`What ${column.name} becomes`}
        mapping={draft.mapping}
        column={index}
        columnNames={draft.preview.columns.map(({ name }) => name)}
        agent={agent}
        onChange={onChange}
      />
      <p className="text-sm text-muted-foreground max-sm:empty:hidden">
        {suggested && (
          <>
            {suggested.because}
            {suggested.confidence !== 'high' && (
              <Badge className="ml-2">{suggested.confidence === 'medium' ? 'Likely' : 'A guess'}</Badge>
            )}
          </>
        )}
      </p>
    </li>
  )
}

type TargetSelectProps = {
  label: string
  mapping: ColumnMapping
  column: number
  columnNames: readonly string[]
  agent: AgentDetails
  onChange: (value: string) => void
}

function TargetSelect({ label, mapping, column, columnNames, agent, onChange }: TargetSelectProps) {
  const target = mapping[column] ?? null
  const agentVariables = new Set(agent.variables.map(({ name }) => name))
  const newVariables = mappedVariables(mapping).filter((name) => !agentVariables.has(name))
  /** Which other column has it, or what would clash with it: choosing it here takes it from there. */
  const heldBy = (candidate: Target) => {
    const holder = mapping.findIndex(
      (held, index) => index !== column && held !== null && conflictsWith(candidate).includes(held),
    )
    return holder >= 0 ? `from ${columnNames[holder]}` : undefined
  }
  const item = (candidate: Target, note?: string) => (
    <SelectItem key={candidate} value={candidate} aside={heldBy(candidate) ?? note}>
      {targetLabel(candidate)}
    </SelectItem>
  )
  return (
    <Select value={target ?? LEAVE_OUT} onValueChange={onChange}>
      <SelectTrigger aria-label={label} className={classNames(target === null && 'text-muted-foreground')} />
      <SelectContent>
        <SelectItem value={LEAVE_OUT}>Leave out</SelectItem>
        <SelectSeparator />
        <SelectGroup>
          <SelectLabel>Contact</SelectLabel>
          {FIELD_ORDER.map((field) => item(field, field === 'phoneNumber' ? 'required' : undefined))}
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
    </Select>
  )
}

type NewVariableDialogProps = {
  suggestion: string
  taken: ReadonlySet<string>
  onClose: () => void
  onName: (name: string) => void
}

function NewVariableDialog({ suggestion, taken, onClose, onName }: NewVariableDialogProps) {
  const [name, setName] = useState(() => toVariableName(suggestion))
  const [submitted, setSubmitted] = useState(false)
  const problem = variableNameProblem(name, taken)
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="New variable"
        description="The agent gets the value of this column under this name. It can be used in steps and for chains."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form="new-variable" variant="primary">
              Use this name
            </Button>
          </>
        }
      >
        <form
          id="new-variable"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setSubmitted(true)
            if (problem === null) onName(name)
          }}
        >
          <Field label="Name" error={submitted ? (problem ?? undefined) : undefined}>
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              className="font-mono"
              spellCheck={false}
            />
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  )
}

/** `Company Name` → `company_name`, as the agents' own variables are written. */
function toVariableName(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
}
