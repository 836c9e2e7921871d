'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { isRemote } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { ObjectHistory } from '@/ui/audit-log/object-history'
import { Button } from '@/ui/components/button'
import { CopyButton } from '@/ui/components/copy-button'
import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { PhoneNumber } from '@/ui/components/phone-number'
import { State } from '@/ui/components/state'
import { AbsoluteTime, RelativeTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import type { DialerAccountDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { usePageTitle } from '@/ui/use-page-title'
import { AccountActions } from './account-actions'
import { DIALER_WORDS } from './dialer-words'

/** Shows one account at a dialer: how it stands, what it may do, and who uses it. */
export function DialerAccountScreen({ dialerAccountId }: { dialerAccountId: string }) {
  const trpc = useTRPC()
  const account = useQuery(trpc.dialerAccounts.get.queryOptions({ dialerAccountId }))
  usePageTitle(account.data?.name)
  if (account.error) {
    return (
      <LoadFailure
        thing="dialer account"
        list={{ label: 'dialers', href: '/settings/dialers' }}
        error={account.error}
        onRetry={() => account.refetch()}
      />
    )
  }
  if (!account.data) return <PageSkeleton />
  const details = account.data
  const { remoteAgents, remoteNumbers, eventsUrl, connectedAs, checkedAt } = details
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: 'Dialers', href: '/settings/dialers' }]}
        title={details.name}
        facts={
          <>
            <State name={`dialer ${details.state}`} className="text-foreground" />
            {details.label !== details.name && <span>{details.label}</span>}
            {connectedAs !== null && (
              <span>
                {details.state === 'failing' ? 'Was connected as' : 'Connected as'} {connectedAs}
              </span>
            )}
            {checkedAt !== null && (
              <span>
                Checked <RelativeTime iso={checkedAt} />
              </span>
            )}
            {details.url !== null && (
              <span className="flex min-w-0 items-center gap-0.5">
                <span className="font-mono text-xs break-all">{details.url}</span>
                <CopyButton value={details.url} label="Copy the address" />
              </span>
            )}
          </>
        }
        actions={<AccountActions account={details} />}
      />
      <ObjectHistory kind="dialerAccount" id={dialerAccountId} />
      <StateNotice account={details} />
      {details.oldSecretUntil !== null && Date.parse(details.oldSecretUntil) > Date.now() && (
        <Notice tone="info" className="mb-6" title="Two secrets are good at the moment">
          Calls are signed with both, and a result with either is taken. The one before stops{' '}
          <RelativeTime iso={details.oldSecretUntil} />.
        </Notice>
      )}
      <div className="grid gap-8">
        <Section title="Agents that use it">
          {details.usedBy.length === 0 ? (
            <FirstAgent account={details} />
          ) : (
            <ul className="border-t">
              {details.usedBy.map(({ agentId, name, status }) => (
                <li key={agentId} className="flex flex-wrap items-center justify-between gap-x-4 border-b py-2">
                  <TextLink href={`/agents/${agentId}`}>{name}</TextLink>
                  <span className="flex items-center gap-4 text-sm">
                    <State name={`agent ${status}`} />
                    <TextLink href={`/agents/${agentId}/test`}>Test call</TextLink>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title="Limits of all its agents together">
          <dl className="grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1 text-sm">
            <dt className="text-muted-foreground">Calls at once</dt>
            <dd>{limit(details.lines)}</dd>
            <dt className="text-muted-foreground">Calls a second</dt>
            <dd>{limit(details.callsPerSecond)}</dd>
            {details.providerLines !== null && (
              <>
                <dt className="text-muted-foreground">Calls at once, by {details.label}</dt>
                <dd>{formatNumber(details.providerLines)}</dd>
              </>
            )}
          </dl>
        </Section>
        {eventsUrl !== null && (
          <Section title="Address for events">
            <p className="max-w-prose text-sm text-muted-foreground">{DIALER_WORDS[details.kind].events}</p>
            <p className="mt-2 flex min-w-0 items-center gap-1">
              <code className="min-w-0 font-mono text-xs break-all">{eventsUrl}</code>
              <CopyButton value={eventsUrl} label="Copy the address for events" />
            </p>
          </Section>
        )}
        {remoteAgents !== null && (
          <Section title={`Assistants at ${details.label}`}>
            <Choices what="assistant" choices={remoteAgents.map(({ id, name }) => ({ id, name }))} />
          </Section>
        )}
        {remoteNumbers !== null && (
          <Section title={`Numbers at ${details.label}`}>
            <Choices
              what="number"
              choices={remoteNumbers.map(({ id, name, phoneNumber }) => ({
                id,
                name: phoneNumber === null ? name : <PhoneNumber e164={phoneNumber} />,
              }))}
            />
          </Section>
        )}
      </div>
    </>
  )
}

/** What comes next, while no agent calls by the account. */
function FirstAgent({ account: { dialerAccountId } }: { account: DialerAccountDetails }) {
  const mayManage = useMay('manage')
  return (
    <div className="grid justify-items-start gap-3">
      <p className="max-w-prose text-sm text-muted-foreground">
        None yet. Make an agent that calls by this account and place a test call to yourself; or choose the account in
        the settings of an{' '}
        <Link href="/agents" className="text-link underline underline-offset-4">
          agent that you have
        </Link>
        .
      </p>
      {mayManage && (
        <Button asChild variant="primary">
          <Link href={`/agents/new?dialer=${dialerAccountId}`}>Create an agent</Link>
        </Button>
      )}
    </div>
  )
}

/** Says what an account that calls nobody needs, with the one press that may mend it. */
function StateNotice({ account }: { account: DialerAccountDetails }) {
  const { dialerAccountId, kind, state, stateReason, stateSince, label } = account
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayChange = useMay('administer')
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.dialerAccounts.pathKey() })
  const onError = (error: unknown) => toast.error(describeError(error).message)
  const check = useMutation(
    trpc.dialerAccounts.check.mutationOptions({
      onSuccess: async ({ connectedAs }) => {
        toast.success(`Connected as ${connectedAs}. Calls go on.`)
        await refresh()
      },
      onError,
    }),
  )
  const turnOn = useMutation(trpc.dialerAccounts.turnOn.mutationOptions({ onSuccess: refresh, onError }))
  if (state === 'connected') return null
  const isFailing = state === 'failing'
  // A dialer of one's own cannot be asked whether it works: the next call tells.
  const mayAsk = isFailing && isRemote(kind)
  return (
    <Notice
      tone={isFailing ? 'error' : 'warning'}
      className="mb-6"
      title={isFailing ? `Nobody is called: ${stateReason ?? `${label} refuses.`}` : 'Turned off: nobody is called'}
      action={
        mayChange && (
          <Button
            size="sm"
            pending={check.isPending || turnOn.isPending}
            onClick={() => (mayAsk ? check : turnOn).mutate({ dialerAccountId })}
          >
            {mayAsk ? 'Check again' : isFailing ? 'Call again' : 'Turn on'}
          </Button>
        )
      }
    >
      Since <AbsoluteTime iso={stateSince} />.{' '}
      {mayAsk && `Correct it at ${label} and check again; if its key is not good any more, replace the credentials. `}
      Contacts wait meanwhile, and nobody is lost.
    </Notice>
  )
}

function limit(value: number | null): string {
  return value === null ? 'No limit' : formatNumber(value)
}

const CHOICES_SHOWN = 10

function Choices({ what, choices }: { what: string; choices: readonly { id: string; name: ReactNode }[] }) {
  if (choices.length === 0) return <p className="text-sm text-muted-foreground">There are none yet.</p>
  return (
    <>
      <ul className="grid gap-1 text-sm">
        {choices.slice(0, CHOICES_SHOWN).map(({ id, name }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3">
            <span>{name}</span>
            <span className="font-mono text-xs break-all text-muted-foreground">{id}</span>
          </li>
        ))}
      </ul>
      {choices.length > CHOICES_SHOWN && (
        <p className="mt-1 text-sm text-muted-foreground">
          And {count(choices.length - CHOICES_SHOWN, `more ${what}`, `more ${what}s`)}.
        </p>
      )}
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 font-semibold">{title}</h2>
      {children}
    </section>
  )
}

function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="text-link underline-offset-4 hover:underline">
      {children}
    </Link>
  )
}
