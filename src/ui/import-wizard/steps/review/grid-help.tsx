'use client'

import { Keyboard } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../components/button'
import { Dialog, DialogContent } from '../../../components/dialog'
import { Tooltip } from '../../../components/tooltip'

const KEYS: readonly { title: string; keys: readonly (readonly [keys: string, does: string])[] }[] = [
  {
    title: 'Edit',
    keys: [
      ['Enter or F2', 'Edit the cell; any letter starts it anew'],
      ['Delete', 'Empty the selected cells'],
      ['Space', 'Leave the selected rows out, or take them back in'],
      ['F8, Shift F8', 'Next fault, the one before'],
      ['Ctrl Z, Ctrl Y', 'Undo, redo'],
      ['Ctrl F', 'Find and replace'],
    ],
  },
  {
    title: 'Select',
    keys: [
      ['Shift and arrows', 'Select more cells; Shift and click, or drag, too'],
      ['Shift Space', 'Whole rows'],
      ['Ctrl Space', 'Whole columns'],
      ['Ctrl A', 'All rows that are shown'],
      ['Escape', 'Only the current cell'],
    ],
  },
  {
    title: 'Copy and paste',
    keys: [
      ['Ctrl C, Ctrl X', 'Copy or cut, for Excel and Google Sheets too'],
      ['Ctrl V', 'Paste cells; one value fills all that is selected'],
    ],
  },
  {
    title: 'Move',
    keys: [
      ['Ctrl and arrows', 'To the edge'],
      ['Ctrl Home, Ctrl End', 'To the first row, the last one'],
    ],
  },
]

/** The keys of the grid, for who does not know them from a spreadsheet. */
export function GridHelp() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Tooltip content="Keyboard shortcuts">
        <Button size="icon" aria-label="Keyboard shortcuts" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Keyboard aria-hidden />
        </Button>
      </Tooltip>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent title="Keyboard shortcuts" description="In the grid. On a Mac, ⌘ does what Ctrl does here.">
          <div className="grid gap-4">
            {KEYS.map(({ title, keys }) => (
              <section key={title} className="grid gap-1.5">
                <h3 className="text-sm font-medium">{title}</h3>
                <dl className="grid grid-cols-[9.5rem_1fr] gap-x-3 gap-y-1 text-sm">
                  {keys.map(([pressed, does]) => (
                    <div key={pressed} className="contents">
                      <dt className="font-mono text-xs/5">{pressed}</dt>
                      <dd className="text-muted-foreground">{does}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </DialogContent>
      </Dialog>
    </>
  )
}
