'use client'

import type { ReactNode } from 'react'
import { Button } from './button'
import { Dialog, DialogClose, DialogContent } from './dialog'

type ShownOnceDialogProps = {
  open: boolean
  title: string
  description: string
  /** The label of its one button: "I have stored the secret". */
  confirm: string
  onClose: () => void
  children: ReactNode
}

/** The dialog of `ShownOnceDialog`. */
export function ShownOnceDialogOpened(props: ShownOnceDialogProps) {
  const { open, title, description, confirm, onClose, children } = props
  return (
    <Dialog open={open} onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={title}
        description={description}
        // A press beside the dialog would lose it.
        onInteractOutside={(event) => event.preventDefault()}
        footer={
          <DialogClose asChild>
            <Button variant="primary">{confirm}</Button>
          </DialogClose>
        }
      >
        {children}
      </DialogContent>
    </Dialog>
  )
}
