'use client'

import Link from 'next/link'
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
import { signOutTo } from '@/ui/sign-in/sign-out-to'
import { ACCOUNT_BUTTON_CLASSES, AccountFace } from './account-face'
import { OrganizationMenuItems } from './organization-menu-items'
import { useSession } from './session'

/** The menu of the account, which is open at once: account, organizations, theme and sign-out. */
export function AccountMenuOpen() {
  const { user } = useSession()
  return (
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
        <DropdownMenuItem onSelect={() => signOutTo('/sign-in')}>
          <LogOut aria-hidden />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
