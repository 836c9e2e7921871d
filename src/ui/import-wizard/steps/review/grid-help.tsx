'use client'

import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { Keyboard } from '@/ui/components/icons/keyboard'
import { Tooltip } from '@/ui/components/tooltip'

type Shortcut = { keys: readonly string[]; does: string }

const SHORTCUTS: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Edit',
    shortcuts: [
      { keys: ['Enter', 'F2'], does: 'Edit the cell; typing starts it anew' },
      { keys: ['Delete'], does: 'Empty the selected cells' },
      { keys: ['Space'], does: 'Leave rows out, or take them back in' },
      { keys: ['F8', 'Shift F8'], does: 'Next fault, previous fault' },
      { keys: ['Ctrl Z', 'Ctrl Y'], does: 'Undo, redo' },
      { keys: ['Ctrl F'], does: 'Find and replace' },
    ],
  },
  {
    title: 'Select',
    shortcuts: [
      { keys: ['Shift ←↑↓→'], does: 'More cells; drag, or Shift and click' },
      { keys: ['Shift Space'], does: 'Whole rows' },
      { keys: ['Ctrl Space'], does: 'Whole columns' },
      { keys: ['Ctrl A'], does: 'All rows that are shown' },
      { keys: ['Escape'], does: 'Only the current cell' },
    ],
  },
  {
    title: 'Copy and paste',
    shortcuts: [
      { keys: ['Ctrl C', 'Ctrl X'], does: 'Copy, cut' },
      { keys: ['Ctrl V'], does: 'Paste; one value fills the selection' },
    ],
  },
  {
    title: 'Move',
    shortcuts: [
      { keys: ['Ctrl ←↑↓→'], does: 'To the edge' },
      { keys: ['Ctrl Home', 'Ctrl End'], does: 'To the first cell, to the last' },
    ],
  },
]

/** Explains the keys of the grid to people who do not know them from a spreadsheet. */
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
            {SHORTCUTS.map(({ title, shortcuts }) => (
              <section key={title} className="grid gap-1.5">
                <h3 className="text-sm font-medium">{title}</h3>
                <dl className="grid grid-cols-[10rem_1fr] items-baseline gap-x-3 gap-y-1.5 text-sm">
                  {shortcuts.map(({ keys, does }) => (
                    <div key={does} className="contents">
                      <dt className="flex flex-wrap gap-1">
                        {keys.map((pressed) => (
                          <kbd key={pressed} className="rounded-sm border bg-muted px-1 font-mono text-xs/5">
                            {pressed}
                          </kbd>
                        ))}
                      </dt>
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
