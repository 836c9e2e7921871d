'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { count, formatNumber } from '@/ui/components/format-number'
import { NativeSelect } from '@/ui/components/native-select'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useTRPC } from '@/ui/trpc-client'

const HOUR_MS = 3_600_000

const SPANS = [
  { key: '1', label: 'In the last hour', hours: 1 },
  { key: '24', label: 'In the last 24 hours', hours: 24 },
  { key: '168', label: 'In the last 7 days', hours: 168 },
  { key: '720', label: 'In the last 30 days', hours: 720 },
] as const

type RecoverDialogProps = { endpointId: string; open: boolean; onOpenChange: (open: boolean) => void }

/** Asks for a period, and sends again the deliveries that failed in it. */
export function RecoverDialog({ endpointId, open, onOpenChange }: RecoverDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [span, setSpan] = useState<string>('168')
  const recover = useMutation(
    trpc.webhooks.endpoints.recover.mutationOptions({
      onSuccess: async ({ recovered, more }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.webhooks.pathKey() })
        onOpenChange(false)
        if (recovered === 0)
          toast.info('Nothing to send again: whatever failed in this time has been sent again already.')
        else if (more)
          toast.success(`${formatNumber(recovered)} results are sent again. There are more: recover once more.`)
        else toast.success(`${count(recovered, 'result')} ${recovered === 1 ? 'is' : 'are'} sent again.`)
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const hours = SPANS.find(({ key }) => key === span)?.hours ?? 0
    recover.mutate({ endpointId, since: new Date(Date.now() - hours * HOUR_MS).toISOString() })
  }
  const change = (next: boolean) => {
    onOpenChange(next)
    recover.reset()
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent
        title="Send failed results again?"
        description="Each result that could not be delivered is sent once more, under a new webhook-id. Results that were delivered since, or are on their way, are left alone."
      >
        <form onSubmit={submit} className="grid gap-4">
          <Field label="Results that failed" error={recover.error ? describeError(recover.error).message : undefined}>
            <NativeSelect
              value={span}
              options={SPANS.map(({ key, label }) => ({ value: key, label }))}
              onChange={setSpan}
            />
          </Field>
          <DialogFormButtons submit="Send again" leave="Not now" pending={recover.isPending} />
        </form>
      </DialogContent>
    </Dialog>
  )
}
