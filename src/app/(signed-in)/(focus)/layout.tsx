import type { ReactNode } from 'react'
import { requireFrameSession } from '@/auth/frame-session'
import { SessionProvider } from '@/ui/frame/session'

/**
 * Lays out pages that fill the window: one task, without the navigation. Sends visitors who are not signed in to
 * sign-in.
 */
export default async function FocusLayout({ children }: { children: ReactNode }) {
  return <SessionProvider session={await requireFrameSession()}>{children}</SessionProvider>
}
