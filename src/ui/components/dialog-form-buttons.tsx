import type { ReactNode } from 'react'
import { Button } from './button'
import { DialogClose } from './dialog'

type DialogFormButtonsProps = {
  /** What the form does, as a verb: "Create key". */
  submit: ReactNode
  /** The way out, which says what it leaves. */
  leave?: string
  pending: boolean
  /** There is nothing to submit yet. */
  disabled?: boolean
  destructive?: boolean
}

/** The end of a form in a dialog: the way out, then what it does. What is under way is neither left nor done twice. */
export function DialogFormButtons(props: DialogFormButtonsProps) {
  const { submit, leave = 'Cancel', pending, disabled = false, destructive = false } = props
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <DialogClose asChild>
        <Button disabled={pending}>{leave}</Button>
      </DialogClose>
      <Button type="submit" variant={destructive ? 'destructive' : 'primary'} pending={pending} disabled={disabled}>
        {submit}
      </Button>
    </div>
  )
}
