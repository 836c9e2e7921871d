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
import { ChevronsUpDown, LogOut } from '@/ui/components/icons'
import { ThemeMenuItems } from '@/ui/components/theme-menu-items'
import { signOutTo } from '@/ui/sign-in/sign-out-to'
import { OrganizationMenuItems } from './organization-menu-items'
import { useSession } from './session'

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.charAt(0).toUpperCase()).join('')
}

/** Shows who is signed in, with the theme and sign-out in a menu. */
export function AccountMenu() {
  const { user } = useSession()
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Account of ${user.name}`}
        className="flex h-10 w-full items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-accent data-[state=open]:bg-accent"
      >
        <span
          aria-hidden
          className="grid size-6 shrink-0 place-items-center rounded-full bg-foreground/85 text-[10px] font-semibold text-background"
        >
          {initials(user.name)}
        </span>
        <span className="min-w-0 flex-1 truncate text-sm">{user.name}</span>
        <ChevronsUpDown className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
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
