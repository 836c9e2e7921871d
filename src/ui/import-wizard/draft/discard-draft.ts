import { toast } from '@/ui/components/toast'
import { deleteDraft, markDiscarded } from './draft-database'
import { UNDO_MS } from './kept-draft'

/**
 * Discards a draft, and offers to take that back for a while. It is deleted when the offer ends, or else when drafts are
 * listed the next time.
 *
 * @param onChange called when the draft is discarded, and when it is taken back
 */
export async function discardDraft(draftId: string, fileName: string | null, onChange: () => void): Promise<void> {
  await markDiscarded(draftId, Date.now())
  onChange()
  let isOver = false
  const end = () => {
    if (!isOver) void deleteDraft(draftId).catch(() => {})
    isOver = true
  }
  toast(fileName === null ? 'Draft discarded' : `Draft of ${fileName} discarded`, {
    duration: UNDO_MS,
    onAutoClose: end,
    onDismiss: end,
    action: {
      label: 'Undo',
      onClick: async () => {
        isOver = true
        await markDiscarded(draftId, null)
        onChange()
      },
    },
  })
}
