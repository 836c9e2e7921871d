'use client'

import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import { useLayoutEffect, useState } from 'react'
import { BrokenPage } from '@/ui/frame/broken-page'
import { storedTheme } from '@/ui/frame/stored-theme'

type GlobalErrorPageProps = { error: Error & { digest?: string }; reset: () => void }

/** Stands in for the root layout itself, so it brings its own document: its fonts, and the theme that was chosen. */
export default function GlobalErrorPage({ error, reset }: GlobalErrorPageProps) {
  const [theme, setTheme] = useState('')
  // Not while rendering: the server knows of no choice. Before the first paint, or a dark page would flash.
  useLayoutEffect(() => setTheme(storedTheme() ?? ''), [])
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable} ${theme}`}>
      <body>
        <main id="content">
          <BrokenPage title="Something broke" what="The console could not start." error={error} onRetry={reset} />
        </main>
      </body>
    </html>
  )
}
