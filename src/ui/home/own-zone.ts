'use client'

import { useEffect, useState } from 'react'
import { ZONE_COOKIE } from './zone-cookie'

const YEAR_SECONDS = 366 * 86_400

/**
 * Returns the timezone of the reader's clock. The server and the first drawing have it as the cookie of the last visit
 * said.
 *
 * @param known what the cookie said
 */
export function useOwnZone(known: string): string {
  const [zone, setZone] = useState(known)
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page is not on https
    if (own !== known) document.cookie = `${ZONE_COOKIE}=${own};path=/;max-age=${YEAR_SECONDS};samesite=lax`
    setZone(own)
  }, [known])
  return zone
}
