'use client'

import type { ReactNode } from 'react'
import { describeError } from '@/ui/describe-error'
import { Button } from './button'
import { Dialog, DialogClose, DialogContent } from './dialog'

export type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Names the action and how many it concerns: "Cancel 214 sequences?" */
  title: string
  /** Says what will happen, and what will not. */
  description: ReactNode
  /** The label of the confirming button: a verb, as on the button that led here. */
  confirm: string
  /** True for an action that can be undone; its button is not red. */
  undoable?: boolean
  /** The label of the other button: a verb for what goes on when nothing is done. */
  keep: string
  pending: boolean
  error: unknown
  onConfirm: () => void
  children?: ReactNode
}

/**
 * The dialog of `ConfirmDialog`. An error is shown in the dialog, beside the
 * button that caused it.
 */
export function ConfirmDialogOpened(props: ConfirmDialogProps) {
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
