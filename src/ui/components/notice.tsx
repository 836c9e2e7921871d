import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { CircleAlert } from './icons/circle-alert'
import { CircleCheck } from './icons/circle-check'
import { Info } from './icons/info'
import { TriangleAlert } from './icons/triangle-alert'

const TONES = {
  error: { icon: CircleAlert, className: 'border-destructive/30 bg-destructive/6', iconClassName: 'text-destructive' },
  warning: { icon: TriangleAlert, className: 'border-warning/30 bg-warning/8', iconClassName: 'text-warning' },
  success: { icon: CircleCheck, className: 'border-success/30 bg-success/8', iconClassName: 'text-success' },
  info: { icon: Info, className: 'border-border bg-muted', iconClassName: 'text-muted-foreground' },
} as const

type NoticeProps = {
  tone: keyof typeof TONES
  /** What happened, and to what. */
  title: ReactNode
  /** What to do. */
  children?: ReactNode
  action?: ReactNode
  /** Reads the notice out as soon as it appears, for the result of a press. */
  live?: boolean
  className?: string
}

/** Something to know about the page or about a thing on it, shown in its place. */
export function Notice({ tone, title, children, action, live, className }: NoticeProps) {
  const { icon: Icon, className: toneClasses, iconClassName } = TONES[tone]
  return (
    <div
      role={live ? 'alert' : undefined}
      className={classNames(
        'flex gap-x-2.5 gap-y-2 rounded-lg border px-3 py-2.5 max-sm:flex-wrap',
        // A notice of one line is centred on its button.
        children ? 'items-start' : 'items-center',
        toneClasses,
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 items-start gap-x-2.5 max-sm:basis-full">
        <Icon className={classNames('mt-0.5 size-4 shrink-0', iconClassName)} aria-hidden />
        <div className="min-w-0 flex-1">
          <div className="font-medium break-words">{title}</div>
          {children && <div className="mt-0.5 text-foreground/85">{children}</div>}
        </div>
      </div>
      {action && <div className="shrink-0 max-sm:w-full max-sm:pl-6.5">{action}</div>}
    </div>
  )
}
