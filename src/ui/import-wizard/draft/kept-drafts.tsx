'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { FileSpreadsheet } from '@/ui/components/icons/file-spreadsheet'
import { oneTabStop } from '@/ui/components/one-tab-stop'
import { useMay } from '@/ui/frame/session'
import { describeDraft } from './describe-draft'
import { discardDraft } from './discard-draft'
import { listDrafts } from './draft-database'
import type { FoundDraft } from './kept-draft'
import { useDraftOwner } from './use-draft-owner'

/** The key under which the listed drafts are cached. */
export const DRAFTS_KEY = ['drafts of this browser']

type KeptDraftsProps = {
  /** Shows the drafts of this agent alone. */
  agentId?: string
  className?: string
}

/** Offers to continue the files that were being prepared in this browser, or to discard them. */
export function KeptDrafts({ agentId, className }: KeptDraftsProps) {
  const owner = useDraftOwner()
  const mayEnroll = useMay('enroll')
  const { data = [], refetch } = useQuery({
    queryKey: [...DRAFTS_KEY, owner],
    queryFn: () => listDrafts(owner, Date.now()),
    enabled: mayEnroll,
    // Where the browser keeps nothing there are none.
    retry: false,
    networkMode: 'always',
    // The wizard changes them in its worker.
    staleTime: 0,
    gcTime: 0,
  })
  const shown = data.filter(({ draft }) => !agentId || !draft || draft.agentId === agentId)
  if (shown.length === 0) return null
  return (
    <section className={className} aria-label="Drafts in this browser">
      <ul ref={oneTabStop} className="grid gap-2">
        {shown.map((found) => (
          <DraftOffer key={found.draftId} found={found} onChange={refetch} />
        ))}
      </ul>
    </section>
  )
}

function DraftOffer({ found: { draftId, draft }, onChange }: { found: FoundDraft; onChange: () => void }) {
  const name = draft?.fileName ?? 'a draft that cannot be read'
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-muted px-3 py-2.5">
      <FileSpreadsheet className="size-4 shrink-0 text-muted-foreground" aria-hidden />
      <div className="min-w-0 flex-1 max-sm:basis-60">
        <p className="truncate font-medium">{draft ? draft.fileName : 'A draft that cannot be read'}</p>
        <p className="text-sm text-muted-foreground">
          {draft
            ? `${describeDraft(draft, Date.now())}, with ${draft.agentName}`
            : 'It was kept by another version of the console, or it is damaged. The file itself is not touched.'}
        </p>
      </div>
      <div className="flex gap-2">
        {draft && (
          <Button asChild variant="primary">
            <Link href={`/agents/${draft.agentId}/enroll?draft=${draftId}`} aria-label={`Continue ${name}`}>
              Continue
            </Link>
          </Button>
        )}
        <Button
          variant="ghost"
          aria-label={`Discard ${name}`}
          onClick={() => discardDraft(draftId, draft?.fileName ?? null, onChange)}
        >
          Discard
        </Button>
      </div>
    </li>
  )
}
