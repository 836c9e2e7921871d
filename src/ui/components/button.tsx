import { cva, type VariantProps } from 'class-variance-authority'
import { type ComponentProps, cloneElement, type ReactElement } from 'react'
import { classNames } from './class-names'
import { LoaderCircle } from './icons/loader-circle'

export const buttonVariants = cva(
  [
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap',
    'transition-[background-color,border-color,color,opacity] disabled:cursor-not-allowed disabled:opacity-50',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-primary text-primary-foreground hover:not-disabled:bg-primary-hover',
        secondary: 'border border-input bg-background text-foreground hover:not-disabled:bg-accent',
        ghost: 'text-foreground hover:not-disabled:bg-accent',
        destructive: 'bg-destructive-solid text-primary-foreground hover:not-disabled:opacity-90',
        link: 'h-auto! px-0! text-link underline-offset-4 hover:underline',
      },
      size: {
        sm: 'h-7 px-2 text-sm pointer-coarse:h-9',
        md: 'h-8 px-3 text-sm pointer-coarse:h-10',
        lg: 'h-9 px-4 text-base pointer-coarse:h-11',
        icon: 'size-8 pointer-coarse:size-10',
        'icon-sm': 'size-7 pointer-coarse:size-9',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonVariants> & {
    /** Gives its only child (a link) the looks of a button. */
    asChild?: boolean
    /** Shows a spinner and ignores presses. The label stays, so that the button keeps its width and name. */
    pending?: boolean
  }

/** The one button. A page has at most one `primary`. */
export function Button({ className, variant, size, asChild, pending, disabled, children, ...props }: ButtonProps) {
  const classes = classNames(buttonVariants({ variant, size }), className)
  if (asChild) {
    const child = children as ReactElement<{ className?: string }>
    return cloneElement(child, { ...props, className: classNames(classes, child.props.className) })
  }
  return (
    <button
      type="button"
      className={classes}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      {...props}
    >
      {pending && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  )
}
