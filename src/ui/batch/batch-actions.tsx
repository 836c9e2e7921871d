'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '../components/button'
import { ConfirmDialog } from '../components/confirm-dialog'
import { count } from '../components/format-number'
import { describeError } from '../describe-error'
import type { BatchDetails } from '../router-outputs'
import { useTRPC } from '../trpc-client'

/** How many of a batch have not ended; before the sequences exist, all that were accepted. */
export function unendedOf({ sequences, accepted }: Pick<BatchDetails, 'sequences' | 'accepted'>): number {
  const exist = Object.values(sequences).some((amount) => amount > 0)
  return exist ? sequences.waiting + sequences.scheduled + sequences['in progress'] : accepted
}

/** Pause and resume, which undo each other, and cancel, which asks first. */
export function BatchActions({ batch }: { batch: BatchDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.batches.pathKey() })
  const onError = (error: unknown) => toast.error(describeError(error).message)
  const pause = useMutation(trpc.batches.pause.mutationOptions({ onSuccess: refresh, onError }))
  const resume = useMutation(trpc.batches.resume.mutationOptions({ onSuccess: refresh, onError }))
  const cancel = useMutation(
    trpc.batches.cancel.mutationOptions({
      onSuccess: async () => {
        await refresh()
        setAsking(false)
      },
    }),
  )
  const { batchId, status } = batch
  if (status === 'finished' || status === 'cancelled') return null
  const sequences = count(unendedOf(batch), 'sequence')
  return (
    <>
      <Button variant="ghost" onClick={() => setAsking(true)}>
        Cancel batch
      </Button>
      {status === 'paused' ? (
        <Button variant="primary" pending={resume.isPending} onClick={() => resume.mutate({ batchId })}>
          Resume
        </Button>
      ) : (
        <Button pending={pause.isPending} onClick={() => pause.mutate({ batchId })}>
          Pause
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Cancel ${sequences}?`}
        description="Nobody of this batch is called any more, and credits of those who were never called are released. Calls under way are left to end. This cannot be undone."
        confirm={`Cancel ${sequences}`}
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate({ batchId })}
      />
    </>
  )
}
