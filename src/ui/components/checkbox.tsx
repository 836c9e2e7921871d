import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'onChange'> & {
  onCheckedChange?: (checked: boolean) => void
}

/** A checkbox alone: the browser's own, in our looks. Give it an `aria-label`, or use `CheckboxField`. */
export function Checkbox({ className, onCheckedChange, ...props }: CheckboxProps) {
  return (
    <input
      type="checkbox"
      className={classNames(
        'grid size-4 shrink-0 appearance-none place-content-center rounded-sm border border-muted-foreground/60 bg-background',
        'checked:border-primary checked:bg-primary disabled:cursor-not-allowed disabled:opacity-50',
        // The check mark, drawn by CSS.
        'before:size-2.5 before:scale-0 before:bg-primary-foreground checked:before:scale-100',
        'before:[clip-path:polygon(14%_44%,0_65%,50%_100%,100%_16%,80%_0%,43%_62%)]',
        className,
      )}
      onChange={({ target }) => onCheckedChange?.(target.checked)}
      {...props}
    />
  )
}

type CheckboxFieldProps = CheckboxProps & { label: string; hint?: ReactNode }

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
