'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type Dispatch, useCallback, useState } from 'react'
import { newId } from '@/domain/ids'
import { toStorable } from '@/domain/text/sanitize.rules'
import { describeError } from '@/ui/describe-error'
import { noteArrival } from '@/ui/import/arrival'
import type { AgentDetails } from '@/ui/router-outputs'
import { sendStaging } from '@/ui/staging/staging-store'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'
import { toEnrollmentOptions } from './state/wizard-options'
import type { Draft, Submission, WizardAction } from './state/wizard-state'
import type { Organization } from './use-judgement'
import type { ImportWorker } from './worker/import-worker'
import type { FrozenFile } from './worker/messages'

const FILE_NAME_LENGTH_MAX = 255

export type Enrolling = {
  /** Freezes rows, mapping, options and id, and sends them. A repetition sends the same. */
  submit: (draft: Draft, fingerprint: string | null) => Promise<void>
  resend: (submission: Submission) => Promise<void>
  /** True while rows are being frozen. */
  freezing: boolean
  /** Why the rows could not be frozen; null when they could. */
  problem: string | null
}

/**
 * Enrolls the file as an import. A file that fits into one call is sent at once, and the page of its import shows the
 * result. A larger one is staged in this browser and sent from the page of its import.
 */
export function useEnrolling(
  worker: ImportWorker | null,
  agent: AgentDetails,
  organization: Organization,
  dispatch: Dispatch<WizardAction>,
): Enrolling {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const router = useRouter()
  const { mutateAsync: importFile } = useMutation(trpc.imports.importFile.mutationOptions())
  const [{ freezing, problem }, setFreezing] = useState<Pick<Enrolling, 'freezing' | 'problem'>>({
    freezing: false,
    problem: null,
  })

  const resend = useCallback(
    async (submission: Submission) => {
      try {
        // First of all: a draft that is found again then knows what to ask the server for.
        await worker?.call('noteSent', { importId: submission.start.importId })
        const details = await importFile(submission)
        await worker?.call('removeDraft', null)
        queryClient.setQueryData(trpc.imports.get.queryKey({ importId: details.importId }), details)
        noteArrival(details.importId)
        router.push(`/imports/${details.importId}`)
      } catch (error) {
        dispatch({ type: 'submission failed', failure: describeError(error) })
      }
      queryClient.invalidateQueries(trpc.credits.pathFilter())
      queryClient.invalidateQueries(trpc.batches.pathFilter())
    },
    [worker, importFile, queryClient, router, trpc, dispatch],
  )

  const submit: Enrolling['submit'] = async (draft, fingerprint) => {
    if (!worker || freezing) return
    setFreezing({ freezing: true, problem: null })
    const request = {
      importId: newId(),
      agentId: agent.agentId,
      fileName: toStorable(draft.fileName, FILE_NAME_LENGTH_MAX) || 'contacts',
      fingerprint,
      options: toEnrollmentOptions(draft.options),
    }
    let frozen: FrozenFile | null
    try {
      frozen = await worker.call('freeze', request)
      if (!frozen) {
        const kept = { organizationId: organization.id, createdAtMs: Date.now() }
        const staging = await worker.call('stage', { ...request, ...kept })
        sendStaging(staging, client)
        router.push(`/imports/${staging.importId}`)
        return
      }
    } catch {
      const problem =
        'This browser could not keep the rows while they are sent: it may be short of space, or private. Nothing was sent.'
      setFreezing({ freezing: false, problem })
      return
    }
    setFreezing({ freezing: false, problem: null })
    dispatch({ type: 'submitted', submission: frozen })
    // Loads the page of the result while the server makes the result.
    router.prefetch(`/imports/${request.importId}`)
    await resend(frozen)
  }
  return { submit, resend, freezing, problem }
}
