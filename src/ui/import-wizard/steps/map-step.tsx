'use client'

import { type RefObject, useMemo, useState } from 'react'
import { needsEmail } from '@/domain/contacts/needs-email.rules'
import { constantTargets, type Mapping, type Target, variableTarget } from '@/domain/mappings/mapping.rules'
import { isConsentField } from '@/domain/mappings/mapping-words.rules'
import { CheckboxField } from '@/ui/components/checkbox'
import { count, listOf } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { missingTargets, targetLabel } from '@/ui/import-wizard/state/import-target'
import { canBeRemembered, type MapAction } from '@/ui/import-wizard/state/map-moves'
import { findPhoneRivals } from '@/ui/import-wizard/state/suggest-mapping'
import { mappedVariables } from '@/ui/import-wizard/state/wizard-options'
import type { Draft } from '@/ui/import-wizard/state/wizard-state'
import type { Judgement, Organization } from '@/ui/import-wizard/use-judgement'
import { useSecondDraw } from '@/ui/import-wizard/use-second-draw'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { AgentDetails } from '@/ui/router-outputs'
import { ColumnList } from './column-list'
import { ColumnQuestions } from './column-questions'
import { ConstantFields } from './constant-fields'
import { ContactPreview } from './contact-preview'
import { NewVariableDialog } from './new-variable-dialog'
import { RecalledNotice } from './recalled-notice'
import { StepHeading } from './step-heading'

type MapStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  worker: ImportWorker
  judgement: Judgement
  draft: Draft
  agent: AgentDetails
  organization: Organization
  /** The country in which numbers without + are read, unless their row names another. */
  defaultCountry: string
  dispatch: (action: MapAction) => void
  onDefaultCountry: (country: string | null) => void
  /** Deletes the saved mapping for files with these columns. */
  onForget: () => void
}

/** Asks which column becomes what. Each column has a suggestion with its certainty, and can be changed. */
export function MapStep({
  heading,
  worker,
  judgement,
  draft,
  agent,
  organization,
  defaultCountry,
  dispatch,
  onDefaultCountry,
  onForget,
}: MapStepProps) {
  /** The new variable being named. `column` is the column that becomes it, or null for a value that all rows share. */
  const [naming, setNaming] = useState<{ column: number | null } | null>(null)
  const second = useSecondDraw()
  const { mapping, memory } = draft
  const missing = missingTargets(mapping, { variables: agent.variables, emailRequired: needsEmail(agent) })
  const { columns } = draft.preview
  const rivals = useMemo(() => findPhoneRivals(columns), [columns])
  const used = mapping.columns.filter((target) => target !== null).length
  const nameVariable = (name: string) => {
    const target = variableTarget(name)
    if (naming?.column != null) dispatch({ type: 'column mapped', column: naming.column, target })
    else dispatch({ type: 'constant set', target, value: '' })
    setNaming(null)
  }
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-5 p-4 sm:p-6">
      <StepHeading ref={heading} title="Match the columns">
        {used} of {count(mapping.columns.length, 'column')} {used === 1 ? 'is' : 'are'} used. What is left out is not
        sent.
      </StepHeading>
      <div aria-live="polite" className="grid gap-2 empty:hidden">
        {memory.recalled && (
          <RecalledNotice
            recalled={memory.recalled}
            onSuggest={() => dispatch({ type: 'suggestions chosen' })}
            onForget={onForget}
          />
        )}
        {rivals.length > 0 && missing.includes('phoneNumber') && (
          <Notice tone="warning" title={askForPhone(rivals.length)}>
            {listNames(rivals.map((column) => columns[column]?.name ?? ''))} hold numbers, and no header says whose. The
            wrong one calls strangers.
          </Notice>
        )}
        {missing.length > 0 && (
          <Notice tone="warning" title={`Still needed: ${missing.map(targetLabel).join(', ')}`}>
            {describeWayOut(missing, agent.name)}
          </Notice>
        )}
      </div>
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_300px]">
        <div className="flex min-w-0 flex-col gap-8">
          <ColumnQuestions
            draft={draft}
            defaultCountry={defaultCountry}
            onMap={(column, target) => dispatch({ type: 'column mapped', column, target })}
            onDateOrder={(dateOrder) => dispatch({ type: 'date order chosen', dateOrder })}
          />
          <ColumnList
            draft={draft}
            agent={agent}
            onMap={(column, target) => dispatch({ type: 'column mapped', column, target })}
            onNewVariable={(column) => setNaming({ column })}
          />
          {second && (
            <ConstantFields
              mapping={mapping}
              agent={agent}
              onChange={(target, value) => dispatch({ type: 'constant set', target, value })}
              onNewVariable={() => setNaming({ column: null })}
            />
          )}
          {second && canBeRemembered(draft) && (
            <CheckboxField
              label="Remember this for the next file with these columns"
              hint={describeRemembering(mapping, agent.name)}
              checked={memory.remember}
              onCheckedChange={(checked) => dispatch({ type: 'remembering chosen', remember: checked === true })}
            />
          )}
        </div>
        {second && (
          <ContactPreview
            worker={worker}
            judgement={judgement}
            draft={draft}
            agent={agent}
            organization={organization}
            onNameOrder={(familyNameFirst) => dispatch({ type: 'name order chosen', familyNameFirst })}
            onDefaultCountry={onDefaultCountry}
          />
        )}
      </div>
      {naming && (
        <NewVariableDialog
          suggestion={naming.column === null ? '' : (draft.preview.columns[naming.column]?.name ?? '')}
          taken={new Set(mappedVariables(mapping))}
          onClose={() => setNaming(null)}
          onName={nameVariable}
        />
      )}
    </div>
  )
}

function describeRemembering(mapping: Mapping, agentName: string): string {
  const who = `For everybody who enrolls contacts with ${agentName}.`
  return constantTargets(mapping).some(isConsentField)
    ? `${who} A consent that all rows share is asked for again: the next file has other people.`
    : who
}

const NUMBER_WORDS = ['', '', 'Two', 'Three', 'Four', 'Five', 'Six']

function askForPhone(columns: number): string {
  return `${NUMBER_WORDS[columns] ?? columns} columns look like phone numbers: choose one`
}

const NAMED_MAX = 5

function listNames(names: readonly string[]): string {
  const quoted = names.slice(0, NAMED_MAX).map((name) => `“${name}”`)
  if (names.length > NAMED_MAX) quoted.push(`${names.length - NAMED_MAX} more`)
  return listOf(quoted)
}

function describeWayOut(missing: readonly Target[], agentName: string): string {
  if (missing.every(isConsentField))
    return 'A consent is a proof with its basis, its date and its source. Choose their columns, or write one value for all rows below.'
  const it = missing.length === 1 ? 'it' : 'each of them'
  const constant = missing.every((target) => target === 'phoneNumber') ? '' : ', or write one value for all rows below'
  return `Choose the column that holds ${it}${constant}. ${agentName} does not take a contact without.`
}
