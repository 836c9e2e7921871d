'use client'

import * as DialogPrimitive from '@radix-ui/react-dialog'
import type { ComponentProps, ReactNode } from 'react'
import { Button } from './button'
import { classNames } from './class-names'
import { X } from './icons/x'
import { useFocusBefore } from './use-focus-before'

export const Dialog = DialogPrimitive.Root
export const DialogTrigger = DialogPrimitive.Trigger
export const DialogClose = DialogPrimitive.Close

export function DialogOverlay() {
  return (
    <DialogPrimitive.Overlay className="fixed inset-0 z-40 bg-scrim duration-100 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0" />
  )
}

type DialogContentProps = Omit<ComponentProps<typeof DialogPrimitive.Content>, 'title'> & {
  /** Names what is asked or shown. */
  title: string
  description?: ReactNode
  /** The buttons; the one that confirms comes last. */
  footer?: ReactNode
}

/** A centred dialog. Escape or a press outside closes it, and the focus returns to where it was. */
export function DialogContent(props: DialogContentProps) {
  return (
    <DialogPrimitive.Portal>
      <DialogOverlay />
      <DialogPanel {...props} />
    </DialogPrimitive.Portal>
  )
}

/** The dialog's panel, which is mounted as long as the dialog is open. */
function DialogPanel({ title, description, footer, className, children, ...props }: DialogContentProps) {
  const focusBefore = useFocusBefore()
  return (
    <DialogPrimitive.Content
      // Radix returns the focus only to its own triggers, and most dialogs here are opened by a state.
      onCloseAutoFocus={(event) => {
        event.preventDefault()
        focusBefore()
      }}
      className={classNames(
        'fixed top-1/2 left-1/2 z-50 grid max-h-[85dvh] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 gap-4 overflow-y-auto rounded-xl bg-popover p-5 text-popover-foreground shadow-popover',
        'duration-100 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:animate-in data-[state=open]:fade-in-0',
        // While the dialog fades out, it has been answered already. A second press on one of its buttons must not
        // answer again.
        'data-[state=closed]:pointer-events-none!',
        className,
      )}
      {...(description ? {} : { 'aria-describedby': undefined })}
      {...props}
    >
      <div className="grid gap-1.5 pr-8">
        <DialogPrimitive.Title className="text-lg font-semibold">{title}</DialogPrimitive.Title>
        {description && (
          <DialogPrimitive.Description className="text-base text-muted-foreground">
            {description}
          </DialogPrimitive.Description>
        )}
      </div>
      {children}
      {footer && <div className="flex flex-wrap justify-end gap-2">{footer}</div>}
      <DialogPrimitive.Close asChild>
        <Button variant="ghost" size="icon-sm" className="absolute top-3 right-3" aria-label="Close">
          <X aria-hidden />
        </Button>
      </DialogPrimitive.Close>
    </DialogPrimitive.Content>
  )
}
