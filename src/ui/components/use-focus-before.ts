'use client'

import { useCallback, useState } from 'react'

/**
 * For what takes the focus while it is mounted, and leaves nothing behind that could have it.
 *
 * @returns gives the focus back to what had it before, or to the page where that is gone; what has it by now keeps it
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
