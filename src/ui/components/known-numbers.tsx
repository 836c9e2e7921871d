'use client'

import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react'
import type { ReadableNumber } from './readable-number'

type Known = Readonly<Record<string, Pick<ReadableNumber, 'written' | 'country'>>>
type Reader = (e164: string, extension?: string | null) => ReadableNumber

const KnownNumbersContext = createContext<Known>({})

/**
 * Gives the numbers that the server has put into a page, by E.164, as they are read. A page needs no numbering plans
 * then (29 kB): they are loaded with the first number that comes later.
 */
export function KnownNumbers({ numbers, children }: { numbers: Known; children: ReactNode }) {
  return <KnownNumbersContext value={numbers}>{children}</KnownNumbersContext>
}

let reader: Reader | null = null
let isLoading = false
const listeners = new Set<() => void>()

async function loadReader(): Promise<void> {
  if (isLoading) return
  isLoading = true
  try {
    const { readableNumber } = await import('./readable-number')
    reader = readableNumber
    for (const listener of listeners) listener()
  } finally {
    isLoading = false
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Returns a number in its forms for reading. Until it can be read, it is written in E.164 and has no country. */
export function useReadableNumber(e164: string | null, extension: string | null = null): ReadableNumber {
  const known = useContext(KnownNumbersContext)[e164 ?? '']
  const read = useSyncExternalStore(
    subscribe,
    () => reader,
    () => null,
  )
  const isUnread = e164 !== null && known === undefined && read === null
  useEffect(() => {
    // Without it numbers stay in E.164, which can be read too.
    if (isUnread) void loadReader().catch(() => {})
  }, [isUnread])
  if (e164 === null) return { e164: '', extension, written: '', country: '' }
  if (known) return { e164, extension, ...known }
  return read ? read(e164, extension) : { e164, extension, written: e164, country: '' }
}
