'use client'

import { ThemeProvider } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { NonceProvider, useNonce } from '@/ui/components/nonce'
import { Toaster } from '@/ui/components/toaster'
import { TooltipProvider } from '@/ui/components/tooltip'
import { TrpcClientProvider } from '@/ui/trpc-client'
import { THEME_KEY } from './stored-theme'

/** Provides what every page needs: nonce, theme, URL state, tRPC client, tooltips and toasts. */
export function Providers({ children, nonce }: { children: ReactNode; nonce: string | undefined }) {
  return (
    <NonceProvider nonce={nonce}>
      <Theme>
        <NuqsAdapter>
          <TrpcClientProvider>
            <TooltipProvider delayDuration={300}>
              {children}
              <Toaster />
            </TooltipProvider>
          </TrpcClientProvider>
        </NuqsAdapter>
      </Theme>
    </NonceProvider>
  )
}

function Theme({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider
      attribute="class"
      storageKey={THEME_KEY}
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={useNonce()}
    >
      {children}
    </ThemeProvider>
  )
}
