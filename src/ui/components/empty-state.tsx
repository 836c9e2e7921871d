import type { ReactNode } from 'react'

type EmptyStateProps = {
  /** What would be shown here. */
  title: string
  children?: ReactNode
  /** The one next step. */
  action?: ReactNode
}

/** Stands in a place that has nothing to show yet. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-1 px-4 py-14 text-center">
      <h2 className="text-base font-medium">{title}</h2>
      {children && <div className="text-muted-foreground text-balance">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
