'use client'

import { useEffect } from 'react'

/** Puts the name of what is shown into the title of the tab, once it is known. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Rollcall`
  }, [title])
}
