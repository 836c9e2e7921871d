import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { keepEarlyPresses } from '@/ui/frame/keep-early-presses'
import { Providers } from '@/ui/frame/providers'

export const metadata: Metadata = {
  title: { default: 'Rollcall', template: '%s · Rollcall' },
  description: 'Enrolls contacts into outbound AI phone-call sequences.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

const ZOD_WITHOUT_EVAL = 'globalThis.__zod_globalConfig={jitless:true}'
const KEEP_EARLY_PRESSES = `(${keepEarlyPresses})()`

export default async function RootLayout({ children }: { children: ReactNode }) {
  // The nonce belongs to this answer alone; without it none of our scripts runs. Reading the header also makes Next
  // render every page on request.
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // next-themes sets the class of this element before React hydrates it.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* zod tests by trial whether it may compile with eval, and the content security policy would report each trial. This setting stops the trial. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: ZOD_WITHOUT_EVAL }} />
        {/* The HTML is there before the scripts: what is pressed in between is done as soon as they are. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: KEEP_EARLY_PRESSES }} />
      </head>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
