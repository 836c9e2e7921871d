'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../components/button'
import { ConfirmDialog } from '../components/confirm-dialog'
import { count, formatNumber } from '../components/format-number'
import type { BatchDetails } from '../router-outputs'
import { useTRPC } from '../trpc-client'

/** How many of a batch have not ended; before the sequences exist, all that were accepted. */
export function unendedOf({ sequences, accepted }: Pick<BatchDetails, 'sequences' | 'accepted'>): number {
  const exist = Object.values(sequences).some((amount) => amount > 0)
  return exist ? sequences.waiting + sequences.scheduled + sequences['in progress'] : accepted
}

type Act = 'pause' | 'resume' | 'cancel'

type Question = { title: string; description: string; confirm: string; keep: string; undoable: boolean }

/** What each action will do to this batch, in numbers. */
export function questionOf(act: Act, batch: Pick<BatchDetails, 'sequences' | 'accepted'>): Question {
  const unended = unendedOf(batch)
  const them = count(unended, 'sequence')
  const underWay = batch.sequences['in progress']
  const leftToEnd =
    underWay > 0 ? ` ${formatNumber(underWay)} under way may still be on the phone: a call is left to end.` : ''
  switch (act) {
    case 'pause':
      return {
        title: `Pause ${them}?`,
        description: `No new call or mail starts until the batch is resumed.${leftToEnd} Credits stay reserved.`,
        confirm: `Pause ${them}`,
        keep: 'Not now',
        undoable: true,
      }
    case 'resume':
      return {
        title: `Resume ${them}?`,
        description:
          'What has come due meanwhile is called at once, as far as call windows and the lines of the agent allow. The rest follows at its time.',
        confirm: `Resume ${them}`,
        keep: 'Not now',
        undoable: true,
      }
    case 'cancel':
      return {
        title: `Cancel ${them}?`,
        description: `Nobody of this batch is called any more.${leftToEnd} Credits of those who were never called are released. This cannot be undone.`,
        confirm: `Cancel ${them}`,
        keep: 'Keep',
        undoable: false,
      }
  }
}

/** Pause, resume and cancel, each of which says first what it will do. */
export function BatchActions({ batch }: { batch: BatchDetails }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<{ act: Act; question: Question } | null>(null)
  const [open, setOpen] = useState(false)
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
  if (status === 'finished' || status === 'cancelled') return null
  const ask = (act: Act) => {
    mutations[act].reset()
    // The numbers that were asked about stay, though the batch goes on behind the dialog.
    setAsking({ act, question: questionOf(act, batch) })
    setOpen(true)
  }
  return (
    <>
      <Button variant="ghost" onClick={() => ask('cancel')}>
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
