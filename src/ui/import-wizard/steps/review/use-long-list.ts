'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import {
  elementHeight,
  followScroll,
  isStuck,
  type LongList,
  restAt,
  type ScrollPosition,
  scrollToShow,
} from './long-scroll'

/** How long the element must not be scrolled to count as at rest. */
const REST_AFTER_MS = 150

type LongListProps = {
  scroller: RefObject<HTMLElement | null>
  count: number
  rowPx: number
  /** How many rows are rendered beyond each edge of the visible part. */
  overscan: number
  /** How many px of the scroller a sticky header covers. The header stands before the rows. */
  headerPx: number
}

/**
 * Returns the visible rows of a list of any length (`long-scroll.ts`). All rows have one height and stand in one
 * element.
 */
export function useLongList({ scroller, count, rowPx, overscan, headerPx }: LongListProps) {
  const position = useRef<ScrollPosition>({ scrollTop: 0, offset: 0 })
  /** How many px higher rows stand in the element than in the list. */
  const [shift, setShift] = useState(0)
  const measure = (element: HTMLElement): LongList => ({
    listPx: count * rowPx,
    viewPx: element.clientHeight - headerPx,
  })
  const latestMeasure = useRef(measure)
  useEffect(() => {
    latestMeasure.current = measure
  })
  const tellVirtualizer = useRef<((offset: number, scrolling: boolean) => void) | null>(null)
  const moveTo = (next: ScrollPosition, scrolling: boolean) => {
    position.current = next
    setShift(next.offset - next.scrollTop)
    tellVirtualizer.current?.(next.offset, scrolling)
  }

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan,
    // Rendering rows inside the scroll event would delay the frame that shows them.
    useFlushSync: false,
    // The virtualizer knows only the list. This hook scrolls the element.
    scrollToFn: () => {},
    observeElementOffset: ({ scrollElement: element }, tell) => {
      if (!element) return
      tellVirtualizer.current = tell
      let timer: ReturnType<typeof setTimeout> | undefined
      const rest = (scrolling: boolean) => {
        const next = restAt(position.current.offset, latestMeasure.current(element))
        if (next.scrollTop === position.current.scrollTop) {
          tell(next.offset, scrolling)
          return
        }
        // Rows and scroll bar move in the same frame, so nothing is seen to move.
        flushSync(() => moveTo(next, scrolling))
        element.scrollTop = next.scrollTop
      }
      const handleScroll = () => {
        const list = latestMeasure.current(element)
        moveTo(followScroll(position.current, element.scrollTop, list), true)
        if (isStuck(position.current, list)) rest(true)
        clearTimeout(timer)
        timer = setTimeout(() => rest(false), REST_AFTER_MS)
      }
      element.addEventListener('scroll', handleScroll, { passive: true })
      return () => {
        clearTimeout(timer)
        element.removeEventListener('scroll', handleScroll)
      }
    },
  })

  /** The height of a row by which the list stands where it does. */
  const measuredPx = useRef(rowPx)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another height of rows moves the list
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || measuredPx.current === rowPx) return
    // The row that was first stays first, though all rows have another height now.
    const next = restAt((position.current.offset * rowPx) / measuredPx.current, measure(element))
    measuredPx.current = rowPx
    virtualizer.measure()
    moveTo(next, false)
    element.scrollTop = next.scrollTop
  }, [rowPx])

  return {
    heightPx: elementHeight({ listPx: count * rowPx }),
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, startPx: start - shift })),
    /** Returns where a row stands in the element, in px. */
    startOf: (index: number) => index * rowPx - shift,
    /** Scrolls a row into view, if it is not. */
    scrollTo: (index: number) => {
      const element = scroller.current
      if (!element) return
      const row = { startPx: index * rowPx, heightPx: rowPx }
      const next = scrollToShow(position.current, row, measure(element))
      if (next.offset === position.current.offset) return
      moveTo(next, false)
      element.scrollTop = next.scrollTop
    },
  }
}
