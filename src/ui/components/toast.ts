import type { ExternalToast } from 'sonner'

// What draws toasts is loaded with the first one: most pages never have any, and it is as large as a page of its own.
let isWanted = false
const listeners = new Set<() => void>()
let reportReady = () => {}
const isReady = new Promise<void>((resolve) => {
  reportReady = resolve
})

/** For the place of toasts: it appears with the first one. */
export const toasterStore = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  isWanted: () => isWanted,
  reportReady: () => reportReady(),
}

function show(kind: 'message' | 'success' | 'error' | 'info' | 'warning') {
  return (message: string, options?: ExternalToast) => {
    isWanted = true
    for (const listener of listeners) listener()
    void Promise.all([import('sonner'), isReady]).then(([{ toast: shown }]) => shown[kind](message, options))
  }
}

/** Tells what happened out of sight. */
export const toast = Object.assign(show('message'), {
  success: show('success'),
  error: show('error'),
  info: show('info'),
  warning: show('warning'),
  /** Takes away all that are shown. */
  dismiss: () => {
    if (isWanted) void import('sonner').then(({ toast: shown }) => shown.dismiss())
  },
})
