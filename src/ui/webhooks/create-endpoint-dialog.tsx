'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { createEndpointSchema } from '@/domain/webhooks/webhook.schema'
import { Button } from '@/ui/components/button'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { describeError } from '@/ui/describe-error'
import { useTRPC } from '@/ui/trpc-client'
import { SecretNotice } from './secret-notice'

type CreateEndpointDialogProps = { open: boolean; onOpenChange: (open: boolean) => void }

/** Asks for a URL, then shows the secret of the new endpoint, and leads to the endpoint. */
export function CreateEndpointDialog({ open, onOpenChange }: CreateEndpointDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [url, setUrl] = useState('')
  const [fault, setFault] = useState<string>()
  const create = useMutation(
    trpc.webhooks.endpoints.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
      onError: (error) => setFault(urlFault(error)),
    }),
  )
  const made = create.data

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = createEndpointSchema.safeParse({ url: url.trim() })
    setFault(parsed.success ? undefined : parsed.error.issues[0]?.message)
    if (parsed.success) create.mutate(parsed.data)
  }
  const change = (next: boolean) => {
    // The endpoint will be made anyway, and its secret is shown only here and only once.
    if (create.isPending) return
    onOpenChange(next)
    if (next) return
    setUrl('')
    setFault(undefined)
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
          description="It gets the result of every call that ends from now on, as a signed POST."
        >
          <form noValidate onSubmit={submit} className="grid gap-4">
            <Field label="URL" required error={fault} hint="A public https:// address. Redirects are not followed.">
              <Input
                type="url"
                inputMode="url"
                autoComplete="off"
                placeholder="https://example.com/rollcall"
                value={url}
                onChange={(event) => setUrl(event.target.value)}
              />
            </Field>
            <div className="flex flex-wrap justify-end gap-2">
              <DialogClose asChild>
                <Button disabled={create.isPending}>Cancel</Button>
              </DialogClose>
              <Button type="submit" variant="primary" pending={create.isPending}>
                Add endpoint
              </Button>
            </div>
          </form>
        </DialogContent>
      )}
    </Dialog>
  )
}

/**
 * Returns what the server says about the URL. Any other error is shown in the same place, since the form has no other
 * field.
 */
function urlFault(error: unknown): string {
  const { message, details } = describeError(error)
  const faults = Array.isArray(details) ? (details as { path: string; message: string }[]) : []
  return faults.find(({ path }) => path === 'url')?.message ?? message
}
