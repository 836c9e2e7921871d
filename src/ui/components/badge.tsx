import type { ComponentProps } from 'react'
import { classNames } from './class-names'

/** A quiet label for a fact that is not a state ("required", "default"). States use `State`. */
export function Badge({ className, ...props }: ComponentProps<'span'>) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 items-center rounded-sm bg-muted px-1.5 text-xs font-medium whitespace-nowrap text-muted-foreground',
        className,
      )}
      {...props}
    />
  )
}
