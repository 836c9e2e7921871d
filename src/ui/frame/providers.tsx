'use client'

import { ThemeProvider } from 'next-themes'
import type { ReactNode } from 'react'
import { NonceProvider, useNonce } from '@/ui/components/nonce'
import { THEME_KEY } from './stored-theme'

/** Provides what every page needs: nonce and theme. */
export function Providers({ children, nonce }: { children: ReactNode; nonce: string | undefined }) {
  return (
    <NonceProvider nonce={nonce}>
      <Theme>{children}</Theme>
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
