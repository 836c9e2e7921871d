'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import type { DraftFaults } from '@/ui/agent-form/check-draft'
import { FaultProvider, focusFirstFault } from '@/ui/agent-form/form-context'
import { TextField } from '@/ui/agent-form/text-field'
import { Button } from '@/ui/components/button'
import { LoadError } from '@/ui/components/load-error'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { ShownOnceDialog } from '@/ui/components/shown-once-dialog'
import { toast } from '@/ui/components/toast'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import type { DialerKindDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { accountFaults, limitFaults, readLimit } from './account-faults'
import { CredentialFields } from './credential-fields'
import { DialerSecretNotice } from './dialer-secret-notice'
import { DIALER_WORDS } from './dialer-words'

/** Asks who makes the calls and for what is needed there, and tries it before anything is kept. */
export function ConnectDialerScreen() {
  const trpc = useTRPC()
  const mayConnect = useMay('administer')
  const kinds = useQuery(trpc.dialerAccounts.kinds.queryOptions())
  const accounts = useQuery(trpc.dialerAccounts.list.queryOptions())
  const [chosen, setChosen] = useState<string>()
  if (kinds.error) return <LoadError what="The dialers" error={kinds.error} onRetry={() => kinds.refetch()} />
  if (!kinds.data) return <PageSkeleton />
  const hasSimulated = accounts.data?.accounts.some(({ kind }) => kind === 'simulated') ?? true
  // One that calls nobody is enough.
  const offered = kinds.data.kinds.filter(({ kind }) => kind !== 'simulated' || !hasSimulated)
  const dialer = offered.find(({ kind }) => kind === chosen)
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: 'Dialers', href: '/settings/dialers' }]}
        title="Connect a dialer"
        facts="Nobody is called before an agent uses the account."
      />
      {mayConnect ? (
        <div className="grid max-w-xl gap-8">
          <KindChoice kinds={offered} chosen={chosen} onChoose={setChosen} />
          {/* What was typed for another dialer is of no use to this one. */}
          {dialer && <ConnectForm key={dialer.kind} dialer={dialer} />}
        </div>
      ) : (
        <Notice tone="info" title="Only owners and admins can connect a dialer" />
      )}
    </>
  )
}

type KindChoiceProps = {
  kinds: readonly DialerKindDetails[]
  chosen: string | undefined
  onChoose: (kind: string) => void
}

function KindChoice({ kinds, chosen, onChoose }: KindChoiceProps) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">Who makes the calls?</legend>
      <div className="grid border-t">
        {kinds.map(({ kind, label }) => (
          <label key={kind} className="flex cursor-pointer items-start gap-3 border-b py-2.5 hover:bg-accent">
            <input
              type="radio"
              name={name}
              value={kind}
              checked={kind === chosen}
              onChange={() => onChoose(kind)}
              className="mt-1 ml-1 accent-primary"
            />
            <span className="grid">
              <span className="font-medium">{label}</span>
              <span className="text-sm text-muted-foreground">{DIALER_WORDS[kind].about}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function ConnectForm({ dialer }: { dialer: DialerKindDetails }) {
  const { kind, label, fields } = dialer
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [name, setName] = useState(label)
  const [url, setUrl] = useState('')
  const [credentials, setCredentials] = useState<Record<string, string>>({})
  const [lines, setLines] = useState('')
  const [callsPerSecond, setCallsPerSecond] = useState('')
  const [faults, setFaults] = useState<DraftFaults>({})
  const [failure, setFailure] = useState<string>()
  const open = (dialerAccountId: string) => router.push(`/settings/dialers/${dialerAccountId}`)
  const create = useMutation(
    trpc.dialerAccounts.create.mutationOptions({
      onSuccess: async ({ dialerAccountId, secret, connectedAs }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.dialerAccounts.pathKey() })
        if (secret !== null) return
        toast.success(connectedAs === null ? `${label} is connected.` : `Connected as ${connectedAs}.`)
        open(dialerAccountId)
      },
      onError: (error) => {
        const shown = ['name', 'url', 'lines', 'callsPerSecond', ...fields.map((field) => `credentials.${field.name}`)]
        const { faults: found, rest } = accountFaults(error, shown)
        setFaults(found)
        setFailure(rest ?? undefined)
        requestAnimationFrame(() => focusFirstFault(found))
      },
    }),
  )
  const made = create.data
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setFailure(undefined)
    const missing = findMissing(dialer, { name, url, credentials, lines, callsPerSecond })
    setFaults(missing)
    if (Object.keys(missing).length > 0) {
      requestAnimationFrame(() => focusFirstFault(missing))
      return
    }
    create.mutate({
      ...{ kind, name, credentials },
      url: kind === 'webhook' ? url.trim() : null,
      lines: readLimit(lines),
      callsPerSecond: readLimit(callsPerSecond),
    })
  }
  const { needs } = DIALER_WORDS[kind]
  return (
    <FaultProvider value={faults}>
      <form noValidate onSubmit={submit} className="grid gap-6">
        <h2 className="font-semibold">{label}</h2>
        {needs.length > 0 && (
          <div className="-mt-4 text-sm text-muted-foreground">
            <p>What you need there:</p>
            <ul className="ml-5 list-disc">
              {needs.map((need) => (
                <li key={need}>{need}</li>
              ))}
            </ul>
          </div>
        )}
        {failure && (
          <Notice tone="error" live title={`${label} is not connected`}>
            {failure}
          </Notice>
        )}
        {kind === 'webhook' && (
          <TextField
            path="url"
            label="Address of the dialer"
            required
            hint="Each call is a signed POST to it."
            type="url"
            autoComplete="off"
            maxLength={2_000}
            placeholder="https://dialer.example.com/calls"
            value={url}
            onChange={setUrl}
          />
        )}
        <CredentialFields fields={fields} values={credentials} onChange={setCredentials} />
        <TextField
          path="name"
          label="Name"
          required
          hint="Shown to your colleagues, to tell accounts apart."
          maxLength={200}
          autoComplete="off"
          value={name}
          onChange={setName}
        />
        {kind !== 'simulated' && (
          <div className="grid items-start gap-5 sm:grid-cols-2">
            <TextField
              path="lines"
              label="Lines of all agents (optional)"
              hint="How many calls the account may have under way at once."
              inputMode="numeric"
              maxLength={6}
              value={lines}
              onChange={setLines}
            />
            <TextField
              path="callsPerSecond"
              label="Calls a second (optional)"
              hint="How many may begin in any second."
              inputMode="numeric"
              maxLength={6}
              value={callsPerSecond}
              onChange={setCallsPerSecond}
            />
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" variant="primary" pending={create.isPending}>
            Connect {label}
          </Button>
          <Button asChild variant="ghost">
            <Link href="/settings/dialers">Cancel</Link>
          </Button>
          <span role="status" className="text-sm text-muted-foreground">
            {create.isPending && fields.length > 0 && `Asking ${label} whether it works…`}
          </span>
        </div>
      </form>
      <ShownOnceDialog
        open={made != null && made.secret !== null}
        title={`${name} is ready`}
        description="Your dialer needs its secret before the first call."
        confirm="I have stored the secret"
        onClose={() => made && open(made.dialerAccountId)}
      >
        {made?.secret && <DialerSecretNotice secret={made.secret} />}
      </ShownOnceDialog>
    </FaultProvider>
  )
}

type Typed = {
  name: string
  url: string
  credentials: Readonly<Record<string, string>>
  lines: string
  callsPerSecond: string
}

/** What the server would refuse without asking anybody. */
function findMissing({ kind, fields }: DialerKindDetails, typed: Typed): DraftFaults {
  const faults: Record<string, string> = {}
  if (typed.name.trim() === '') faults.name = 'Give the account a name.'
  if (kind === 'webhook' && typed.url.trim() === '') faults.url = 'Give the address that takes each call.'
  for (const { name, label, optional } of fields) {
    if (!optional && !typed.credentials[name]?.trim()) faults[`credentials.${name}`] = `Give the ${label}.`
  }
  return { ...faults, ...limitFaults({ lines: typed.lines, callsPerSecond: typed.callsPerSecond }) }
}
