'use client'

import { useDeferredValue } from 'react'

/**
 * Returns false when a part of a page is first rendered, and true right afterwards. Content that can wait is then
 * rendered separately, so that neither rendering blocks the page for long.
 */
export function useSecondDraw(): boolean {
  return useDeferredValue(true, false)
}
