'use client'

import { lazy, Suspense, useSyncExternalStore } from 'react'
import { toasterStore } from './toast'

const Toaster = lazy(() => import('./toaster').then((module) => ({ default: module.Toaster })))

/** The place of toasts, which is there from the first toast on. */
export function ToasterHost() {
  const isWanted = useSyncExternalStore(toasterStore.subscribe, toasterStore.isWanted, () => false)
  return <Suspense>{isWanted && <Toaster />}</Suspense>
}
