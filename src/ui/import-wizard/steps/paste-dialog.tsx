'use client'

import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { Dialog, DialogContent, DialogTrigger } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { ClipboardPaste } from '@/ui/components/icons/clipboard-paste'
import { Textarea } from '@/ui/components/input'

export const PASTED_CELLS_NAME = 'Pasted cells'

/** Asks for cells that were copied in a spreadsheet. */
export function PasteDialog({ onPaste }: { onPaste: (cells: Blob, name: string) => void }) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const submit = () => {
    onPaste(new Blob([text]), PASTED_CELLS_NAME)
    setOpen(false)
  }
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="lg">
          <ClipboardPaste aria-hidden />
          Paste cells
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Paste cells"
        description="Copy them in a spreadsheet, with their header row, and paste them here."
        className="max-w-2xl"
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" disabled={text.trim() === ''} onClick={submit}>
              Use these cells
            </Button>
          </>
        }
      >
        <Field label="Cells">
          <Textarea
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="min-h-56 font-mono text-xs"
            spellCheck={false}
            wrap="off"
          />
        </Field>
      </DialogContent>
    </Dialog>
  )
}
