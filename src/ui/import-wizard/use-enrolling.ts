'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type Dispatch, useCallback, useState } from 'react'
import { newId } from '@/domain/ids'
import { toStorable } from '@/domain/text/sanitize.rules'
import { describeError } from '@/ui/describe-error'
import type { AgentDetails, RouterOutputs } from '@/ui/router-outputs'
import { sendStaging } from '@/ui/staging/staging-store'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'
import { toEnrollmentOptions } from './state/wizard-options'
import type { Draft, Outcome, Submission, WizardAction } from './state/wizard-state'
import type { Organization } from './use-judgement'
import type { ImportWorker } from './worker/import-worker'
import type { FrozenContacts } from './worker/messages'
import type { TableSummary } from './worker/review-messages'

const FILE_NAME_LENGTH_MAX = 255

export type Enrolling = {
  /** Freezes rows, options and keys. From here on a retry sends the same. */
  submit: (draft: Draft, summary: TableSummary, fingerprint: string | null) => Promise<void>
  resend: (submission: Submission) => Promise<void>
  /** Rows of a large import are being frozen. */
  freezing: boolean
  /** Why they could not be. */
  problem: string | null
}

/** What one request takes is sent at once; what is more is frozen in this browser and sent from the page of the import. */
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
  const enroll = useMutation(trpc.enrollment.enrollBatch.mutationOptions())
  const [{ freezing, problem }, setFreezing] = useState<Pick<Enrolling, 'freezing' | 'problem'>>({
    freezing: false,
    problem: null,
  })
  const { agentId } = agent

  const resend = useCallback(
    async ({ contacts, options, idempotencyKey, file }: Submission) => {
      try {
        const input = { agentId, idempotencyKey, file, contacts: [...contacts], ...toEnrollmentOptions(options) }
        const answer = await enroll.mutateAsync(input as Parameters<typeof enroll.mutateAsync>[0])
        dispatch({ type: 'submission answered', outcome: outcomeOf(answer) })
      } catch (error) {
        const failure = describeError(error)
        const final = failure.code === 'NO_VALID_CONTACTS' ? rejectionsOf(failure.details) : null
        if (final) dispatch({ type: 'submission answered', outcome: final })
        else dispatch({ type: 'submission failed', failure })
      }
      queryClient.invalidateQueries(trpc.credits.pathFilter())
      queryClient.invalidateQueries(trpc.batches.pathFilter())
    },
    [agentId, enroll.mutateAsync, queryClient, trpc, dispatch],
  )

  const submit: Enrolling['submit'] = async (draft, summary, fingerprint) => {
    if (!worker || freezing) return
    const fileName = toStorable(draft.fileName, FILE_NAME_LENGTH_MAX) || 'contacts'
    setFreezing({ freezing: true, problem: null })
    let frozen: FrozenContacts | null
    try {
      frozen = await worker.call('freeze', null)
      if (!frozen) {
        const staging = await worker.call('stage', {
          importId: newId(),
          organizationId: organization.id,
          agentId,
          fileName,
          fingerprint,
          options: toEnrollmentOptions(draft.options),
          createdAtMs: Date.now(),
        })
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
    const submission: Submission = {
      idempotencyKey: newId(),
      ...frozen,
      options: draft.options,
      file: { name: fileName, fingerprint, rows: summary.rows, leftOut: summary.leftOut },
    }
    dispatch({ type: 'submitted', submission })
    await resend(submission)
  }
  return { submit, resend, freezing, problem }
}

function outcomeOf(answer: RouterOutputs['enrollment']['enrollBatch']): Outcome {
  if (!('batchId' in answer)) throw new Error('A dry run was answered to an enrollment.')
  const { batchId, accepted, rejected, replayed } = answer
  return { batchId, accepted, replayed, rejected: rejected.map(({ index, error }) => ({ index, error })) }
}

/** The rejections of a submission in which nobody was valid, out of the error's details. */
function rejectionsOf(details: unknown): Outcome | null {
  const rejected = typeof details === 'object' && details !== null && 'rejected' in details ? details.rejected : null
  if (!Array.isArray(rejected)) return null
  return {
    batchId: null,
    accepted: 0,
    replayed: false,
    rejected: rejected.map(({ index, error }) => ({ index, error })),
  }
}
