'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { changedSettings } from '@/domain/agents/agent-change.rules'
import { isRemote } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { AgentPage } from '@/ui/agent/agent-page'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { lazyPart, lazySection } from '@/ui/components/lazy-part'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCloseWarning } from '@/ui/use-close-warning'
import { type AgentDraft, fromDraft, toDraft } from './agent-draft'
import type { DraftFaults } from './check-draft'
import { Choice } from './choice'
import { describeChange } from './describe-change'
import { FaultProvider, focusFirstFault } from './form-context'
import { Section } from './section'
import { TextField } from './text-field'
import { TimezonesField } from './timezones-field'
import { WeekField } from './week-field'

const StepsField = lazySection(() => import('./steps-field').then((module) => module.StepsField))
const OutcomesField = lazySection(() => import('./outcomes-field').then((module) => module.OutcomesField))
const VariablesField = lazySection(() => import('./variables-field').then((module) => module.VariablesField))
const DialerFields = lazySection(() => import('./dialer-fields').then((module) => module.DialerFields))
const AnalysisOutcomesField = lazyPart(() =>
  import('./analysis-outcomes-field').then((module) => module.AnalysisOutcomesField),
)
const NumbersFields = lazySection(() => import('./numbers-fields').then((module) => module.NumbersFields))
const SafetyFields = lazySection(() => import('./safety-fields').then((module) => module.SafetyFields))

/** Changes all settings of an agent. */
export function AgentFormScreen({ agentId }: { agentId: string }) {
  return (
    <AgentPage agentId={agentId} titleOf={({ name }) => `Settings of ${name}`} refetchOnWindowFocus={false}>
      {/* A newer version, after "Load it again", begins the form anew. */}
      {(agent, reload) => <AgentForm key={agent.version} agent={agent} onReload={reload} />}
    </AgentPage>
  )
}

function AgentForm({ agent, onReload }: { agent: AgentDetails; onReload: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const mayChange = useMay('manage') && agent.status !== 'archived'
  const [draft, setDraft] = useState<AgentDraft>(() => toDraft(agent))
  const [faults, setFaults] = useState<DraftFaults>({})
  const [failure, setFailure] = useState<{ message: string; isConflict: boolean }>()
  const update = useMutation(trpc.agents.update.mutationOptions())
  const changed = changedSettings(fromDraft(toDraft(agent)), fromDraft(draft))
  const isDirty = changed.length > 0
  const set = (change: Partial<AgentDraft>) => setDraft((before) => ({ ...before, ...change }))
  const disabled = !mayChange
  useCloseWarning(isDirty)

  const show = (found: DraftFaults) => {
    setFaults(found)
    // The fields have to show their faults before one of them takes the focus.
    requestAnimationFrame(() => focusFirstFault(found))
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const { checkDraft, byPath } = await import('./check-draft')
    setFailure(undefined)
    const found = checkDraft(draft)
    if (Object.keys(found).length > 0) return show(found)
    setFaults({})
    try {
      const settings = fromDraft(draft)
      await update.mutateAsync({ agentId: agent.agentId, version: agent.version, ...settings })
      await queryClient.invalidateQueries({ queryKey: trpc.agents.pathKey() })
      toast.success('The agent is saved.')
      router.push(`/agents/${agent.agentId}`)
    } catch (error) {
      const { code, message, details } = describeError(error)
      if (code === 'VALIDATION_ERROR' && Array.isArray(details)) show(byPath(details))
      setFailure({ message, isConflict: code === 'CONFLICT' })
    }
  }

  return (
    <FaultProvider value={faults}>
      <PageHeader
        breadcrumb={[
          { label: 'Agents', href: '/agents' },
          { label: agent.name, href: `/agents/${agent.agentId}` },
        ]}
        title="Settings"
      />
      {!mayChange && (
        <Notice
          tone="info"
          className="mb-2"
          title={
            agent.status === 'archived'
              ? 'An archived agent is not changed. Unarchive it first.'
              : 'Only owners and admins can change an agent'
          }
        />
      )}
      <form noValidate onSubmit={save}>
        <Section title="Basics">
          <TextField
            path="name"
            label="Name"
            maxLength={200}
            disabled={disabled}
            value={draft.name}
            onChange={(name) => set({ name })}
          />
        </Section>
        <Section title="Numbers and lines" acts="live">
          <TextField
            path="fromNumber"
            label="From-number"
            hint="The number that people see calling, with + and the country code. Without one nobody can be enrolled."
            type="tel"
            maxLength={40}
            disabled={disabled}
            placeholder="+1 555 123 4567"
            value={draft.fromNumber}
            onChange={(fromNumber) => set({ fromNumber })}
          />
          <NumbersFields draft={draft} disabled={disabled} onChange={set} />
          <TextField
            path="lines"
            label="Lines"
            hint="How many calls may be under way at once."
            inputMode="numeric"
            className="max-w-32"
            disabled={disabled}
            value={draft.lines}
            onChange={(lines) => set({ lines })}
          />
          <TextField
            path="callsPerMinute"
            label="Calls a minute at most"
            hint="How many calls may begin in any minute. Empty for as many as the lines allow."
            inputMode="numeric"
            className="max-w-32"
            disabled={disabled}
            value={draft.callsPerMinute}
            onChange={(callsPerMinute) => set({ callsPerMinute })}
          />
        </Section>
        <Section
          title="Call windows"
          acts="live"
          hint="Drag on a day, or type its hours. Planned calls outside of new windows move to when they open; those that wait for a window come as soon as the new ones allow."
        >
          <WeekField value={draft.callWindows} disabled={disabled} onChange={(callWindows) => set({ callWindows })} />
        </Section>
        <Section
          title="Who may be called"
          acts="live"
          hint="Applies in addition to the call windows, the calling rules and the limits of the organization. Nothing bypasses it."
        >
          <SafetyFields draft={draft} disabled={disabled} onChange={set} />
        </Section>
        <Section title="Time zones" acts="new">
          <TimezonesField
            timezones={draft.timezones}
            disabled={disabled}
            onChange={(timezones) => set({ timezones })}
          />
        </Section>
        <Section
          title="Variables"
          acts="new"
          hint="What the agent needs to know about a person, besides name, number and the other standard fields."
        >
          <VariablesField
            variables={draft.variables}
            disabled={disabled}
            onChange={(variables) => set({ variables })}
          />
        </Section>
        <Section
          title="Steps"
          acts="new"
          hint="Done one after the other until a call reaches the goal. Contacts who are enrolled already keep the steps of that day."
        >
          <StepsField
            steps={draft.steps}
            variables={draft.variables.map(({ name }) => name).filter(Boolean)}
            disabled={disabled}
            onChange={(steps) => set({ steps })}
          />
        </Section>
        <Section title="Calls of a contact" acts="live">
          <TextField
            path="attemptsMax"
            label="Calls of a contact at most"
            hint="All steps together, with the calls that are made again; calls back that a person was promised are not counted. Empty for no limit."
            inputMode="numeric"
            className="max-w-32"
            disabled={disabled}
            value={draft.attemptsMax}
            onChange={(attemptsMax) => set({ attemptsMax })}
          />
        </Section>
        <Section title="Outcomes" acts="new" hint="What a call can come to.">
          <OutcomesField outcomes={draft.outcomes} disabled={disabled} onChange={(outcomes) => set({ outcomes })} />
        </Section>
        <Section title="Price and chains" acts="new">
          <TextField
            path="creditsPerContact"
            label="Credits a contact"
            hint="Reserved when somebody is enrolled, spent at the first placed call."
            inputMode="numeric"
            className="max-w-32"
            disabled={disabled}
            value={draft.creditsPerContact}
            onChange={(creditsPerContact) => set({ creditsPerContact })}
          />
          <Field
            label="A chain goes on to the next contact"
            error={faults.chainAdvance}
            hint="Contacts with the same group value are called one after the other, until one reaches the goal."
          >
            <Choice
              value={draft.chainAdvance}
              disabled={disabled}
              onChange={(chainAdvance) => set({ chainAdvance })}
              choices={{
                call: 'after each call that did not reach the goal',
                sequence: 'after all steps of the one before',
              }}
            />
          </Field>
        </Section>
        <Section
          title="Dialer"
          acts="live"
          hint="Who makes the calls. Voice and prompt are those of the assistant there."
        >
          <DialerFields draft={draft} disabled={disabled} onChange={set} />
        </Section>
        {isRemote(draft.dialer) && (
          <Section
            anchor="analysis"
            title="Outcomes of the analysis"
            acts="live"
            hint="The dialer’s own analysis of a call has fields. Say which value of one means which outcome of this agent."
          >
            <AnalysisOutcomesField
              agentId={agent.agentId}
              rows={draft.analysisOutcomes}
              outcomes={draft.outcomes}
              disabled={disabled}
              onChange={(analysisOutcomes) => set({ analysisOutcomes })}
            />
          </Section>
        )}
        {mayChange && (
          <div className="sticky bottom-0 z-3 -mx-4 border-t bg-background px-4 py-3 sm:-mx-6 sm:px-6">
            {failure && (
              <Notice
                tone="error"
                live
                className="mb-3"
                title="The agent was not saved"
                action={
                  failure.isConflict ? (
                    <Button size="sm" onClick={onReload}>
                      Load it again
                    </Button>
                  ) : undefined
                }
              >
                {failure.message}
              </Notice>
            )}
            <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
              <p className="mr-auto min-w-0 text-sm text-muted-foreground" aria-live="polite">
                {describeChange(changed)}
              </p>
              <Button asChild>
                <Link href={`/agents/${agent.agentId}`}>Cancel</Link>
              </Button>
              <Button type="submit" variant="primary" pending={update.isPending} disabled={!isDirty}>
                Save changes
              </Button>
            </div>
          </div>
        )}
      </form>
    </FaultProvider>
  )
}
