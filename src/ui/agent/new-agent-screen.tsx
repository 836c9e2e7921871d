'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useState } from 'react'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { Choice } from '@/ui/agent-form/choice'
import type { DialingDraft } from '@/ui/agent-form/dialer-fields'
import { FaultProvider, focusFirstFault } from '@/ui/agent-form/form-context'
import { TextField } from '@/ui/agent-form/text-field'
import { TimezonesField } from '@/ui/agent-form/timezones-field'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { formatWallTime } from '@/ui/components/format-time'
import { lazySection } from '@/ui/components/lazy-part'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { useIsBrowser } from '@/ui/components/use-is-browser'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { DialerAccount } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

const DialerFields = lazySection(() => import('@/ui/agent-form/dialer-fields').then((module) => module.DialerFields))

const HOURS = {
  office: { days: 'Monday to Friday', start: '09:00', end: '17:00', on: WEEKDAYS.slice(0, 5) },
  evenings: { days: 'Monday to Friday', start: '09:00', end: '20:00', on: WEEKDAYS.slice(0, 5) },
  week: { days: 'Every day', start: '09:00', end: '20:00', on: WEEKDAYS },
} as const

type Hours = keyof typeof HOURS

/** Returns the words of each choice. Hours are on the reader's clock, which the server does not know. */
function wordsOf(isBrowser: boolean): Record<Hours, string> {
  const words = ({ days, start, end }: (typeof HOURS)[Hours]) =>
    isBrowser ? `${days}, ${formatWallTime(start)} to ${formatWallTime(end)}` : days
  return { office: words(HOURS.office), evenings: words(HOURS.evenings), week: words(HOURS.week) }
}

function windowsOf(hours: Hours): CallWindows {
  const { on, start, end } = HOURS[hours]
  return Object.fromEntries(on.map((day) => [day, [{ start, end }]]))
}

/** What a new agent begins with, and most keep. */
const BEGINNING = {
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes: [
    { name: 'interested', label: 'Interested', description: 'Wants to hear more.', successful: true },
    { name: 'not_interested', label: 'Not interested', description: 'Does not want to hear more.', successful: false },
  ],
} satisfies Partial<CreateAgentInput>

/**
 * Returns who makes the calls before anybody has chosen: the account that was asked for, else the first that rings phones, else
 * the simulated dialer.
 */
function dialerOf(accounts: readonly DialerAccount[], wanted: string | null): Omit<DialingDraft, 'fromNumber'> {
  const account =
    accounts.find(({ dialerAccountId }) => dialerAccountId === wanted) ??
    accounts.find(({ kind, state }) => kind !== 'simulated' && state === 'connected') ??
    accounts.find(({ kind }) => kind === 'simulated')
  return {
    dialerAccountId: account?.dialerAccountId ?? null,
    dialer: account?.kind ?? 'simulated',
    dialerUrl: account?.url ?? '',
    ...{ remoteAgentId: '', remoteNumberId: '' },
  }
}

type NewAgentScreenProps = {
  /** The account by which whoever comes from its page wants to call; null where none was named. */
  dialerAccountId: string | null
}

/**
 * Asks for what an agent needs to call at all. The rest is set on its page. Who makes the calls is asked where there is a choice.
 */
export function NewAgentScreen({ dialerAccountId }: NewAgentScreenProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const mayCreate = useMay('manage')
  const isBrowser = useIsBrowser()
  const [name, setName] = useState('')
  const [typed, setTyped] = useState<Partial<DialingDraft>>({})
  const [timezones, setTimezones] = useState<string[]>([])
  const [hours, setHours] = useState<Hours>('office')
  const [faults, setFaults] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string>()
  const create = useMutation(trpc.agents.create.mutationOptions())
  const accounts =
    useQuery(trpc.dialerAccounts.list.queryOptions(undefined, { enabled: mayCreate })).data?.accounts ?? []
  const isChoice = accounts.some(({ kind }) => kind !== 'simulated')
  const dialing: DialingDraft = { ...dialerOf(accounts, dialerAccountId), fromNumber: '', ...typed }
  const setDialing = (change: Partial<DialingDraft>) => setTyped((before) => ({ ...before, ...change }))
  // After the page is there: the server, which writes it too, is in another zone.
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    setTimezones((before) => (before.length === 0 ? [zone] : before))
  }, [])

  const show = (found: Record<string, string>) => {
    setFaults(found)
    requestAnimationFrame(() => focusFirstFault(found))
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const [{ createAgentSchema }, { findDialingFaults }] = await Promise.all([
      import('@/domain/agents/create-agent.schema'),
      import('@/domain/agents/find-dialing-faults.rules'),
    ])
    setFailure(undefined)
    const number = dialing.fromNumber.replace(/[\s().-]/g, '')
    const input = {
      name,
      fromNumber: number === '' ? null : number,
      dialerAccountId: dialing.dialerAccountId,
      dialer: dialing.dialer,
      dialerUrl: dialing.dialerUrl === '' ? null : dialing.dialerUrl,
      remoteAgentId: dialing.remoteAgentId.trim() || null,
      remoteNumberId: dialing.remoteNumberId.trim() || null,
      timezones,
      callWindows: windowsOf(hours),
      ...BEGINNING,
    } satisfies CreateAgentInput
    const parsed = createAgentSchema.safeParse(input)
    const issues = parsed.success ? [] : parsed.error.issues
    const found = Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]))
    for (const { path, message } of findDialingFaults(input)) found[path] ??= message
    if (number === '') found.fromNumber ??= 'Give the agent the number that people see calling.'
    if (Object.keys(found).length > 0) return show(found)
    setFaults({})
    try {
      const { agentId } = await create.mutateAsync(input)
      await queryClient.invalidateQueries({ queryKey: trpc.agents.pathKey() })
      router.push(`/agents/${agentId}`)
    } catch (error) {
      setFailure(describeError(error).message)
    }
  }

  return (
    <FaultProvider value={faults}>
      <PageHeader
        breadcrumb={[{ label: 'Agents', href: '/agents' }]}
        title="New agent"
        facts="What it needs to call at all. Steps, variables, outcomes and the rest are on its page afterwards."
      />
      {mayCreate ? (
        <form noValidate onSubmit={submit} className="grid max-w-xl gap-6">
          {failure && (
            <Notice tone="error" live title="The agent was not created">
              {failure}
            </Notice>
          )}
          <TextField
            path="name"
            label="Name"
            required
            hint="Shown to your colleagues."
            autoFocus
            maxLength={200}
            placeholder="Renewals"
            value={name}
            onChange={setName}
          />
          {isChoice && <DialerFields draft={dialing} disabled={false} onChange={setDialing} />}
          <TextField
            path="fromNumber"
            label="From-number"
            required
            hint="The number that people see calling, with + and the country code."
            type="tel"
            maxLength={40}
            placeholder="+1 555 123 4567"
            value={dialing.fromNumber}
            onChange={(fromNumber) => setDialing({ fromNumber })}
          />
          <TimezonesField timezones={timezones} disabled={false} onChange={setTimezones} />
          <Field
            label="Call windows"
            hint="When it may call, on the contact’s own clock. Any hours can be set afterwards."
          >
            <Choice value={hours} choices={wordsOf(isBrowser)} onChange={setHours} />
          </Field>
          {!isChoice && (
            <p className="text-sm text-muted-foreground">
              It begins with the simulated dialer, which calls nobody. To let phones ring, connect the caller that you
              have in{' '}
              <Link href="/settings/dialers" className="text-link underline underline-offset-4">
                Settings → Dialers
              </Link>
              .
            </p>
          )}
          <div className="flex gap-2">
            <Button type="submit" variant="primary" pending={create.isPending}>
              Create agent
            </Button>
            <Button asChild variant="ghost">
              <Link href="/agents">Cancel</Link>
            </Button>
          </div>
        </form>
      ) : (
        <Notice tone="info" title="Only owners and admins can create an agent" />
      )}
    </FaultProvider>
  )
}
