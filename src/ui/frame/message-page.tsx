import type { ReactNode } from 'react'
import { Logo } from './logo'

type MessagePageProps = { title: string; children: ReactNode; action: ReactNode }

/** Shows a page with a single message, such as "not found" or "broken". */
export function MessagePage({ title, children, action }: MessagePageProps) {
  return (
    <div className="grid min-h-[70dvh] place-items-center p-6">
      <div className="grid max-w-sm justify-items-center gap-2 text-center">
        <Logo className="mb-2 size-8" />
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="text-balance text-muted-foreground">{children}</p>
        <div className="mt-4 flex gap-2">{action}</div>
      </div>
    </div>
  )
}
