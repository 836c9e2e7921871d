import type { ReactNode } from 'react'
import { Logo } from '@/ui/frame/logo'

type EntryFrameProps = { title: string; lead?: ReactNode; children: ReactNode }

/** Lays out the pages of whoever is not signed in yet: one column, with a heading and a form. */
export function EntryFrame({ title, lead, children }: EntryFrameProps) {
  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto_1.4fr] px-6 py-8">
      <div />
      <div className="mx-auto w-full max-w-[320px]">
        <Logo className="mb-5 size-9" />
        <h1 className="text-xl font-semibold tracking-[-0.01em] text-balance">{title}</h1>
        {lead && <p className="mt-1 text-balance text-muted-foreground">{lead}</p>}
        <div className="mt-6">{children}</div>
      </div>
      <div />
    </main>
  )
}
