import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/ui/frame/providers'

export const metadata: Metadata = {
  title: { default: 'Rollcall', template: '%s · Rollcall' },
  description: 'Enrolls contacts into outbound AI phone-call sequences.',
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

const ZOD_WITHOUT_EVAL = 'globalThis.__zod_globalConfig={jitless:true}'

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Of this answer alone: without it no script of ours runs. Reading it makes every page one that is made on request.
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // next-themes sets the class of this element before React wakes up.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {/* zod finds out whether it may compile with eval by trying, which the policy would report: it is told not to. */}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: ZOD_WITHOUT_EVAL }} />
      </head>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
