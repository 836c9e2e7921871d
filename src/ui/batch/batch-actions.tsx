'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { useMay } from '@/ui/frame/session'
import type { BatchDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { type BatchAct, type BatchQuestion, questionOf } from './batch-question'

/** Pauses, resumes or cancels a batch. Each action first says what it will do. */
export function BatchActions({ batch }: { batch: BatchDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<{ act: BatchAct; question: BatchQuestion } | null>(null)
  const [open, setOpen] = useState(false)
  const mayAct = useMay('enroll')
  const onSuccess = async () => {
    await queryClient.invalidateQueries({ queryKey: trpc.batches.pathKey() })
    setOpen(false)
  }
  const mutations = {
    pause: useMutation(trpc.batches.pause.mutationOptions({ onSuccess })),
    resume: useMutation(trpc.batches.resume.mutationOptions({ onSuccess })),
    cancel: useMutation(trpc.batches.cancel.mutationOptions({ onSuccess })),
  }
  const { batchId, status } = batch
  if (!mayAct || status === 'finished' || status === 'cancelled') return null
  const ask = (act: BatchAct) => {
    mutations[act].reset()
    // The dialog keeps the numbers from its opening, though the batch goes on behind it.
    setAsking({ act, question: questionOf(act, batch) })
    setOpen(true)
  }
  return (
    <>
      <Button variant="ghost" className="max-sm:-ml-3" onClick={() => ask('cancel')}>
        Cancel batch
      </Button>
      {status === 'paused' && (
        <Button variant="primary" onClick={() => ask('resume')}>
          Resume
        </Button>
      )}
      {(status === 'active' || status === 'accepted') && <Button onClick={() => ask('pause')}>Pause</Button>}
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
