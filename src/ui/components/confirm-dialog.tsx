'use client'

import type { ReactNode } from 'react'
import { describeError } from '@/ui/describe-error'
import { Button } from './button'
import { Dialog, DialogClose, DialogContent } from './dialog'

type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Names the thing and the number: "Cancel 214 sequences?" */
  title: string
  /** What happens, and what does not. */
  description: ReactNode
  /** A verb, as on the button that led here. */
  confirm: string
  /** What can be undone is not red. */
  undoable?: boolean
  /** What the other button says: what goes on when nothing is done, as a verb. */
  keep: string
  pending: boolean
  error: unknown
  onConfirm: () => void
  children?: ReactNode
}

/** Asks before something that cannot be undone, or that touches many. An error stays in it, beside the button that caused it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, confirm, undoable, keep, pending, error, onConfirm, children } = props
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={title}
        description={description}
        footer={
          <>
            <DialogClose asChild>
              <Button>{keep}</Button>
            </DialogClose>
            <Button variant={undoable ? 'primary' : 'destructive'} pending={pending} onClick={onConfirm}>
              {confirm}
            </Button>
          </>
        }
      >
        {children}
        {error ? (
          <p role="alert" className="text-sm text-destructive">
            {describeError(error).message}
          </p>
        ) : null}
      </DialogContent>
    </Dialog>
  )
}
