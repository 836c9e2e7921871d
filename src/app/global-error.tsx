'use client'

import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import { useLayoutEffect, useState } from 'react'
import { BrokenPage } from '@/ui/frame/broken-page'
import { storedTheme } from '@/ui/frame/stored-theme'

type GlobalErrorPageProps = { error: Error & { digest?: string }; reset: () => void }

/**
 * Stands in for the root layout when that breaks. It therefore brings its own document with the fonts and the chosen
 * theme.
 */
export default function GlobalErrorPage({ error, reset }: GlobalErrorPageProps) {
  const [theme, setTheme] = useState('')
  // Reads the theme after rendering, since the server does not know it, and before the first paint, so that a dark page
  // does not flash.
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
