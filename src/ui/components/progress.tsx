import * as ProgressPrimitive from '@radix-ui/react-progress'
import { classNames } from './class-names'

type ProgressProps = {
  /** What is in progress, for screen readers. */
  label: string
  value: number
  max: number
  className?: string
}

/** A thin bar from 0 to `max`. */
export function Progress({ label, value, max, className }: ProgressProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0
  return (
    <ProgressPrimitive.Root
      value={Math.min(value, max)}
      max={max || 1}
      aria-label={label}
      className={classNames('h-1.5 w-full overflow-hidden rounded-full bg-accent', className)}
    >
      <ProgressPrimitive.Indicator
        className="h-full rounded-full bg-primary transition-[width] duration-150"
        style={{ width: `${share * 100}%` }}
      />
    </ProgressPrimitive.Root>
  )
}
