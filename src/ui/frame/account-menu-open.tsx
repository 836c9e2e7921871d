'use client'

import Link from 'next/link'
import { useState } from 'react'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/ui/components/dropdown-menu'
import { LogOut } from '@/ui/components/icons/log-out'
import { ThemeMenuItems } from '@/ui/components/theme-menu-items'
import { listDrafts } from '@/ui/import-wizard/draft/draft-database'
import { useDraftOwner } from '@/ui/import-wizard/draft/use-draft-owner'
import { signOutTo } from '@/ui/sign-in/sign-out-to'
import { ACCOUNT_BUTTON_CLASSES, AccountFace } from './account-face'
import { OrganizationMenuItems } from './organization-menu-items'
import { useSession } from './session'
import { SignOutQuestion } from './sign-out-question'

/** The menu of the account, which is open at once: account, organizations, theme and sign-out. */
export function AccountMenuOpen() {
  const { user } = useSession()
  const owner = useDraftOwner()
  const [lost, setLost] = useState<string[] | null>(null)
  const signOut = async () => {
    // A browser that keeps nothing has no drafts.
    const drafts = await listDrafts(owner, Date.now()).catch(() => [])
    const names = drafts.flatMap(({ draft }) => (draft && draft.fixes > 0 ? [draft.fileName] : []))
    if (names.length > 0) setLost(names)
    else await signOutTo('/sign-in')
  }
  return (
    <>
      <DropdownMenu defaultOpen>
        <DropdownMenuTrigger aria-label={`Account of ${user.name}`} className={ACCOUNT_BUTTON_CLASSES}>
          <AccountFace name={user.name} />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="w-(--radix-dropdown-menu-trigger-width) min-w-52">
          <DropdownMenuLabel className="truncate">{user.email}</DropdownMenuLabel>
          <DropdownMenuSeparator />
          <DropdownMenuItem asChild>
            <Link href="/settings/profile">Your account</Link>
          </DropdownMenuItem>
          <OrganizationMenuItems />
          <DropdownMenuSeparator />
          <ThemeMenuItems />
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => void signOut()}>
            <LogOut aria-hidden />
            Sign out
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <SignOutQuestion fileNames={lost} onClose={() => setLost(null)} />
    </>
  )
}
