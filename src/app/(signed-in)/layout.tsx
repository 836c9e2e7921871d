import type { ReactNode } from 'react'
import { ConsoleProviders } from '@/ui/frame/console-providers'

/** Is the layout of every page but the one to sign in, which needs nothing of the providers and loads faster without. */
export default function SignedInLayout({ children }: { children: ReactNode }) {
  return <ConsoleProviders>{children}</ConsoleProviders>
}
