'use client'

import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs'

const trailParser = parseAsArrayOf(parseAsString, '~').withDefault([]).withOptions({ history: 'push' })

/**
 * Pages through a list with cursors. The URL holds the cursors of all pages up to this one, so that a reload stays on
 * this page, and "previous" works without the browser's history.
 *
 * @param key name of the query parameter
 */
export function useCursorTrail(key = 'after') {
  const [trail, setTrail] = useQueryState(key, trailParser)
  return {
    cursor: trail.at(-1),
    /** The number of the page, from 0. */
    page: trail.length,
    goNext: (nextCursor: string) => setTrail([...trail, nextCursor]),
    goPrevious: trail.length > 0 ? () => setTrail(trail.length === 1 ? null : trail.slice(0, -1)) : null,
    reset: () => setTrail(null),
  }
}

export type CursorTrail = ReturnType<typeof useCursorTrail>
