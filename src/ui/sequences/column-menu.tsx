'use client'

import { Button } from '@/ui/components/button'
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/ui/components/dropdown-menu'
import { COLUMN_CHOICES } from './columns'
import type { useColumns } from './use-columns'

/** Chooses the columns of a list. A phone shows two lines of each contact and has none. */
export function ColumnMenu({ columns }: { columns: ReturnType<typeof useColumns> }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button className="max-sm:hidden">Columns</Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {COLUMN_CHOICES.map(({ key, header }) => (
          <DropdownMenuCheckboxItem
            key={key}
            checked={columns.chosen.includes(key)}
            onCheckedChange={() => columns.toggle(key)}
            // Several are chosen in one go.
            onSelect={(event) => event.preventDefault()}
          >
            {header}
          </DropdownMenuCheckboxItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem disabled={columns.isUsual} onSelect={columns.reset}>
          Show the usual columns
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
