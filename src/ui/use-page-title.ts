'use client'

import { useEffect } from 'react'

/** Puts a name into the title of the tab. Does nothing while the name is undefined. */
export function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Rollcall`
  }, [title])
}
