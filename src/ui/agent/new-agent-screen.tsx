'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useState } from 'react'
import type { CreateAgentInput } from '@/domain/agents/create-agent.schema'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'
import { Choice } from '@/ui/agent-form/choice'
import { FaultProvider, focusFirstFault } from '@/ui/agent-form/form-context'
import { TextField } from '@/ui/agent-form/text-field'
import { TimezonesField } from '@/ui/agent-form/timezones-field'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import { useTRPC } from '@/ui/trpc-client'

const onDays = (days: readonly (typeof WEEKDAYS)[number][], start: string, end: string): CallWindows =>
  Object.fromEntries(days.map((day) => [day, [{ start, end }]]))

const HOURS = {
  office: { label: 'Monday to Friday, 09:00 to 17:00', windows: onDays(WEEKDAYS.slice(0, 5), '09:00', '17:00') },
  evenings: { label: 'Monday to Friday, 09:00 to 20:00', windows: onDays(WEEKDAYS.slice(0, 5), '09:00', '20:00') },
  week: { label: 'Every day, 09:00 to 20:00', windows: onDays(WEEKDAYS, '09:00', '20:00') },
} as const

const HOUR_WORDS = { office: HOURS.office.label, evenings: HOURS.evenings.label, week: HOURS.week.label }

/** What a new agent begins with, and most keep. */
const BEGINNING = {
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  outcomes: [
    { name: 'interested', label: 'Interested', description: 'Wants to hear more.', successful: true },
    { name: 'not_interested', label: 'Not interested', description: 'Does not want to hear more.', successful: false },
  ],
} satisfies Partial<CreateAgentInput>

/** Asks for what an agent needs to call at all. The rest is set on its page. */
export function NewAgentScreen() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const mayCreate = useMay('manage')
  const [name, setName] = useState('')
  const [fromNumber, setFromNumber] = useState('')
  const [timezones, setTimezones] = useState<string[]>([])
  const [hours, setHours] = useState<keyof typeof HOURS>('office')
  const [faults, setFaults] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string>()
  const create = useMutation(trpc.agents.create.mutationOptions())
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
    const { createAgentSchema } = await import('@/domain/agents/create-agent.schema')
    setFailure(undefined)
    const number = fromNumber.replace(/[\s().-]/g, '')
    const input: CreateAgentInput = {
      name,
      fromNumber: number === '' ? null : number,
      timezones,
      callWindows: HOURS[hours].windows,
      ...BEGINNING,
    }
    const parsed = createAgentSchema.safeParse(input)
    const issues = parsed.success ? [] : parsed.error.issues
    const found = Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]))
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
        facts="What it needs to call at all. Steps, variables, outcomes and the dialer are on its page afterwards."
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
          <TextField
            path="fromNumber"
            label="From-number"
            required
            hint="The number that people see calling, with + and the country code."
            type="tel"
            maxLength={40}
            placeholder="+1 555 123 4567"
            value={fromNumber}
            onChange={setFromNumber}
          />
          <TimezonesField timezones={timezones} disabled={false} onChange={setTimezones} />
          <Field
            label="Call windows"
            hint="When it may call, on the contact’s own clock. Any hours can be set afterwards."
          >
            <Choice value={hours} choices={HOUR_WORDS} onChange={setHours} />
          </Field>
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
