'use client'

import { createContext, type ReactNode, useContext, useState } from 'react'

const NonceContext = createContext<string | undefined>(undefined)

/** What a style element needs so that this document's policy lets it in; undefined on a page without one. */
export function useNonce(): string | undefined {
  return useContext(NonceContext)
}

/**
 * Gives the components below the nonce of the document. It stays the first: a later answer of the server has another, and
 * the document knows only the one that it came with.
 */
export function NonceProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [first] = useState(() => {
    // Where Radix's scroll lock looks for it (get-nonce).
    if (nonce && typeof window !== 'undefined') Object.assign(window, { __webpack_nonce__: nonce })
    return nonce
  })
  return <NonceContext value={first}>{children}</NonceContext>
}
