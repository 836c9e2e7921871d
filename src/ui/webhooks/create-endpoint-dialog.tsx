'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Button } from '@/ui/components/button'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { useTRPC } from '@/ui/trpc-client'
import { EndpointForm } from './endpoint-form'
import { SecretNotice } from './secret-notice'

type CreateEndpointDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Asks for a URL and for events, then shows the secret of the new endpoint, and leads to the endpoint. */
export function CreateEndpointDialog({ open, onOpenChange }: CreateEndpointDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const create = useMutation(
    trpc.webhooks.endpoints.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
    }),
  )
  const made = create.data

  const change = (next: boolean) => {
    // The endpoint will be made anyway, and its secret is shown only here and only once.
    if (create.isPending) return
    onOpenChange(next)
    if (next) return
    create.reset()
    if (made) router.push(`/webhooks/${made.endpointId}`)
  }

  return (
    <Dialog open={open} onOpenChange={change}>
      {made ? (
        <DialogContent
          title="The endpoint is ready"
          description={<span className="break-all">{made.url}</span>}
          // A press beside the dialog would lose the secret.
          onInteractOutside={(event) => event.preventDefault()}
          footer={
            <DialogClose asChild>
              <Button variant="primary">I have stored the secret</Button>
            </DialogClose>
          }
        >
          <SecretNotice secret={made.secret} />
        </DialogContent>
      ) : (
        <DialogContent
          title="Add an endpoint"
          description="It is told of everything that it chooses here from now on, each time as a signed POST."
        >
          <EndpointForm
            given={{ url: '', events: ['call.ended'] }}
            submit="Add endpoint"
            pending={create.isPending}
            refusal={create.error}
            onSubmit={(fields) => create.mutate(fields)}
          />
        </DialogContent>
      )}
    </Dialog>
  )
}
