'use client'

import { useCallback, useState } from 'react'

/**
 * Remembers the focus for a component that takes it while it is mounted and is gone afterwards.
 *
 * @returns a function that gives the focus back to the element that had it before, or to the page when that element is
 *   gone. It does nothing when another element has the focus by then.
 */
export function useFocusBefore(): () => void {
  // Read while rendering: a field with autoFocus has the focus before any effect runs.
  const [before] = useState(() => (typeof document === 'undefined' ? null : document.activeElement))
  return useCallback(() => {
    if (document.activeElement !== document.body) return
    const back = before?.isConnected && before !== document.body ? before : document.getElementById('content')
    if (back instanceof HTMLElement) back.focus()
  }, [before])
}
