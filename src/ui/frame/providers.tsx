'use client'

import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { Toaster } from '../components/toaster'
import { TooltipProvider } from '../components/tooltip'
import { TrpcClientProvider } from '../trpc-client'

/** Everything that each page stands on. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <NuqsAdapter>
        <TrpcClientProvider>
          <TooltipProvider delayDuration={300}>
            {children}
            <Toaster />
          </TooltipProvider>
        </TrpcClientProvider>
      </NuqsAdapter>
    </ThemeProvider>
  )
}
