'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { isRemote } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { Choice } from '@/ui/agent-form/choice'
import { FaultProvider, focusFirstFault } from '@/ui/agent-form/form-context'
import { TextField } from '@/ui/agent-form/text-field'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { count } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { TestBadge } from '@/ui/components/test-badge'
import { describeError } from '@/ui/describe-error'
import { useMay, useSession } from '@/ui/frame/session'
import type { AgentDetails } from '@/ui/router-outputs'
import { TimelineList } from '@/ui/sequence/timeline-list'
import { useTRPC } from '@/ui/trpc-client'
import { AgentPage } from './agent-page'

const POLL_MS = 1_500
const SIMULATED = 'The simulated dialer, which calls nobody'

/** Calls one person at once, to hear an agent, and shows under it what happens. */
export function TestCallScreen({ agentId }: { agentId: string }) {
  return (
    <AgentPage agentId={agentId} titleOf={({ name }) => `Test call with ${name}`}>
      {(agent) => <TestCall agent={agent} />}
    </AgentPage>
  )
}

function TestCall({ agent }: { agent: AgentDetails }) {
  const trpc = useTRPC()
  const { user } = useSession()
  const mayCall = useMay('enroll')
  const mayManage = useMay('manage')
  const [name, setName] = useState(user.name)
  const [phoneNumber, setPhoneNumber] = useState('')
  const [variables, setVariables] = useState<Record<string, string>>({})
  const ownDialer = agent.dialer !== 'simulated'
  const accounts = useQuery(trpc.dialerAccounts.list.queryOptions(undefined, { enabled: ownDialer && mayManage }))
  const account = accounts.data?.accounts.find(({ dialerAccountId }) => dialerAccountId === agent.dialerAccountId)
  const [mode, setMode] = useState<'simulated' | 'dialed'>(ownDialer ? 'dialed' : 'simulated')
  const [faults, setFaults] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<string>()
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID())
  const place = useMutation(trpc.agents.testCall.mutationOptions())
  const sequenceId = place.data?.sequenceId
  const sequence = useQuery({
    ...trpc.sequences.get.queryOptions({ sequenceId: sequenceId ?? '' }),
    enabled: sequenceId !== undefined,
    refetchInterval: ({ state }) => (state.data && state.data.endedAt !== null ? false : POLL_MS),
  })

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setFaults({})
    setFailure(undefined)
    try {
      await place.mutateAsync({ agentId: agent.agentId, name, phoneNumber, variables, mode, idempotencyKey })
      setKey(crypto.randomUUID())
    } catch (error) {
      const { message, details } = describeError(error)
      const told = Array.isArray(details) ? (details as { field?: string; path: string; message: string }[]) : []
      const found = Object.fromEntries(
        told.flatMap(({ field, path, message: fault }) => faultyFields(field ?? path, agent).map((at) => [at, fault])),
      )
      setFaults(found)
      if (Object.keys(found).length === 0) setFailure(message)
      requestAnimationFrame(() => focusFirstFault(found))
    }
  }
  const done = sequence.data?.endedAt != null
  const result = sequence.data?.calls.at(-1)?.result
  // Fields of the dialer's analysis, of which none has meant an outcome yet.
  const isUnread =
    isRemote(agent.dialer) &&
    result != null &&
    result.outcomes.length === 0 &&
    Object.keys(result.extractedVariables).length > 0

  return (
    <FaultProvider value={faults}>
      <PageHeader
        breadcrumb={[
          { label: 'Agents', href: '/agents' },
          { label: agent.name, href: `/agents/${agent.agentId}` },
        ]}
        title="Test call"
        facts="One call to you, now, outside of call windows too. It is marked as a test and counts in no result."
      />
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
        <form noValidate onSubmit={submit} className="grid content-start gap-5">
          {!mayCall && <Notice tone="info" title="Viewers cannot place calls" />}
          {failure && (
            <Notice tone="error" live title="The call was not placed">
              {failure}
            </Notice>
          )}
          <TextField
            path="name"
            label="Your name"
            required
            autoComplete="name"
            maxLength={200}
            value={name}
            onChange={setName}
          />
          <TextField
            path="phoneNumber"
            label="Your phone number"
            required
            hint={
              mode === 'simulated'
                ? 'Nobody is called. A number that ends in 0001 reaches the goal, 0003 gets voicemail, 0005 no answer.'
                : undefined
            }
            type="tel"
            autoComplete="tel"
            maxLength={64}
            placeholder="+1 555 123 4567"
            value={phoneNumber}
            onChange={setPhoneNumber}
          />
          {agent.variables.map((variable) => (
            <TextField
              key={variable.name}
              path={variable.name}
              label={variable.name}
              required={variable.required}
              hint={variable.description}
              maxLength={2_000}
              value={variables[variable.name] ?? ''}
              onChange={(value) => setVariables((before) => ({ ...before, [variable.name]: value }))}
            />
          ))}
          {account && account.state !== 'connected' && mode === 'dialed' && (
            <Notice
              tone={account.state === 'failing' ? 'error' : 'warning'}
              title={account.state === 'failing' ? `${account.name} cannot call` : `${account.name} is turned off`}
              action={
                <Button asChild size="sm">
                  <Link href={`/settings/dialers/${account.dialerAccountId}`}>Open the dialer</Link>
                </Button>
              }
            >
              {account.stateReason} The call would wait until that is mended. The simulated dialer can be tried
              meanwhile.
            </Notice>
          )}
          {ownDialer && (
            <Field label="Call by" hint={mode === 'dialed' ? cost(agent.creditsPerContact) : 'Costs no credits.'}>
              <Choice
                value={mode}
                choices={{ dialed: account?.name ?? 'The agent’s dialer', simulated: SIMULATED }}
                onChange={setMode}
              />
            </Field>
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" pending={place.isPending} disabled={!mayCall}>
              {sequenceId ? 'Call again' : 'Call me now'}
            </Button>
            {!ownDialer && <span className="text-sm text-muted-foreground">Simulated: costs no credits.</span>}
          </div>
        </form>
        <section aria-labelledby="test-timeline" className="min-w-0">
          <div className="mb-3 flex items-center gap-2">
            <h2 id="test-timeline" className="font-semibold">
              What happens
            </h2>
            {sequenceId && <TestBadge />}
          </div>
          {sequence.data ? (
            <TimelineList sequence={sequence.data} />
          ) : (
            <p className="text-sm text-muted-foreground">Each step of the call is shown here as it happens.</p>
          )}
          {done && isUnread && mayManage && (
            <Notice
              tone="info"
              className="mt-4"
              title="The dialer’s analysis of the call means no outcome yet"
              action={
                <Button asChild size="sm">
                  <Link href={`/agents/${agent.agentId}/settings#analysis`}>Choose outcomes</Link>
                </Button>
              }
            >
              Say which value of its fields means which outcome of this agent.
            </Notice>
          )}
          {done && (
            <div className="mt-4 flex flex-wrap gap-2">
              <Button asChild>
                <Link href={`/sequences/${sequenceId}`}>Open its page</Link>
              </Button>
              <Button asChild variant="primary">
                <Link href={`/agents/${agent.agentId}/enroll`}>Import contacts</Link>
              </Button>
            </div>
          )}
        </section>
      </div>
    </FaultProvider>
  )
}

/** A fault of the variables as a whole is one of each required one. */
function faultyFields(field: string, { variables }: AgentDetails): string[] {
  if (field === 'name' || field === 'phoneNumber' || variables.some((variable) => variable.name === field))
    return [field]
  return []
}

function cost(credits: number): string {
  return `A real call by your dialer. It costs ${count(credits, 'credit')}.`
}
