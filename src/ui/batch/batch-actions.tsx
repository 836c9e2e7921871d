'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { BatchDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { type BatchAct, type BatchQuestion, describePause, questionOf } from './batch-question'

/** How long a pause can be undone where it was pressed, in ms. Afterwards it is resumed by its button. */
const UNDO_MS = 15_000

const tellFailure = (error: unknown) => void toast.error(describeError(error).message)

/** Pauses a batch, which can be undone, and resumes or cancels it after a question. */
export function BatchActions({ batch }: { batch: BatchDetails }) {
  const { batchId, status } = batch
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<{ act: BatchAct; question: BatchQuestion } | null>(null)
  const [open, setOpen] = useState(false)
  const mayAct = useMay('enroll')
  const onSuccess = async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.batches.pathKey() })
    setOpen(false)
  }
  const undo = useMutation(trpc.batches.resume.mutationOptions({ onSuccess, onError: tellFailure }))
  const pause = useMutation(
    trpc.batches.pause.mutationOptions({
      onSuccess: async () => {
        toast(describePause(batch), {
          action: { label: 'Undo', onClick: () => undo.mutate({ batchId }) },
          duration: UNDO_MS,
        })
        await onSuccess()
      },
      onError: tellFailure,
    }),
  )
  const mutations = {
    resume: useMutation(trpc.batches.resume.mutationOptions({ onSuccess })),
    cancel: useMutation(trpc.batches.cancel.mutationOptions({ onSuccess })),
  }
  if (!mayAct || status === 'finished' || status === 'cancelled') return null
  const ask = (act: BatchAct) => {
    mutations[act].reset()
    // The dialog keeps the numbers from its opening, though the batch goes on behind it.
    setAsking({ act, question: questionOf(act, batch) })
    setOpen(true)
  }
  return (
    <>
      {status === 'paused' && (
        <Button variant="primary" onClick={() => ask('resume')}>
          Resume
        </Button>
      )}
      {(status === 'active' || status === 'accepted') && (
        <Button pending={pause.isPending} onClick={() => pause.mutate({ batchId })}>
          Pause
        </Button>
      )}
      <Button variant="ghost" onClick={() => ask('cancel')}>
        Cancel batch
      </Button>
      {asking && (
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          {...asking.question}
          pending={mutations[asking.act].isPending}
          error={mutations[asking.act].error}
          onConfirm={() => mutations[asking.act].mutate({ batchId })}
        />
      )}
    </>
  )
}
