'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import type { WebhookEndpoint } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { EndpointForm } from './endpoint-form'

type EditEndpointDialogProps = {
  endpoint: WebhookEndpoint
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Changes the URL of an endpoint, or what it is told of. */
export function EditEndpointDialog({ endpoint, open, onOpenChange }: EditEndpointDialogProps) {
  const { endpointId, url, events } = endpoint
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const update = useMutation(
    trpc.webhooks.endpoints.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() })
        onOpenChange(false)
      },
    }),
  )
  const change = (next: boolean) => {
    if (update.isPending) return
    update.reset()
    onOpenChange(next)
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent
        title="Change the endpoint"
        description="Messages that are still to be delivered go to the new URL. The secret stays."
      >
        <EndpointForm
          given={{ url, events }}
          submit="Save"
          pending={update.isPending}
          refusal={update.error}
          onSubmit={(fields) => update.mutate({ endpointId, ...fields })}
        />
      </DialogContent>
    </Dialog>
  )
}
