'use client'

import { useState } from 'react'
import { valueFor } from '@/domain/mappings/mapped-contact.rules'
import { filledTargets, nameColumnsOf, variableOf } from '@/domain/mappings/mapping.rules'
import { Button } from '@/ui/components/button'
import { classNames } from '@/ui/components/class-names'
import { Field } from '@/ui/components/field'
import { formatNumber } from '@/ui/components/format-number'
import { ChevronLeft } from '@/ui/components/icons/chevron-left'
import { ChevronRight } from '@/ui/components/icons/chevron-right'
import { ReadablePhone } from '@/ui/components/phone-number'
import { describeNumber } from '@/ui/components/readable-number'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { targetLabel } from '@/ui/import-wizard/state/import-target'
import type { Draft } from '@/ui/import-wizard/state/wizard-state'
import type { Judgement, Organization } from '@/ui/import-wizard/use-judgement'
import { gridTargets } from '@/ui/import-wizard/worker/grid-targets'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { RowQuery } from '@/ui/import-wizard/worker/review-messages'
import type { AgentDetails } from '@/ui/router-outputs'
import { DefaultCountryField } from './default-country-field'
import { WILL_CALL } from './review/grid-tracks'
import { useGridRows } from './review/use-grid-rows'

const ALL_ROWS: RowQuery = { filter: 'all', find: null }

type ContactPreviewProps = {
  worker: ImportWorker
  judgement: Judgement
  draft: Draft
  agent: AgentDetails
  organization: Organization
  onNameOrder: (familyNameFirst: boolean) => void
  onDefaultCountry: (country: string | null) => void
}

/**
 * Shows the contacts that the first rows become, one at a time, with the order of their names and the reading of their
 * numbers.
 */
export function ContactPreview(props: ContactPreviewProps) {
  const { worker, judgement, draft, agent, organization, onNameOrder, onDefaultCountry } = props
  const [place, setPlace] = useState(0)
  const { preview, mapping } = draft
  const rows = preview.head.slice(preview.headerRecord === null ? 0 : preview.headerRecord + 1)
  const row = rows[Math.min(place, rows.length - 1)]
  const required = agent.variables.filter((variable) => variable.required).map(({ name }) => name)
  const parts = nameColumnsOf(mapping)
  const { rowAt } = useGridRows(worker, ALL_ROWS, judgement.version, place, place)
  const judged = judgement.summary === null ? undefined : rowAt(place)
  if (!row) return null
  const verdict = judged?.recordNumber === row.recordNumber ? judged : null
  const willCall = verdict?.willCall ?? null
  const targets = gridTargets(filledTargets(mapping), required)
  const phoneFault = verdict?.faults[targets.indexOf(WILL_CALL.after)]?.[0]
  return (
    <aside aria-labelledby="preview-heading" className="rounded-lg border lg:sticky lg:top-6">
      <div className="flex h-10 items-center justify-between gap-2 border-b pr-1.5 pl-3">
        <h3 id="preview-heading" className="font-semibold">
          Contact in row {formatNumber(row.recordNumber)}
        </h3>
        <div className="flex">
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Row before"
            disabled={place === 0}
            onClick={() => setPlace(place - 1)}
          >
            <ChevronLeft aria-hidden />
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label="Next row"
            disabled={place >= rows.length - 1}
            onClick={() => setPlace(place + 1)}
          >
            <ChevronRight aria-hidden />
          </Button>
        </div>
      </div>
      <dl className="grid gap-y-2.5 px-3 py-3" aria-live="polite">
        {targets.map((target) => {
          const value = valueFor(mapping, target, row.cells).trim()
          return (
            <div key={target} className="min-w-0">
              <dt className={classNames('text-xs text-muted-foreground', variableOf(target) !== null && 'font-mono')}>
                {targetLabel(target)}
              </dt>
              <dd className="truncate" title={value}>
                {value || <span className="text-muted-foreground">Blank</span>}
              </dd>
              {target === WILL_CALL.after && willCall !== null && (
                <dd className="truncate text-sm text-muted-foreground" title={describeNumber(willCall)}>
                  {WILL_CALL.label} <ReadablePhone number={willCall} country="beside" />
                </dd>
              )}
              {target === WILL_CALL.after && phoneFault && value !== '' && (
                <dd className="text-sm break-words text-destructive">{phoneFault}</dd>
              )}
            </div>
          )
        })}
      </dl>
      {mapping.columns.includes(WILL_CALL.after) && (
        <div className="border-t px-3 py-3">
          <DefaultCountryField
            organization={organization}
            value={draft.options.defaultCountry}
            onChange={onDefaultCountry}
          />
        </div>
      )}
      {parts.length > 1 && (
        <div className="grid gap-3 border-t px-3 py-3">
          <div>
            <p className="text-xs text-muted-foreground">Name is joined from</p>
            <ol className="mt-1.5 flex flex-wrap gap-1">
              {parts.map((column, index) => (
                <li
                  key={column}
                  className="flex max-w-full items-center gap-1.5 rounded-sm bg-muted px-1.5 py-0.5 text-sm"
                >
                  <span className="text-xs text-muted-foreground tabular-nums">{index + 1}</span>
                  <span className="truncate">{preview.columns[column]?.name}</span>
                </li>
              ))}
            </ol>
          </div>
          <Field label="Order of names">
            <NameOrder familyNameFirst={mapping.familyNameFirst} onChange={onNameOrder} />
          </Field>
        </div>
      )}
    </aside>
  )
}

type NameOrderProps = {
  familyNameFirst: boolean
  onChange: (familyNameFirst: boolean) => void
  /** Set by the Field around the select. */
  id?: string
}

function NameOrder({ familyNameFirst, onChange, ...trigger }: NameOrderProps) {
  return (
    <Select value={familyNameFirst ? 'family' : 'given'} onValueChange={(order) => onChange(order === 'family')}>
      <SelectTrigger {...trigger} />
      <SelectContent>
        <SelectItem value="given">First name first</SelectItem>
        <SelectItem value="family">Last name first</SelectItem>
      </SelectContent>
    </Select>
  )
}
