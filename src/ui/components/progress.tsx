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
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max || 1}
      aria-valuenow={Math.min(value, max)}
      className={classNames('block h-1.5 w-full overflow-hidden rounded-full bg-accent', className)}
    >
      <span
        className="block h-full rounded-full bg-primary transition-[width] duration-150"
        style={{ width: `${share * 100}%` }}
      />
    </span>
  )
}
