'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { callsByNumberId, isRemote } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { Button } from '@/ui/components/button'
import { Combobox } from '@/ui/components/combobox'
import { Field } from '@/ui/components/field'
import { NativeSelect } from '@/ui/components/native-select'
import { Notice } from '@/ui/components/notice'
import { readableNumber } from '@/ui/components/readable-number'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { DialerAccount, DialerAccountDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import type { AgentDraft } from './agent-draft'
import { controlId, useFault } from './form-context'
import { TextField } from './text-field'

/** By what an agent says who makes its calls. */
export type DialingDraft = Pick<
  AgentDraft,
  'dialerAccountId' | 'dialer' | 'dialerUrl' | 'remoteAgentId' | 'remoteNumberId' | 'fromNumber'
>

type DialerFieldsProps = {
  draft: DialingDraft
  disabled: boolean
  onChange: (change: Partial<DialingDraft>) => void
}

/** Of an organization whose simulated account is not made yet: the first agent that names it makes it. */
const NO_ACCOUNT = { dialerAccountId: null, kind: 'simulated', url: null } as const

const SIMULATED = 'Simulated: calls nobody'

/** Who makes the calls of an agent: the account, and the assistant and the number there. */
export function DialerFields({ draft, disabled, onChange }: DialerFieldsProps) {
  const { dialerAccountId } = draft
  const trpc = useTRPC()
  const accounts = useQuery(trpc.dialerAccounts.list.queryOptions())
  const listed = accounts.data?.accounts ?? []
  const chosen = listed.find((account) => account.dialerAccountId === dialerAccountId)
  const fault = useFault('dialerAccountId')
  return (
    <>
      <Field
        label="Dialer account"
        error={fault}
        hint={
          <>
            Accounts are connected in{' '}
            <Link href="/settings/dialers" className="text-link underline underline-offset-4">
              Settings → Dialers
            </Link>
            .
          </>
        }
      >
        <NativeSelect<string>
          id={controlId('dialerAccountId')}
          disabled={disabled || accounts.data === undefined}
          value={dialerAccountId ?? ''}
          options={optionsOf(listed, draft)}
          onChange={(accountId) => {
            const account = listed.find((each) => each.dialerAccountId === accountId) ?? NO_ACCOUNT
            // The ids of one provider mean nothing to another.
            onChange({
              dialerAccountId: account.dialerAccountId,
              dialer: account.kind,
              dialerUrl: account.url ?? '',
              remoteAgentId: '',
              remoteNumberId: '',
            })
          }}
        />
      </Field>
      {chosen?.state === 'failing' && (
        <Notice
          tone="error"
          title={`${chosen.name} cannot call`}
          action={
            <Button asChild size="sm">
              <Link href={`/settings/dialers/${chosen.dialerAccountId}`}>Open the dialer</Link>
            </Button>
          }
        >
          {chosen.stateReason} Nobody is called through it until it is mended.
        </Notice>
      )}
      {chosen?.state === 'off' && <Notice tone="warning" title={`${chosen.name} is turned off: nobody is called`} />}
      {chosen && isRemote(chosen.kind) && (
        <RemoteFields
          key={chosen.dialerAccountId}
          account={chosen}
          draft={draft}
          disabled={disabled}
          onChange={onChange}
        />
      )}
    </>
  )
}

/** The accounts to choose from. What the agent has is among them before they are loaded. */
function optionsOf(accounts: readonly DialerAccount[], { dialerAccountId, dialer }: DialingDraft) {
  const options = accounts.map(({ dialerAccountId: value, kind, name, label }) => ({
    value,
    label: kind === 'simulated' ? SIMULATED : name === label ? name : `${name} (${label})`,
  }))
  const isWithoutSimulated = accounts.length > 0 && accounts.every(({ kind }) => kind !== 'simulated')
  const offered = isWithoutSimulated ? [...options, { value: '', label: SIMULATED }] : options
  const value = dialerAccountId ?? ''
  const isListed = offered.some((option) => option.value === value)
  return isListed ? offered : [{ value, label: dialer === 'simulated' ? SIMULATED : '…' }, ...offered]
}

type RemoteFieldsProps = DialerFieldsProps & { account: DialerAccount }

function RemoteFields({ account, draft, disabled, onChange }: RemoteFieldsProps) {
  const trpc = useTRPC()
  const { dialerAccountId, kind, label } = account
  const details = useQuery(trpc.dialerAccounts.get.queryOptions({ dialerAccountId }))
  const { remoteAgents = null, remoteNumbers = null } = details.data ?? {}
  const agentFault = useFault('remoteAgentId')
  const numberFault = useFault('remoteNumberId')
  if (details.data === undefined) {
    return <p className="text-sm text-muted-foreground">{details.error ? details.error.message : 'Loading…'}</p>
  }
  return (
    <>
      {remoteAgents === null ? (
        <TextField
          path="remoteAgentId"
          label={`Assistant at ${label}`}
          required
          hint="Its id there."
          className="font-mono"
          maxLength={200}
          autoComplete="off"
          disabled={disabled}
          value={draft.remoteAgentId}
          onChange={(remoteAgentId) => onChange({ remoteAgentId })}
        />
      ) : (
        <Field label={`Assistant at ${label}`} required error={agentFault} hint="Who speaks in the calls.">
          <Combobox
            id={controlId('remoteAgentId')}
            disabled={disabled}
            placeholder={remoteAgents.length === 0 ? `None at ${label} yet` : 'Choose the assistant'}
            searchLabel="Find an assistant"
            options={withChosen(
              remoteAgents.map(({ id, name }) => ({ value: id, label: name, keywords: id })),
              draft.remoteAgentId,
            )}
            value={draft.remoteAgentId || null}
            onChange={(remoteAgentId) => onChange({ remoteAgentId: remoteAgentId ?? '' })}
          />
        </Field>
      )}
      {remoteNumbers === null ? (
        <TextField
          path="remoteNumberId"
          label={`Number at ${label} (optional)`}
          hint="Its id there, where the calls have to name one besides the number itself."
          className="font-mono"
          maxLength={200}
          autoComplete="off"
          disabled={disabled}
          value={draft.remoteNumberId}
          onChange={(remoteNumberId) => onChange({ remoteNumberId })}
        />
      ) : (
        <Field
          label={`Number at ${label}`}
          required={callsByNumberId(kind)}
          error={numberFault}
          hint="The first number that the agent calls from. Choosing it here fills in the number too."
        >
          <Combobox
            id={controlId('remoteNumberId')}
            disabled={disabled}
            placeholder={remoteNumbers.length === 0 ? `None at ${label} yet` : 'Choose the number'}
            noneLabel="None"
            searchLabel="Find a number"
            options={withChosen(remoteNumbers.map(numberOption), draft.remoteNumberId)}
            value={draft.remoteNumberId || null}
            onChange={(remoteNumberId) => {
              const number = remoteNumbers.find(({ id }) => id === remoteNumberId)?.phoneNumber
              onChange({ remoteNumberId: remoteNumberId ?? '', ...(number && { fromNumber: number }) })
            }}
          />
        </Field>
      )}
      {(remoteAgents !== null || remoteNumbers !== null) && <ListAnew account={account} />}
    </>
  )
}

/** Lists anew what there is to choose from: whoever has just made an assistant at the provider misses it. */
function ListAnew({ account: { dialerAccountId, label } }: { account: DialerAccount }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayAsk = useMay('administer')
  const check = useMutation(
    trpc.dialerAccounts.check.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.dialerAccounts.pathKey() }),
    }),
  )
  if (!mayAsk) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted-foreground">
      <span>Is something missing that is new at {label}?</span>
      <Button size="sm" pending={check.isPending} onClick={() => check.mutate({ dialerAccountId })}>
        Ask {label} again
      </Button>
      <span role="status" className={check.error ? 'text-destructive' : undefined}>
        {check.error ? describeError(check.error).message : check.isSuccess ? `This is all that ${label} has.` : ''}
      </span>
    </div>
  )
}

function numberOption({ id, name, phoneNumber }: NonNullable<DialerAccountDetails['remoteNumbers']>[number]) {
  if (phoneNumber === null) return { value: id, label: name, keywords: id }
  const { written } = readableNumber(phoneNumber)
  return {
    value: id,
    label: name === phoneNumber || name === '' ? written : `${written} · ${name}`,
    keywords: `${id} ${phoneNumber}`,
  }
}

/** An id that is not listed any more stays what it is until somebody chooses another one. */
function withChosen<Option extends { value: string; label: string }>(options: readonly Option[], chosen: string) {
  const isListed = chosen === '' || options.some(({ value }) => value === chosen)
  return isListed ? options : [{ value: chosen, label: `${chosen} (not listed)` }, ...options]
}
