import { type ReactNode, useId } from 'react'
import { Badge } from '@/ui/components/badge'

type SectionProps = {
  /** Lets a link lead to it. */
  anchor?: string
  title: string
  /** Whom a change of these settings reaches. */
  acts?: 'live' | 'new'
  hint?: ReactNode
  children: ReactNode
}

/** A part of the form: its name and what it is for at the side, its fields beside it. */
export function Section({ anchor, title, acts, hint, children }: SectionProps) {
  const id = useId()
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className="grid scroll-mt-4 gap-x-10 gap-y-4 border-t py-6 first:border-t-0 lg:grid-cols-[220px_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {hint && <p className="mt-1 text-sm text-muted-foreground">{hint}</p>}
        {acts && (
          <Badge className="mt-2 h-auto py-0.5 whitespace-normal">
            {acts === 'live' ? 'Acts at once, also on who is enrolled' : 'Acts on who is enrolled from now on'}
          </Badge>
        )}
      </div>
      <div className="grid min-w-0 content-start gap-5">{children}</div>
    </section>
  )
}
