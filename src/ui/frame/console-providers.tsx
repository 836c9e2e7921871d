'use client'

import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { ToasterHost } from '@/ui/components/toaster-host'
import { TrpcClientProvider } from '@/ui/trpc-client'

/** Provides what the pages of whoever is signed in need: URL state, tRPC client and toasts. */
export function ConsoleProviders({ children }: { children: ReactNode }) {
  return (
    <NuqsAdapter>
      <TrpcClientProvider>
        {children}
        <ToasterHost />
      </TrpcClientProvider>
    </NuqsAdapter>
  )
}
