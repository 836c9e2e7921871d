'use client'

import { useTheme } from 'next-themes'
import { type CSSProperties, useEffect } from 'react'
import { Toaster as Sonner } from 'sonner'
import { toasterStore } from './toast'

const variables = {
  '--normal-bg': 'var(--popover)',
  '--normal-text': 'var(--popover-foreground)',
  '--normal-border': 'var(--border)',
  '--border-radius': '8px',
  fontFamily: 'inherit',
} as CSSProperties

/** The place where toasts appear. Use them only for what happened out of sight. */
export function Toaster() {
  const { resolvedTheme } = useTheme()
  // Sonner listens from now on: an effect of a child comes first.
  useEffect(() => toasterStore.reportReady(), [])
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      duration={6000}
      // Above the footer of the wizard, whose buttons it must not cover.
      offset={{ bottom: 76, right: 24 }}
      mobileOffset={{ bottom: 120 }}
      style={variables}
    />
  )
}
