'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count } from '@/ui/components/format-number'
import { lazyDialog } from '@/ui/components/lazy-part'
import { ShownOnceDialog } from '@/ui/components/shown-once-dialog'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { WebhookEndpoint } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { SecretNotice } from './secret-notice'

const RecoverDialog = lazyDialog(() => import('./recover-dialog').then((module) => module.RecoverDialog))

const EditEndpointDialog = lazyDialog(() =>
  import('./edit-endpoint-dialog').then((module) => module.EditEndpointDialog),
)

type Asking = 'rotate' | 'delete' | 'recover' | 'edit'

/** How long it is offered to enable the endpoint again where it was disabled, in ms. */
const UNDO_MS = 15_000

/**
 * Changes, deletes, disables or enables an endpoint, rotates its secret, sends it a test message, or recovers its
 * deliveries. Disabling can be undone, since results wait meanwhile; enabling and testing need no question either.
 */
export function EndpointActions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { endpointId, url, disabledAt } = endpoint
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [mayManage, mayEnroll] = [useMay('manage'), useMay('enroll')]
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() })
    setAsking(null)
  }
  const { endpoints } = trpc.webhooks
  const rotate = useMutation(
    endpoints.rotateSecret.mutationOptions({
      onSuccess: async (made) => {
        setSecret(made.secret)
        await refresh()
      },
    }),
  )
  const enable = useMutation(
    endpoints.enable.mutationOptions({
      onSuccess: async ({ released }) => {
        await refresh()
        if (released > 0)
          toast.success(`${count(released, 'result')} that waited ${released === 1 ? 'is' : 'are'} sent now.`)
      },
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  const disable = useMutation(
    endpoints.disable.mutationOptions({
      onSuccess: async () => {
        toast(`Nothing more is sent to ${url}. Results wait.`, {
          action: { label: 'Undo', onClick: () => enable.mutate({ endpointId }) },
          duration: UNDO_MS,
        })
        await refresh()
      },
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  const test = useMutation(
    endpoints.test.mutationOptions({
      onSuccess: async ({ deliveryId }) => {
        await refresh()
        router.push(`/webhooks/deliveries/${deliveryId}`)
      },
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  const remove = useMutation(
    endpoints.delete.mutationOptions({
      onSuccess: async () => {
        router.push('/webhooks')
        // Only the list is fetched again; the queries of the deleted endpoint would fail.
        await queryClient.invalidateQueries(endpoints.list.queryFilter())
      },
    }),
  )
  const close = (open: boolean) => !open && setAsking(null)
  const ask = (what: Asking) => {
    for (const mutation of [rotate, remove]) mutation.reset()
    setAsking(what)
  }
  return (
    <>
      {mayManage && (
        <>
          <Button onClick={() => ask('rotate')}>Rotate secret</Button>
          <Button onClick={() => ask('edit')}>Change</Button>
        </>
      )}
      {mayEnroll && disabledAt === null && <Button onClick={() => ask('recover')}>Recover</Button>}
      {!mayManage ? null : disabledAt === null ? (
        <>
          <Button pending={disable.isPending} onClick={() => disable.mutate({ endpointId })}>
            Disable
          </Button>
          <Button pending={test.isPending} onClick={() => test.mutate({ endpointId })}>
            Send a test message
          </Button>
        </>
      ) : (
        <Button variant="primary" pending={enable.isPending} onClick={() => enable.mutate({ endpointId })}>
          Enable
        </Button>
      )}
      {mayManage && (
        <Button variant="ghost" onClick={() => ask('delete')}>
          Delete
        </Button>
      )}
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={close}
        title="Rotate the secret?"
        description="A new secret is made and shown once. For 24 hours both sign what is sent, so that your server can change over without losing anything. If a rotation is under way, its old secret ends at once."
        confirm="Rotate secret"
        keep="Leave the secret as it is"
        undoable
        pending={rotate.isPending}
        error={rotate.error}
        onConfirm={() => rotate.mutate({ endpointId })}
      />
      {asking === 'edit' && <EditEndpointDialog endpoint={endpoint} open onOpenChange={close} />}
      <RecoverDialog
        endpointId={endpointId}
        open={asking === 'recover'}
        onOpenChange={(open) => setAsking(open ? 'recover' : null)}
      />
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={close}
        title="Delete this endpoint?"
        description={`Nothing more is sent to ${url}, and its secret is gone. Its deliveries stay in the log. This cannot be undone.`}
        confirm="Delete endpoint"
        keep="Leave the endpoint as it is"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ endpointId })}
      />
      <ShownOnceDialog
        open={secret !== null}
        title="The new secret"
        description="What is sent is signed with it from now on, and with the old one for 24 hours."
        confirm="I have stored the secret"
        onClose={() => setSecret(null)}
      >
        {secret !== null && <SecretNotice secret={secret} />}
      </ShownOnceDialog>
    </>
  )
}
