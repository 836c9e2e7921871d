'use client'

import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { Toaster } from '@/ui/components/toaster'
import { TooltipProvider } from '@/ui/components/tooltip'
import { TrpcClientProvider } from '@/ui/trpc-client'

/** Provides what the pages of whoever is signed in need: URL state, tRPC client, tooltips and toasts. */
export function ConsoleProviders({ children }: { children: ReactNode }) {
  return (
    <NuqsAdapter>
      <TrpcClientProvider>
        <TooltipProvider delayDuration={300}>
          {children}
          <Toaster />
        </TooltipProvider>
      </TrpcClientProvider>
    </NuqsAdapter>
  )
}
