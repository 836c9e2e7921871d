'use client'

import { lazy, Suspense, useState } from 'react'
import { ACCOUNT_BUTTON_CLASSES, AccountFace } from './account-face'
import { useSession } from './session'

const OpenMenu = lazy(() => import('./account-menu-open').then((module) => ({ default: module.AccountMenuOpen })))

/** Shows who is signed in. The menu, with the theme and sign-out, is loaded when it is opened first. */
export function AccountMenu() {
  const { user } = useSession()
  const [isWanted, setWanted] = useState(false)
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={`Account of ${user.name}`}
      className={ACCOUNT_BUTTON_CLASSES}
      onClick={() => setWanted(true)}
    >
      <AccountFace name={user.name} />
    </button>
  )
  return isWanted ? (
    <Suspense fallback={button}>
      <OpenMenu />
    </Suspense>
  ) : (
    button
  )
}
