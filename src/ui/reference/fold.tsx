'use client'

import { type ReactNode, useState } from 'react'
import { ChevronRight } from '@/ui/components/icons'

type FoldProps = {
  /** What is inside. */
  summary: string
  /** Where the summary alone would not say of what. */
  label?: string
  children: ReactNode
}

/**
 * Opens in its place. What is inside is made when it is first opened: all of the reference at once would be ten thousand
 * elements, of which few are looked at.
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
