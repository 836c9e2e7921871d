import * as CheckboxPrimitive from '@radix-ui/react-checkbox'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { Check } from './icons/check'

/** A checkbox alone. Give it an `aria-label`, or use `CheckboxField`. */
export function Checkbox({ className, ...props }: ComponentProps<typeof CheckboxPrimitive.Root>) {
  return (
    <CheckboxPrimitive.Root
      className={classNames(
        'grid size-4 shrink-0 place-items-center rounded-sm border border-muted-foreground/60 bg-background text-primary-foreground',
        'data-[state=checked]:border-primary data-[state=checked]:bg-primary disabled:cursor-not-allowed disabled:opacity-50',
        className,
      )}
      {...props}
    >
      <CheckboxPrimitive.Indicator>
        <Check className="size-3" strokeWidth={3} aria-hidden />
      </CheckboxPrimitive.Indicator>
    </CheckboxPrimitive.Root>
  )
}

type CheckboxFieldProps = ComponentProps<typeof CheckboxPrimitive.Root> & { label: string; hint?: ReactNode }

/** A checkbox with its label and one line of explanation. */
export function CheckboxField({ label, hint, className, ...props }: CheckboxFieldProps) {
  const id = useId()
  return (
    <div className={classNames('flex items-start gap-2.5', className)}>
      <Checkbox id={id} className="mt-0.5" aria-describedby={hint ? `${id}hint` : undefined} {...props} />
      <div className="grid gap-0.5">
        <label htmlFor={id} className={classNames('text-base', props.disabled && 'text-muted-foreground')}>
          {label}
        </label>
        {hint && (
          <div id={`${id}hint`} className="text-sm text-muted-foreground">
            {hint}
          </div>
        )}
      </div>
    </div>
  )
}
