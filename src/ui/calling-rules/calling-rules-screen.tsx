'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { RULE_SET_IDS, RULE_SETS, type RuleSetId } from '@/domain/contact-safety/rule-sets.rules'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { count } from '@/ui/components/format-number'
import { lazyPart } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { toast } from '@/ui/components/toast'
import { formFaults } from '@/ui/form-faults'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import type { CallingPolicy } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { type CapDraft, capFaults, fromCapDraft, toCapDraft } from './cap-draft'
import { CapFields } from './cap-fields'

const RuleList = lazyPart(() => import('./rule-list').then((module) => module.RuleList))

const CAP_PATHS = ['caps.callsPerDay', 'caps.callsPerWeek', 'caps.gapMinutes', 'caps.restDays'] as const

/** Shows the calling rules and the caps of the organization; an owner switches and sets them. */
export function CallingRulesScreen() {
  const trpc = useTRPC()
  const policy = useQuery({
    ...trpc.organization.callingPolicy.queryOptions(),
    // What is being changed does not change under the hand.
    refetchOnWindowFocus: false,
  })
  const mayChange = useMay('own')
  if (!policy.data && !policy.error) return <PageSkeleton />
  return (
    <>
      <PageHeader
        title="Calling rules"
        facts="When people may be called where they are, how often, and with which consent."
      />
      <div className="mb-6 grid max-w-2xl gap-3">
        <Notice tone="info" title="None of this is legal advice">
          Each rule says where it was read and when. A call that all of them allow may be forbidden all the same:
          whoever calls answers for it.
        </Notice>
        {!mayChange && <Notice tone="info" title="Only owners can change calling rules and limits" />}
      </div>
      {policy.data ? (
        <PolicyForm
          key={policy.data.version}
          policy={policy.data}
          mayChange={mayChange}
          onReload={() => policy.refetch()}
        />
      ) : (
        <LoadError what="The calling rules" error={policy.error} onRetry={() => policy.refetch()} />
      )}
    </>
  )
}

type PolicyFormProps = { policy: CallingPolicy; mayChange: boolean; onReload: () => void }

function PolicyForm({ policy, mayChange, onReload }: PolicyFormProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [ruleSets, setRuleSets] = useState<readonly RuleSetId[]>(policy.ruleSets)
  const [caps, setCaps] = useState<CapDraft>(() => toCapDraft(policy.caps))
  const [faults, setFaults] = useState<Partial<CapDraft>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const update = useMutation(
    trpc.organization.updateCallingPolicy.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.organization.callingPolicy.queryKey(), saved)
        toast.success('The calling rules are saved.')
      },
      onError: (error) => {
        const { fields, rest } = formFaults(error, CAP_PATHS)
        show(Object.fromEntries(fields.map(({ name, message }) => [name.replace('caps.', ''), message])))
        setFailure(rest)
      },
    }),
  )
  const isDirty =
    JSON.stringify([...ruleSets].sort()) !== JSON.stringify([...policy.ruleSets].sort()) ||
    JSON.stringify(fromCapDraft(caps)) !== JSON.stringify(policy.caps)
  const show = (found: Partial<CapDraft>) => {
    setFaults(found)
    const [first] = Object.keys(found)
    // The field has to show its fault before it takes the focus.
    if (first) requestAnimationFrame(() => document.getElementById(`cap-${first}`)?.focus())
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = capFaults(caps)
    show(found)
    setFailure(null)
    if (Object.keys(found).length > 0) return
    update.mutate({ version: policy.version, ruleSets: [...ruleSets], caps: fromCapDraft(caps) })
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-2xl gap-8">
      <fieldset className="grid gap-5">
        <legend className="mb-1 font-semibold">Rules</legend>
        <p className="text-sm text-muted-foreground">
          What is switched on applies from the next call on, also to calls that are already planned. Bypassing the call
          windows of an agent bypasses none of these: they are law, or a promise to a person.
        </p>
        {RULE_SET_IDS.map((id) => (
          <RuleSet
            key={id}
            id={id}
            checked={ruleSets.includes(id)}
            disabled={!mayChange}
            onChange={(checked) => setRuleSets(checked ? [...ruleSets, id] : ruleSets.filter((other) => other !== id))}
          />
        ))}
      </fieldset>
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-semibold">Limits of your own</legend>
        <p className="text-sm text-muted-foreground">
          They count calls of one number by all agents together. An agent can be stricter, and so can a rule. Who has
          reached a limit is called as soon as it allows it again.
        </p>
        <CapFields value={caps} onChange={setCaps} faults={faults} disabled={!mayChange} />
      </fieldset>
      {failure !== null && (
        <Notice
          tone="error"
          live
          title="The calling rules were not saved"
          action={
            <Button size="sm" onClick={onReload}>
              Load them again
            </Button>
          }
        >
          {failure}
        </Notice>
      )}
      {mayChange && (
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" variant="primary" pending={update.isPending} disabled={!isDirty}>
            Save calling rules
          </Button>
          <p className="text-sm text-muted-foreground">
            Version {policy.version}.{' '}
            <Link href="/settings/suppression-lists" className="text-link underline underline-offset-4">
              Suppression lists
            </Link>{' '}
            hold besides.
          </p>
        </div>
      )}
    </form>
  )
}

type RuleSetProps = { id: RuleSetId; checked: boolean; disabled: boolean; onChange: (checked: boolean) => void }

function RuleSet({ id, checked, disabled, onChange }: RuleSetProps) {
  const { label, holdsFor, rules } = RULE_SETS[id]
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <CheckboxField
        label={label}
        hint={holdsFor}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next === true)}
      />
      <details className="mt-1 ml-7" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="w-fit cursor-pointer rounded-sm text-sm text-muted-foreground">
          {count(rules.length, 'rule')} with {rules.length === 1 ? 'its source' : 'their sources'}
        </summary>
        {isOpen && <RuleList label={label} rules={rules} />}
      </details>
    </div>
  )
}
