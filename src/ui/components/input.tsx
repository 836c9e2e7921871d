import type { ComponentProps } from 'react'
import { classNames } from './class-names'

export const inputClasses = [
  'w-full rounded-md border border-input bg-background px-2.5 text-base text-foreground placeholder:text-muted-foreground',
  'transition-colors hover:not-disabled:border-muted-foreground/50 disabled:cursor-not-allowed disabled:bg-muted disabled:opacity-60',
  'aria-invalid:border-destructive focus-visible:outline-offset-0',
].join(' ')

// Under 16 px Safari on a phone zooms into a field that is typed in.
const typedInClasses = 'pointer-coarse:text-[16px]'

/** A text field of one line. `Field` gives it its label and its error. */
export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      className={classNames(inputClasses, typedInClasses, 'h-8 pointer-coarse:h-10', className)}
      {...props}
    />
  )
}

/** A text field of several lines. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={classNames(inputClasses, typedInClasses, 'min-h-24 py-2', className)} {...props} />
}
