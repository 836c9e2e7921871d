'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { lazyDialog } from '@/ui/components/lazy-part'
import { ShownOnceDialog } from '@/ui/components/shown-once-dialog'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { DialerAccountDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { DialerSecretNotice } from './dialer-secret-notice'

const EditAccountDialog = lazyDialog(() => import('./edit-account-dialog').then((module) => module.EditAccountDialog))
const ReplaceCredentialsDialog = lazyDialog(() =>
  import('./replace-credentials-dialog').then((module) => module.ReplaceCredentialsDialog),
)

type Asking = 'credentials' | 'rotate' | 'edit' | 'delete'

/** How long it is offered to turn the account on again where it was turned off, in ms. */
const UNDO_MS = 15_000

/** Changes an account, gives it other credentials or a new secret, turns it off or on, or deletes it. */
export function AccountActions({ account }: { account: DialerAccountDetails }) {
  const { dialerAccountId, name, label, kind, state, hasSecret } = account
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const mayChange = useMay('administer')
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.dialerAccounts.pathKey() })
    setAsking(null)
  }
  const onError = (error: unknown) => toast.error(describeError(error).message)
  const check = useMutation(
    trpc.dialerAccounts.check.mutationOptions({
      onSuccess: async ({ connectedAs }) => {
        toast.success(`Connected as ${connectedAs}.`)
        await refresh()
      },
      onError,
    }),
  )
  const turnOn = useMutation(trpc.dialerAccounts.turnOn.mutationOptions({ onSuccess: refresh, onError }))
  const turnOff = useMutation(
    trpc.dialerAccounts.turnOff.mutationOptions({
      onSuccess: async () => {
        toast(`Nobody is called through ${name}. Contacts wait.`, {
          action: { label: 'Undo', onClick: () => turnOn.mutate({ dialerAccountId }) },
          duration: UNDO_MS,
        })
        await refresh()
      },
      onError,
    }),
  )
  const rotate = useMutation(
    trpc.dialerAccounts.rotateSecret.mutationOptions({
      onSuccess: async (made) => {
        setSecret(made.secret)
        await refresh()
      },
    }),
  )
  const remove = useMutation(
    trpc.dialerAccounts.delete.mutationOptions({
      onSuccess: async () => {
        router.push('/settings/dialers')
        // Only the list is fetched again; the query of the deleted account would fail.
        await queryClient.invalidateQueries(trpc.dialerAccounts.list.queryFilter())
      },
    }),
  )
  if (!mayChange) return null
  const isRemote = account.eventsUrl !== null
  const close = (open: boolean) => !open && setAsking(null)
  const ask = (what: Asking) => {
    for (const mutation of [rotate, remove]) mutation.reset()
    setAsking(what)
  }
  return (
    <>
      {isRemote && (
        <>
          <Button onClick={() => ask('credentials')}>Replace credentials</Button>
          {/* Of one that is failing, the notice offers it. */}
          {state !== 'failing' && (
            <Button pending={check.isPending} onClick={() => check.mutate({ dialerAccountId })}>
              Check
            </Button>
          )}
        </>
      )}
      {hasSecret && <Button onClick={() => ask('rotate')}>Rotate secret</Button>}
      <Button onClick={() => ask('edit')}>Change</Button>
      {state === 'off' ? (
        <Button variant="primary" pending={turnOn.isPending} onClick={() => turnOn.mutate({ dialerAccountId })}>
          Turn on
        </Button>
      ) : (
        <Button pending={turnOff.isPending} onClick={() => turnOff.mutate({ dialerAccountId })}>
          Turn off
        </Button>
      )}
      <Button variant="ghost" onClick={() => ask('delete')}>
        Delete
      </Button>
      <ReplaceCredentialsDialog account={account} open={asking === 'credentials'} onOpenChange={close} />
      <EditAccountDialog account={account} open={asking === 'edit'} onOpenChange={close} />
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={close}
        title="Rotate the secret?"
        description="A new secret is made and shown once. For 24 hours both are good, so that your dialer can change over without losing anything. If a rotation is under way, its old secret ends at once."
        confirm="Rotate secret"
        keep="Leave the secret as it is"
        undoable
        pending={rotate.isPending}
        error={rotate.error}
        onConfirm={() => rotate.mutate({ dialerAccountId })}
      />
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={close}
        title={`Delete ${name}?`}
        description={
          kind === 'simulated' || kind === 'webhook'
            ? 'It goes with its secret. Agents that use it have to get another dialer first. This cannot be undone.'
            : `Its credentials are deleted here; at ${label} nothing changes. Agents that use it have to get another dialer first. This cannot be undone.`
        }
        confirm="Delete account"
        keep="Leave the account as it is"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ dialerAccountId })}
      />
      <ShownOnceDialog
        open={secret !== null}
        title="The new secret"
        description="Calls are signed with it from now on, and with the old one for 24 hours."
        confirm="I have stored the secret"
        onClose={() => setSecret(null)}
      >
        {secret !== null && <DialerSecretNotice secret={secret} />}
      </ShownOnceDialog>
    </>
  )
}
