'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useState } from 'react'
import { changedSettings } from '@/domain/agents/agent-change.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { type AgentDraft, fromDraft, toDraft } from './agent-draft'
import type { DraftFaults } from './check-draft'
import { describeChange } from './describe-change'
import { controlId, FaultProvider, focusFirstFault } from './form-context'
import { OutcomesField } from './outcomes-field'
import { Section } from './section'
import { StepsField } from './steps-field'
import { TimezonesField } from './timezones-field'
import { VariablesField } from './variables-field'
import { WeekField } from './week-field'

/** Changes all settings of an agent. */
export function AgentFormScreen({ agentId }: { agentId: string }) {
  const trpc = useTRPC()
  const agent = useQuery({ ...trpc.agents.get.queryOptions({ agentId }), refetchOnWindowFocus: false })
  usePageTitle(agent.data && `Settings of ${agent.data.name}`)
  if (agent.error) {
    return (
      <LoadFailure
        thing="agent"
        list={{ label: 'agents', href: '/agents' }}
        error={agent.error}
        onRetry={() => agent.refetch()}
      />
    )
  }
  if (!agent.data) return <PageSkeleton />
  // A newer version, after "Load it again", begins the form anew.
  return <AgentForm key={agent.data.version} agent={agent.data} onReload={() => agent.refetch()} />
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
  useEffect(() => {
    if (!isDirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isDirty])

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
              ? 'An archived agent is not changed. Take it out of the archive first.'
              : 'Only owners and admins can change an agent'
          }
        />
      )}
      <form noValidate onSubmit={save}>
        <Section title="Basics">
          <Field label="Name" error={faults.name}>
            <Input
              id={controlId('name')}
              maxLength={200}
              disabled={disabled}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          </Field>
        </Section>
        <Section title="Number and lines" acts="live">
          <Field
            label="From-number"
            error={faults.fromNumber}
            hint="The number that people see calling, with + and the country code. Without one nobody can be enrolled."
          >
            <Input
              id={controlId('fromNumber')}
              type="tel"
              maxLength={40}
              disabled={disabled}
              placeholder="+1 555 123 4567"
              value={draft.fromNumber}
              onChange={(event) => set({ fromNumber: event.target.value })}
            />
          </Field>
          <Field label="Lines" error={faults.lines} hint="How many calls may be under way at once.">
            <Input
              id={controlId('lines')}
              inputMode="numeric"
              className="max-w-32"
              disabled={disabled}
              value={draft.lines}
              onChange={(event) => set({ lines: event.target.value })}
            />
          </Field>
        </Section>
        <Section
          title="Call windows"
          acts="live"
          hint="Drag on a day, or type its hours. Planned calls outside of new windows move to when they open; those that wait for a window come as soon as the new ones allow."
        >
          <WeekField value={draft.callWindows} disabled={disabled} onChange={(callWindows) => set({ callWindows })} />
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
          hint="What the agent has to know of a person, beside name, number and the other standard fields."
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
          hint="Done one after the other until a call reaches the goal. Who is enrolled already keeps the steps of that day."
        >
          <StepsField
            steps={draft.steps}
            variables={draft.variables.map(({ name }) => name).filter(Boolean)}
            disabled={disabled}
            onChange={(steps) => set({ steps })}
          />
        </Section>
        <Section title="Outcomes" acts="new" hint="What a call can come to.">
          <OutcomesField outcomes={draft.outcomes} disabled={disabled} onChange={(outcomes) => set({ outcomes })} />
        </Section>
        <Section title="Price and chains" acts="new">
          <Field
            label="Credits a contact"
            error={faults.creditsPerContact}
            hint="Reserved when somebody is enrolled, spent at the first placed call."
          >
            <Input
              id={controlId('creditsPerContact')}
              inputMode="numeric"
              className="max-w-32"
              disabled={disabled}
              value={draft.creditsPerContact}
              onChange={(event) => set({ creditsPerContact: event.target.value })}
            />
          </Field>
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
        <Section title="Dialer" acts="live" hint="The program that makes the calls.">
          <Field label="Dialer" error={faults.dialer}>
            <Choice
              value={draft.dialer}
              disabled={disabled}
              onChange={(dialer) => set({ dialer })}
              choices={{
                simulated: 'Simulated: calls nobody, for trying things out',
                webhook: 'Webhook: each call is sent to your dialer',
              }}
            />
          </Field>
          {draft.dialer === 'webhook' && (
            <Field
              label="Address of the dialer"
              required
              error={faults.dialerUrl}
              hint="Each call is a signed POST to it."
            >
              <Input
                id={controlId('dialerUrl')}
                type="url"
                maxLength={2_000}
                disabled={disabled}
                placeholder="https://dialer.example.com/calls"
                value={draft.dialerUrl}
                onChange={(event) => set({ dialerUrl: event.target.value })}
              />
            </Field>
          )}
        </Section>
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

type ChoiceProps<Value extends string> = {
  id?: string
  value: Value
  choices: Record<Value, string>
  disabled: boolean
  onChange: (value: Value) => void
  'aria-invalid'?: boolean
  'aria-describedby'?: string
  'aria-required'?: boolean
}

function Choice<Value extends string>({ value, choices, disabled, onChange, ...control }: ChoiceProps<Value>) {
  return (
    <Select value={value} disabled={disabled} onValueChange={(chosen) => onChange(chosen as Value)}>
      <SelectTrigger {...control} />
      <SelectContent>
        {(Object.entries(choices) as [Value, string][]).map(([name, label]) => (
          <SelectItem key={name} value={name}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
