import { classNames } from './class-names'

/** A grey bar in the place and the height of what is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('block h-3.5 animate-pulse rounded-sm bg-accent', className)} />
}
