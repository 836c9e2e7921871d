import { Notice } from '@/ui/components/notice'
import type { DraftLoss } from '@/ui/import-wizard/worker/draft-keeper'

const TEXTS: Record<DraftLoss, { title: string; text: string }> = {
  'no room': {
    title: 'This browser has no room for a draft',
    text: 'Your work is lost if this tab is closed or loaded again. Free some space on this computer, or enroll before you leave.',
  },
  gone: {
    title: 'The draft of this file is no longer kept',
    text: 'It was discarded in another tab, or you have signed out there. Your work is lost if this tab is closed or loaded again.',
  },
  refused: {
    title: 'This browser keeps no draft',
    text: 'It may be private, or set to keep nothing. Your work is lost if this tab is closed or loaded again.',
  },
}

/** Says that the work in this tab is kept nowhere else, and why. */
export function DraftLossNotice({ loss }: { loss: DraftLoss }) {
  const { title, text } = TEXTS[loss]
  return (
    <div className="px-4 pt-4 sm:px-6">
      <Notice tone="warning" live title={title}>
        {text}
      </Notice>
    </div>
  )
}
