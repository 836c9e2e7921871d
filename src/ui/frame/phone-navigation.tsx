'use client'

import { lazy, Suspense, useState } from 'react'
import { Button } from '@/ui/components/button'
import { Menu } from '@/ui/components/icons/menu'

const OpenSheet = lazy(() =>
  import('./phone-navigation-sheet').then((module) => ({ default: module.PhoneNavigationSheet })),
)

/** The navigation on a phone: a button whose sheet is loaded when it is opened first. */
export function PhoneNavigation() {
  const [isWanted, setWanted] = useState(false)
  const button = (
    <Button variant="ghost" size="icon" aria-label="Open navigation" onClick={() => setWanted(true)}>
      <Menu aria-hidden />
    </Button>
  )
  return isWanted ? (
    <Suspense fallback={button}>
      <OpenSheet />
    </Suspense>
  ) : (
    button
  )
}
