'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useState } from 'react'
import { describeError } from '@/ui/describe-error'
import { useTRPC } from '@/ui/trpc-client'
import { deleteDraft, findDraft } from './draft/draft-database'
import type { DraftOwner, KeptDraft } from './draft/kept-draft'
import type { WizardState } from './state/wizard-state'
import type { FileOpener } from './use-file-opener'
import type { DraftLoss } from './worker/draft-keeper'
import type { ImportWorker } from './worker/import-worker'

export type DraftKeeping = {
  /** True until the draft that the URL names is open, or cannot be opened. */
  opening: boolean
  /** Why the draft is not kept; null while it is. */
  loss: DraftLoss | null
  /** Writes at once what is not written yet. */
  flush: () => void
}

const draftParser = parseAsString.withOptions({ history: 'replace' })

type DraftParts = { owner: DraftOwner; agentId: string; opener: FileOpener }

/**
 * Keeps the draft in this browser, and opens the one that the URL names: after a reload, in a tab that was closed and is
 * opened again, and from the list of drafts.
 */
export function useDraft(worker: ImportWorker | null, state: WizardState, parts: DraftParts): DraftKeeping {
  const { opener } = parts
  const router = useRouter()
  const [urlDraft, setUrlDraft] = useQueryState('draft', draftParser)
  /** The draft of the URL that was opened here, or that could not be. */
  const [attempted, setAttempted] = useState<string | null>(null)
  const { step, draft } = state
  const draftId = draft?.draftId ?? null
  const opening = urlDraft !== null && draftId === null && urlDraft !== attempted
  const [loss, setLoss] = useState<DraftLoss | null>(null)
  const find = useFindDraft(parts)

  useEffect(() => {
    if (!worker) return
    worker.onDraft = setLoss
    return () => {
      worker.onDraft = null
    }
  }, [worker])

  useEffect(() => {
    if (!worker || !opening || urlDraft === null) return
    let current = true
    const open = async () => {
      const found = await find(urlDraft)
      if (!current) return
      if ('enrolledAs' in found) {
        await deleteDraft(urlDraft).catch(() => {})
        router.replace(`/imports/${found.enrolledAs}`)
        return
      }
      if ('refusal' in found) opener.refuse(found.refusal)
      const isOpen = 'draft' in found && (await opener.resume(found.draft))
      if (current && !isOpen) setAttempted(urlDraft)
    }
    void open()
    return () => {
      current = false
    }
  }, [worker, opening, urlDraft, opener, find, router])

  useEffect(() => {
    if (opening) return
    if (draftId) setAttempted(draftId)
    void setUrlDraft(draftId)
  }, [opening, draftId, setUrlDraft])

  useEffect(() => {
    if (!worker || !draft || step === 'enroll') return
    const { mapping, memory, options } = draft
    // A worker that has stopped is told of where its rows are shown.
    worker.call('keep', { step, mapping, memory, options }).catch(() => {})
  }, [worker, step, draft])

  const flush = useCallback(() => void worker?.call('flushDraft', null).catch(() => {}), [worker])
  useEffect(() => {
    // A tab that is closed, or forgotten by a phone, is hidden first.
    document.addEventListener('visibilitychange', flush)
    return () => document.removeEventListener('visibilitychange', flush)
  }, [flush])

  return { opening, loss, flush }
}

type Found = { draft: KeptDraft } | { refusal: string } | { enrolledAs: string }

/** Returns a function that finds a draft, and what became of it if its rows were sent without an answer. */
function useFindDraft({ owner, agentId }: Pick<DraftParts, 'owner' | 'agentId'>) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(
    async (draftId: string): Promise<Found> => {
      try {
        const found = await findDraft(draftId, owner, Date.now())
        if (found && !found.draft) return { refusal: UNREADABLE }
        if (found?.draft?.agentId !== agentId) return { refusal: GONE }
        const { draft } = found
        if (draft.sentAs === null) return { draft }
        const sent = await queryClient
          .fetchQuery(trpc.imports.get.queryOptions({ importId: draft.sentAs }))
          .catch(describeError)
        if ('importId' in sent) return { enrolledAs: sent.importId }
        return sent.code === 'IMPORT_NOT_FOUND' ? { draft } : { refusal: unknownFate(draft) }
      } catch {
        return { refusal: REFUSED }
      }
    },
    [owner, agentId, trpc, queryClient],
  )
}

const UNREADABLE = 'The draft was kept by another version of the console, or it is damaged. Choose the file again.'
const GONE =
  'The draft is not in this browser any more: it was enrolled or discarded, or you have signed out since. Choose the file again.'
const REFUSED = 'This browser does not give the draft back. Reload the page to try again, or choose the file again.'

function unknownFate({ fileName }: KeptDraft): string {
  return `It is not known yet whether the contacts of ${fileName} were enrolled, since the server does not answer. Reload the page in a moment.`
}
