'use client'

import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { Dialog, DialogContent } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { Textarea } from '@/ui/components/input'
import { PASTED_CELLS_NAME } from '@/ui/import-wizard/pasted-cells-name'

type PasteDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  onPaste: (cells: Blob, name: string) => void
}

/** Asks for cells that were copied in a spreadsheet. */
export function PasteDialog({ open, onOpenChange, onPaste }: PasteDialogProps) {
  const [text, setText] = useState('')
  const submit = () => {
    onPaste(new Blob([text]), PASTED_CELLS_NAME)
    onOpenChange(false)
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Paste cells"
        description="Copy them in a spreadsheet, with their header row, and paste them here."
        className="max-w-2xl"
        footer={
          <>
            <Button onClick={() => onOpenChange(false)}>Cancel</Button>
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
