'use client'

import { type ReactNode, useState } from 'react'
import { ChevronRight } from '@/ui/components/icons/chevron-right'

type FoldProps = {
  /** Names the content. */
  summary: string
  /** The full name for screen readers, where the summary alone does not say what it belongs to. */
  label?: string
  children: ReactNode
}

/**
 * Unfolds its content in place. The content is rendered when it is first opened: the whole reference at once would have
 * ten thousand elements, and few of them are ever looked at.
 */
export function Fold({ summary, label, children }: FoldProps) {
  const [wasOpened, setWasOpened] = useState(false)
  return (
    <details className="group/fold mt-1" onToggle={(event) => event.currentTarget.open && setWasOpened(true)}>
      <summary
        aria-label={label}
        className="flex w-fit list-none items-center gap-1 rounded-sm text-xs text-link pointer-coarse:min-h-9 [&::-webkit-details-marker]:hidden"
      >
        <ChevronRight className="size-3.5 [[open]>summary>&]:rotate-90" aria-hidden />
        {summary}
      </summary>
      {wasOpened && children}
    </details>
  )
}
