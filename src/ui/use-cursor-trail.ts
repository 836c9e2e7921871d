'use client'

import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs'

const trailParser = parseAsArrayOf(parseAsString, '~').withDefault([]).withOptions({ history: 'push' })

/**
 * Pages of a list with cursors. The URL holds the cursors on the way here, the last being this page's, so that a reload
 * stays and "previous" works without the browser's history.
 */
export function useCursorTrail(key = 'after') {
  const [trail, setTrail] = useQueryState(key, trailParser)
  return {
    cursor: trail.at(-1),
    /** 0-based. */
    page: trail.length,
    goNext: (nextCursor: string) => setTrail([...trail, nextCursor]),
    goPrevious: trail.length > 0 ? () => setTrail(trail.length === 1 ? null : trail.slice(0, -1)) : null,
    reset: () => setTrail(null),
  }
}

export type CursorTrail = ReturnType<typeof useCursorTrail>
