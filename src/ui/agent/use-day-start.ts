import { useState } from 'react'

/** Returns when today began for whoever looks, ISO 8601. It stays the same while the page is open. */
export function useDayStart(): string {
  const [since] = useState(() => {
    const now = new Date()
    return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString()
  })
  return since
}
