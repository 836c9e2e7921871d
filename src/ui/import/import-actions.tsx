'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { count, formatNumber } from '@/ui/components/format-number'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { ImportDetails } from '@/ui/router-outputs'
import { discardStaging } from '@/ui/staging/staging-store'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'

type ImportActionsProps = {
  details: ImportDetails
  /**
   * True when this browser sends the rows. The progress of the rows then offers to discard them, and also deletes them
   * here.
   */
  sentFromHere: boolean
}

/** Pauses or resumes an import, tries it again, or cancels it after a question. */
export function ImportActions({ details, sentFromHere }: ImportActionsProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const mayAct = useMay('enroll')
  const refresh = () => queryClient.invalidateQueries(trpc.imports.pathFilter())
  const onError = (error: unknown) => toast.error(describeError(error).message)
  const pause = useMutation(trpc.imports.pause.mutationOptions({ onSuccess: refresh, onError }))
  const resume = useMutation(trpc.imports.resume.mutationOptions({ onSuccess: refresh, onError }))
  const client = useTRPCClient()
  const { importId, status, waiting, accepted } = details
  const cancel = useMutation({
    // If this browser sends the rows, discarding must also stop the sending.
    mutationFn: async () => {
      if (status === 'staging') await discardStaging(importId, client)
      else await client.imports.cancel.mutate({ importId })
    },
    onSuccess: async () => {
      await refresh()
      setAsking(false)
    },
  })
  const ended = status === 'completed' || status === 'cancelled'
  const staging = status === 'staging'
  // An open dialog stays until it is closed. It must not vanish under the pointer when the import ends meanwhile.
  if (!mayAct || ((ended || (staging && sentFromHere)) && !asking)) return null
  const rows = count(waiting, 'row')
  return (
    <>
      {status === 'running' && (
        <Button pending={pause.isPending} onClick={() => pause.mutate({ importId })}>
          Pause
        </Button>
      )}
      {(status === 'paused' || status === 'failed') && (
        <Button variant="primary" pending={resume.isPending} onClick={() => resume.mutate({ importId })}>
          {status === 'paused' ? 'Resume' : 'Try again'}
        </Button>
      )}
      <Button variant="ghost" onClick={() => setAsking(true)}>
        {staging ? 'Discard import' : 'Cancel import'}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`${staging ? 'Discard' : 'Cancel'} ${rows}?`}
        description={
          accepted > 0
            ? `What has not been enrolled is left out. ${describeEnrolled(accepted)} This cannot be undone.`
            : 'Nobody in this import has been enrolled, and nobody will be. This cannot be undone.'
        }
        keep={status === 'running' ? 'Go on enrolling' : 'Leave the import as it is'}
        confirm={`${staging ? 'Discard' : 'Cancel'} ${rows}`}
        pending={cancel.isPending}
        error={cancel.error}
        onConfirm={() => cancel.mutate()}
      />
    </>
  )
}

function describeEnrolled(accepted: number): string {
  return accepted === 1
    ? 'The one accepted contact stays enrolled; cancel it on the page of its batch.'
    : `The ${formatNumber(accepted)} accepted contacts stay enrolled; cancel them on the pages of their batches.`
}
