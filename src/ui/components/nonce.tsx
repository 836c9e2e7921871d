'use client'

import { createContext, type ReactNode, useContext, useState } from 'react'

const NonceContext = createContext<string | undefined>(undefined)

/** The nonce with which the document's policy admits a style element; undefined on a page without one. */
export function useNonce(): string | undefined {
  return useContext(NonceContext)
}

/**
 * Passes the document's nonce to the components below. The first nonce stays: later answers of the server have another,
 * and the document knows only its own.
 */
export function NonceProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [first] = useState(() => {
    // Radix's scroll lock reads the nonce from here (get-nonce).
    if (nonce && typeof window !== 'undefined') Object.assign(window, { __webpack_nonce__: nonce })
    return nonce
  })
  return <NonceContext value={first}>{children}</NonceContext>
}
