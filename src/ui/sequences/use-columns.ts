'use client'

import { useSyncExternalStore } from 'react'
import { COLUMN_CHOICES } from './columns'

const CHANGED = 'rollcall:columns'

/**
 * Keeps which columns a list shows, in this browser.
 *
 * @param list what the choice is kept for
 */
export function useColumns(list: string, usual: readonly string[]) {
  const key = `rollcall.columns.${list}`
  const stored = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => null,
  )
  const known = stored?.split(',').filter((column) => COLUMN_CHOICES.some((choice) => choice.key === column))
  const chosen = known ?? [...usual]
  const write = (columns: readonly string[] | null) => {
    try {
      if (columns === null) localStorage.removeItem(key)
      else localStorage.setItem(key, columns.join(','))
    } catch {
      // A browser that keeps nothing shows the usual columns.
    }
    window.dispatchEvent(new Event(CHANGED))
  }
  return {
    chosen,
    isUsual: stored === null,
    toggle: (column: string) =>
      write(chosen.includes(column) ? chosen.filter((other) => other !== column) : [...chosen, column]),
    reset: () => write(null),
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange)
  window.addEventListener('storage', onChange)
  return () => {
    window.removeEventListener(CHANGED, onChange)
    window.removeEventListener('storage', onChange)
  }
}
