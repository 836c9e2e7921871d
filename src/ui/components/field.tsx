import * as LabelPrimitive from '@radix-ui/react-label'
import { cloneElement, type ReactElement, type ReactNode, useId } from 'react'
import { classNames } from './class-names'
import { CircleAlert } from './icons/circle-alert'

type ControlProps = { id?: string; 'aria-invalid'?: boolean; 'aria-describedby'?: string; 'aria-required'?: boolean }

type FieldProps = {
  label: string
  /** What to know before filling it in. It stays visible. */
  hint?: ReactNode
  /** What is wrong and what to do. It is read out when it appears. */
  error?: string
  required?: boolean
  className?: string
  children: ReactElement<ControlProps>
}

/** Ties a label, a control, a hint and an error together by ids. The control is the only child. */
export function Field({ label, hint, error, required, className, children }: FieldProps) {
  const id = useId()
  const controlId = children.props.id ?? `${id}control`
  const hintId = hint ? `${id}hint` : undefined
  const errorId = error ? `${id}error` : undefined
  return (
    <div className={classNames('grid min-w-0 grid-cols-1 gap-1.5', className)}>
      <LabelPrimitive.Root htmlFor={controlId} className="w-fit text-sm font-medium">
        {label}
        {required && <span className="font-normal text-muted-foreground"> (required)</span>}
      </LabelPrimitive.Root>
      {cloneElement(children, {
        id: controlId,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': [errorId, hintId].filter(Boolean).join(' ') || undefined,
        'aria-required': required || undefined,
      })}
      {error && (
        <p id={errorId} role="alert" className="flex items-start gap-1.5 text-sm text-destructive">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {error}
        </p>
      )}
      {hint && (
        <p id={hintId} className="text-sm text-muted-foreground">
          {hint}
        </p>
      )}
    </div>
  )
}
