'use client'

import { Button } from '@/ui/components/button'
import { Menu } from '@/ui/components/menu'
import { COLUMN_CHOICES } from './columns'
import type { useColumns } from './use-columns'

/** Chooses the columns of a list. A phone shows two lines of each contact and has none. */
export function ColumnMenu({ columns }: { columns: ReturnType<typeof useColumns> }) {
  return (
    <Menu
      button={<Button className="max-sm:hidden">Columns</Button>}
      items={[
        ...COLUMN_CHOICES.map(({ key, header }) => ({
          label: header,
          checked: columns.chosen.includes(key),
          onToggle: () => columns.toggle(key),
        })),
        'line',
        { label: 'Show the usual columns', disabled: columns.isUsual, onSelect: columns.reset },
      ]}
    />
  )
}
