'use client'

import Link from 'next/link'
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from './dropdown-menu'
import type { MenuProps } from './menu'

/** What a menu has: a link, an action, a choice that leaves the menu open, or a line between two groups. */
export type MenuItem =
  | { label: string; href: string }
  | { label: string; onSelect: () => void; disabled?: boolean }
  | { label: string; checked: boolean; onToggle: () => void }
  | 'line'

/** The menu of `Menu`, which is open at once. */
export function MenuOpened({ button, items }: MenuProps) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{button}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {items.map((item, index) => {
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing else, and the items keep their order
          if (item === 'line') return <DropdownMenuSeparator key={index} />
          const { label } = item
          if ('href' in item) {
            return (
              <DropdownMenuItem key={label} asChild>
                <Link href={item.href}>{label}</Link>
              </DropdownMenuItem>
            )
          }
          if ('checked' in item) {
            return (
              <DropdownMenuCheckboxItem
                key={label}
                checked={item.checked}
                onCheckedChange={item.onToggle}
                // Several are chosen in one go.
                onSelect={(event) => event.preventDefault()}
              >
                {label}
              </DropdownMenuCheckboxItem>
            )
          }
          return (
            <DropdownMenuItem key={label} disabled={item.disabled} onSelect={item.onSelect}>
              {label}
            </DropdownMenuItem>
          )
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
