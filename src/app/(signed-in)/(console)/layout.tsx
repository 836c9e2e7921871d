import type { ReactNode } from 'react'
import { requireFrameSession } from '@/auth/frame-session'
import { ConsoleFrame } from '@/ui/frame/console-frame'
import { SessionProvider } from '@/ui/frame/session'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <SessionProvider session={await requireFrameSession()}>
      <ConsoleFrame>{children}</ConsoleFrame>
    </SessionProvider>
  )
}
