'use client'

import { useDeferredValue } from 'react'

/**
 * False when a part of a page is drawn for the first time, true right after it. What can wait a frame is drawn by
 * itself then, so that neither drawing holds up the page for long.
 */
export function useSecondDraw(): boolean {
  return useDeferredValue(true, false)
}
