'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, type RefObject, useEffect, useMemo, useState } from 'react'
import { FAULT_TABLE } from '@/domain/contacts/fault.schema'
import { PRIORITIES, type Priority } from '@/domain/schedule/priority.rules'
import { TIME_ZONE_NAMES } from '@/domain/schedule/time-zone-list.rules'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { classNames } from '@/ui/components/class-names'
import { Combobox } from '@/ui/components/combobox'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { count, formatNumber } from '@/ui/components/format-number'
import { formatAbsoluteTime, zoneInList, zoneName } from '@/ui/components/format-time'
import { PRIORITY_WORDS } from '@/ui/components/priority-words'
import { Progress } from '@/ui/components/progress'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { Skeleton } from '@/ui/components/skeleton'
import { describeAssumptions, describeHoursNeeded } from '@/ui/estimate/describe-estimate'
import { WhenDone } from '@/ui/estimate/when-done'
import { ASKED_AT_ONCE } from '@/ui/import-wizard/ask-preflight'
import { estimateAll, isWhole } from '@/ui/import-wizard/state/sum-preflight'
import { mappedVariables, type WizardOptions } from '@/ui/import-wizard/state/wizard-options'
import type { Draft } from '@/ui/import-wizard/state/wizard-state'
import type { Organization } from '@/ui/import-wizard/use-judgement'
import { type ShownPreflight, usePreflight } from '@/ui/import-wizard/use-preflight'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { TableSummary } from '@/ui/import-wizard/worker/review-messages'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { DefaultCountryField } from './default-country-field'
import { StepHeading } from './step-heading'

const NO_CHAINS = 'none'
const NAME_LENGTH_MAX = 40

type OptionsStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  draft: Draft
  agent: AgentDetails
  organization: Organization
  summary: TableSummary | null
  /** True while rows are being judged again; the summary is then out of date. */
  judging: boolean
  worker: ImportWorker
  /** Rises whenever a row may have changed. */
  version: number
  /** True while rows are frozen to be enrolled. */
  freezing: boolean
  /** Called with how many valid contacts the server would reject, as far as it was asked. */
  onRejected: (rejected: number) => void
  /** `available` is null until it is known. */
  credits: { required: number; available: number | null }
  /** Notices about enrolling, shown below what will happen. */
  notices: ReactNode
  onChange: (change: Partial<WizardOptions>) => void
}

/** Asks how contacts are read and scheduled, and shows what enrolling will do. */
export function OptionsStep(props: OptionsStepProps) {
  const { heading, draft, agent, organization, summary, judging, onChange } = props
  const { options } = draft
  const timezones = useMemo(
    () => TIME_ZONE_NAMES.map((name) => ({ value: name, label: zoneInList(name), keywords: name })),
    [],
  )
  return (
    <div className="mx-auto w-full max-w-5xl p-4 sm:p-6">
      <StepHeading ref={heading} title="Set the options" />
      <div className="mt-6 grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid content-start gap-8">
          <Group title="Reading the file">
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label="Default timezone" hint="For contacts without one of their own.">
                <Combobox
                  options={timezones}
                  value={options.timezone}
                  onChange={(timezone) => onChange({ timezone })}
                  noneLabel={agent.timezones[0] ? `The agent’s (${zoneName(agent.timezones[0])})` : 'The agent’s'}
                  placeholder="Search timezones"
                  searchLabel="Search timezones"
                />
              </Field>
              <DefaultCountryField
                organization={organization}
                value={options.defaultCountry}
                onChange={(defaultCountry) => onChange({ defaultCountry })}
              />
            </div>
            <TitleCase draft={draft} organization={organization} onChange={onChange} />
          </Group>
          <Group title="Calling">
            <Chaining draft={draft} summary={summary} judging={judging} onChange={onChange} />
            <PriorityField value={options.priority} onChange={(priority) => onChange({ priority })} />
            <CheckboxField
              label="Allow several contacts with the same number"
              hint={
                options.groupByField
                  ? 'Not possible while contacts are grouped.'
                  : 'Otherwise only the first contact of each number is enrolled.'
              }
              disabled={options.groupByField !== null}
              checked={options.allowDuplicates}
              onCheckedChange={(checked) => onChange({ allowDuplicates: checked === true })}
            />
            <CheckboxField
              label="Leave out whoever this agent has an open sequence for"
              hint="Otherwise they are enrolled once more, and may be called twice."
              checked={options.rejectActive ?? false}
              onCheckedChange={(checked) => onChange({ rejectActive: checked === true })}
            />
            <CalledLately
              days={options.notCalledWithinDays ?? null}
              onChange={(notCalledWithinDays) => onChange({ notCalledWithinDays })}
            />
            <BypassWindows
              checked={options.bypassAllowedCallWindow}
              agentName={agent.name}
              onChange={(bypassAllowedCallWindow) => onChange({ bypassAllowedCallWindow })}
            />
          </Group>
        </div>
        <WhatWillHappen {...props} />
      </div>
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-4">
      <h3 className="border-b pb-2 font-semibold">{title}</h3>
      {children}
    </section>
  )
}

type PartProps = Pick<OptionsStepProps, 'draft' | 'onChange'>

function TitleCase({ draft, organization, onChange }: PartProps & { organization: Organization }) {
  const { normalizeFields } = draft.options
  const variables = mappedVariables(draft.mapping)
  if (variables.length === 0) return null
  return (
    <fieldset className="grid gap-2" disabled={!organization.normalizationEnabled}>
      <legend className="mb-1.5 text-sm font-medium">Write in title case</legend>
      <p className="-mt-1 text-sm text-muted-foreground">
        {organization.normalizationEnabled
          ? 'JEAN-LUC becomes Jean-Luc; mixed case such as McDonald is left alone.'
          : `Switched off for ${organization.name}.`}
      </p>
      {variables.map((name) => (
        <CheckboxField
          key={name}
          label={name}
          disabled={!organization.normalizationEnabled}
          checked={normalizeFields.includes(name)}
          onCheckedChange={(checked) =>
            onChange({
              normalizeFields:
                checked === true ? [...normalizeFields, name] : normalizeFields.filter((other) => other !== name),
            })
          }
        />
      ))}
    </fieldset>
  )
}

type ChainingProps = PartProps & Pick<OptionsStepProps, 'summary' | 'judging'>

function Chaining({ draft, summary, judging, onChange }: ChainingProps) {
  const { groupByField, allowDuplicates } = draft.options
  const variables = mappedVariables(draft.mapping)
  const { count: chains, largest } = summary?.chains ?? { count: 0, largest: null }
  return (
    <Field
      label="Call one after the other, grouped by"
      hint={
        <span aria-live="polite">
          {allowDuplicates
            ? 'Not possible while duplicates are allowed.'
            : variables.length === 0
              ? 'Map a column to a variable to group by it.'
              : groupByField === null
                ? 'Contacts that share a value are called in turn, until one call is a success.'
                : judging || !summary
                  ? 'Counting…'
                  : largest
                    ? `${count(chains, 'chain')}; the largest has ${count(largest.size, 'contact')} (${largest.value.slice(0, NAME_LENGTH_MAX)}).`
                    : 'No valid contact has a value for it.'}
        </span>
      }
    >
      <ChainVariableSelect
        value={groupByField}
        variables={variables}
        disabled={allowDuplicates || variables.length === 0}
        onChange={(name) => onChange({ groupByField: name })}
      />
    </Field>
  )
}

type ChainVariableSelectProps = {
  value: string | null
  variables: readonly string[]
  disabled: boolean
  onChange: (name: string | null) => void
  id?: string
}

function ChainVariableSelect({ value, variables, disabled, onChange, ...trigger }: ChainVariableSelectProps) {
  return (
    <Select
      value={value === null ? NO_CHAINS : `=${value}`}
      disabled={disabled}
      // Values of variables begin with "=", so that a variable called "none" differs from "No grouping".
      onValueChange={(next) => onChange(next === NO_CHAINS ? null : next.slice(1))}
    >
      <SelectTrigger className="sm:max-w-sm" {...trigger} />
      <SelectContent>
        <SelectItem value={NO_CHAINS}>No grouping</SelectItem>
        {variables.map((name) => (
          <SelectItem key={name} value={`=${name}`}>
            {name}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}

function PriorityField({ value, onChange }: { value: Priority; onChange: (priority: Priority) => void }) {
  return (
    <Field label="Priority" hint={<span aria-live="polite">{PRIORITY_WORDS[value].hint}</span>}>
      <PrioritySelect value={value} onChange={onChange} />
    </Field>
  )
}

type PrioritySelectProps = { value: Priority; onChange: (priority: Priority) => void; id?: string }

function PrioritySelect({ value, onChange, ...trigger }: PrioritySelectProps) {
  return (
    <Select value={value} onValueChange={(next) => onChange(next as Priority)}>
      <SelectTrigger className="sm:max-w-sm" {...trigger} />
      <SelectContent>
        {PRIORITIES.map((priority) => (
          <SelectItem key={priority} value={priority}>
            {PRIORITY_WORDS[priority].name}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}

const NO_DAYS = 'none'
const DAYS_OFFERED = [1, 3, 7, 14, 30, 90]

function CalledLately({ days, onChange }: { days: number | null; onChange: (days: number | null) => void }) {
  return (
    <Field label="Leave out whoever was called" hint="By any agent of your organization, tests left out.">
      <CalledLatelySelect days={days} onChange={onChange} />
    </Field>
  )
}

type CalledLatelySelectProps = { days: number | null; onChange: (days: number | null) => void; id?: string }

function CalledLatelySelect({ days, onChange, ...trigger }: CalledLatelySelectProps) {
  return (
    <Select
      value={days === null ? NO_DAYS : String(days)}
      onValueChange={(next) => onChange(next === NO_DAYS ? null : Number(next))}
    >
      <SelectTrigger className="sm:max-w-sm" {...trigger} />
      <SelectContent>
        <SelectItem value={NO_DAYS}>Nobody for that</SelectItem>
        {DAYS_OFFERED.map((each) => (
          <SelectItem key={each} value={String(each)}>
            {each === 1 ? 'Within 24 hours' : `Within ${each} days`}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}

type BypassWindowsProps = { checked: boolean; agentName: string; onChange: (checked: boolean) => void }

function BypassWindows({ checked, agentName, onChange }: BypassWindowsProps) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <CheckboxField
        label="Bypass call windows"
        hint="Calls are then placed as soon as a line is free, whatever the hour."
        checked={checked}
        onCheckedChange={(next) => (next === true ? setAsking(true) : onChange(false))}
      />
      <Dialog open={asking} onOpenChange={setAsking}>
        <DialogContent
          title="Call outside the call windows?"
          description={`${agentName} will call these contacts at any hour of their day and on any day, nights and Sundays too.`}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>Stay inside the windows</Button>
              <Button
                variant="destructive"
                onClick={() => {
                  onChange(true)
                  setAsking(false)
                }}
              >
                Bypass call windows
              </Button>
            </>
          }
        />
      </Dialog>
    </>
  )
}

/** Says before the first call who will not be called and why, with the first rows of each reason. */
function WhyRejected({ title, faults }: Pick<TableSummary, 'faults'> & { title: string }) {
  return (
    <div className="mt-4">
      <h4 className="text-sm font-medium">{title}</h4>
      <ul className="mt-1 grid gap-1 text-sm">
        {faults.map(({ code, rows, first }) => (
          <li key={code} className="flex items-start justify-between gap-4">
            <span className="min-w-0">
              {FAULT_TABLE[code].label}
              <span className="block text-muted-foreground">
                {first.length === 1 ? 'Row' : 'Rows'} {first.map(formatNumber).join(', ')}
                {rows > first.length && ' and others'}
              </span>
            </span>
            <span className="tabular-nums">{formatNumber(rows)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Says how many of the contacts the server was asked about, until it is all of them. */
function Checking({ preflight }: { preflight: ShownPreflight }) {
  const { asked, contacts, asking, isOld, goOn } = preflight
  if (asking === 'done' || isOld) return null
  const left = contacts - asked
  return (
    <div className="mt-4 grid justify-items-start gap-2 text-sm">
      <p>
        {formatNumber(asked)} of {count(contacts, 'contact')} checked against calling rules, lists and consents.
        {asking === 'waiting' && ' The others will be when they are enrolled, or now.'}
        {asking === 'stopped' && ' The server did not answer for the others.'}
      </p>
      {asking === 'asking' ? (
        <Progress label="Contacts checked" value={asked} max={contacts} />
      ) : (
        <Button size="sm" onClick={goOn}>
          {asking === 'waiting'
            ? `Check ${left > ASKED_AT_ONCE ? `the next ${formatNumber(ASKED_AT_ONCE)}` : `the other ${formatNumber(left)}`}`
            : 'Try again'}
        </Button>
      )}
    </div>
  )
}

type WhatWillHappenProps = Pick<
  OptionsStepProps,
  'draft' | 'summary' | 'judging' | 'worker' | 'version' | 'freezing' | 'onRejected' | 'credits' | 'agent' | 'notices'
>

function WhatWillHappen(props: WhatWillHappenProps) {
  const { draft, summary, judging, worker, version, freezing, onRejected, credits, agent, notices } = props
  const trpc = useTRPC()
  const preflight = usePreflight(worker, agent.agentId, draft.options, {
    version,
    // A chain that no batch can hold is refused as a whole, and said below.
    contacts: summary && summary.chains.tooLargeCount === 0 ? summary.valid : 0,
    isBusy: judging || freezing,
  })
  // What is known of other rows or options says nothing of these.
  const known = preflight?.isOld ? null : preflight
  const isAll = known !== null && isWhole(known)
  const rejected = known?.rejected ?? 0
  useEffect(() => {
    onRejected(rejected)
    return () => onRejected(0)
  }, [onRejected, rejected])
  const enrolled = (summary?.valid ?? 0) - rejected
  // While answers come, each would ask for another estimate.
  const contacts = isAll ? enrolled : (summary?.valid ?? 0)
  const byWindows = useQuery({
    ...trpc.enrollment.estimate.queryOptions({
      agentId: agent.agentId,
      contacts,
      bypassAllowedCallWindow: draft.options.bypassAllowedCallWindow,
    }),
    enabled: contacts > 0,
    placeholderData: keepPreviousData,
  })
  const estimate = byWindows.data && contacts > 0 ? (isAll ? estimateAll(byWindows.data, known) : byWindows.data) : null
  const timeZone = agent.timezones[0]
  // The server asks the rules of the places, limits and consents too.
  const [firstCallMs, lastCallMs] = isAll
    ? [known.firstCallMs, known.lastCallMs]
    : [summary?.firstCallMs, summary?.lastCallMs]
  const time = (ms: number | null | undefined) =>
    ms === null || ms === undefined ? 'None' : `${formatAbsoluteTime(ms, Date.now(), timeZone)}`
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Enrolled', value: summary && `${known && !isAll ? 'Up to ' : ''}${count(enrolled, 'contact')}` },
    { label: 'Rejected', value: summary && count(summary.faulty + rejected, 'row') },
    { label: 'Left out', value: summary && count(summary.leftOut, 'row') },
    ...(summary && summary.chains.count > 0
      ? [
          { label: 'Chains', value: formatNumber(summary.chains.count) },
          { label: 'Waiting for another', value: count(summary.chained, 'contact') },
        ]
      : []),
    { label: 'First call', value: summary && time(firstCallMs) },
    { label: 'Last call due', value: summary && time(lastCallMs) },
    ...(known && !isAll && known.asked > 0
      ? [
          {
            label: `Of the ${formatNumber(known.asked)} checked`,
            value: `${time(known.firstCallMs)} to ${time(known.lastCallMs)}`,
          },
        ]
      : []),
    ...(estimate
      ? [
          { label: 'Calling takes', value: describeHoursNeeded(estimate) },
          { label: 'When', value: <WhenDone estimate={estimate} /> },
        ]
      : []),
    { label: 'Credits left now', value: credits.available === null ? null : formatNumber(credits.available) },
    { label: 'Credits needed', value: summary && formatNumber(credits.required) },
    {
      label: 'Credits left after',
      value:
        credits.available === null || !summary ? null : formatNumber(Math.max(0, credits.available - credits.required)),
    },
  ]
  return (
    <section className="self-start lg:sticky lg:top-6" aria-labelledby="what-will-happen">
      <h3 id="what-will-happen" className="border-b pb-2 font-semibold">
        What will happen
      </h3>
      <dl
        aria-live="polite"
        // Nobody wants to hear each of a hundred answers.
        aria-busy={judging || preflight?.asking === 'asking'}
        className={classNames('transition-opacity', (judging || preflight?.isOld) && 'opacity-50 delay-150')}
      >
        {facts.map(({ label, value }) => (
          <div key={label} className="flex min-h-9 items-center justify-between gap-4 border-b py-1 text-sm">
            <dt className="text-muted-foreground">{label}</dt>
            <dd className="text-right">{value ?? <Skeleton className="w-16" />}</dd>
          </div>
        ))}
      </dl>
      {preflight && <Checking preflight={preflight} />}
      {summary && summary.faults.length > 0 && <WhyRejected title="Not called, by reason" faults={summary.faults} />}
      {preflight && preflight.faults.length > 0 && (
        <WhyRejected
          title={
            isWhole(preflight)
              ? 'Rejected when they are enrolled'
              : `Rejected of the ${formatNumber(preflight.asked)} checked`
          }
          faults={preflight.faults}
        />
      )}
      {timeZone && (
        <p className="mt-2 text-sm text-muted-foreground">
          Times are {zoneName(timeZone)}.{estimate && ` ${describeAssumptions(estimate)}`}
        </p>
      )}
      {notices}
    </section>
  )
}
