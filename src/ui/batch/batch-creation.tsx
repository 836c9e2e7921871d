'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button } from '@/ui/components/button'
import { formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { Progress } from '@/ui/components/progress'
import { describeError } from '@/ui/describe-error'
import type { BatchDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

/** Says how far the creation of a batch's sequences is, or that it has failed, which can be tried again. */
export function BatchCreation({ batch }: { batch: BatchDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const retry = useMutation(
    trpc.batches.retry.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.batches.get.queryFilter({ batchId: batch.batchId })),
    }),
  )
  if (batch.status === 'accepted') {
    const { created } = batch
    return (
      <div className="mb-6 grid max-w-xl gap-2" role="status">
        <p>
          Creating sequences: {formatNumber(created)} of {formatNumber(batch.accepted)}
        </p>
        <Progress label="Sequences created" value={created} max={batch.accepted} />
      </div>
    )
  }
  return (
    <Notice
      tone="error"
      className="mb-6"
      title="Nobody in this batch has been scheduled"
      action={
        <Button size="sm" pending={retry.isPending} onClick={() => retry.mutate({ batchId: batch.batchId })}>
          Retry
        </Button>
      }
    >
      Something on our side kept the background from creating the sequences.{' '}
      {batch.accepted === 1 ? 'The accepted contact is' : `The ${formatNumber(batch.accepted)} accepted contacts are`}{' '}
      kept, and so are their credits. Retrying schedules nobody twice.
      {retry.error && (
        <p role="alert" className="mt-1 text-destructive">
          {describeError(retry.error).message}
        </p>
      )}
      {batch.failureReason && (
        <details className="mt-2 text-sm">
          <summary className="w-fit rounded-sm text-muted-foreground">For support</summary>
          <p className="mt-1 font-mono text-xs break-words">{batch.failureReason}</p>
        </details>
      )}
    </Notice>
  )
}
