'use client'

import { type RefObject, useEffect, useRef } from 'react'
import type { GridPosition } from './grid-keys'

/** What covers the edges of the grid: the header, and the gutter at the left. */
type Margins = { top: number; left: number }

/** How much faster the grid scrolls, a frame, the further the pointer is beyond its edge. */
const SCROLL_SHARE = 0.3
const SCROLL_PX_MAX = 60

/**
 * Follows the mouse from a cell on, with the button held, and scrolls the grid when it leaves it.
 *
 * @param onDrag told of each cell that the pointer comes to
 * @returns begins a drag, at the cell under the pointer
 */
export function useCellDrag(
  grid: RefObject<HTMLElement | null>,
  margins: Margins,
  onDrag: (to: GridPosition) => void,
): (from: GridPosition) => void {
  const latest = useRef(onDrag)
  useEffect(() => {
    latest.current = onDrag
  })
  const stop = useRef<(() => void) | null>(null)
  useEffect(() => () => stop.current?.(), [])

  return (from) => {
    stop.current?.()
    let last = from
    let pointer: { x: number; y: number } | null = null
    let frame = 0
    const follow = () => {
      const element = grid.current
      if (!element || !pointer) return
      const edges = edgesOf(element, margins)
      const beyond = {
        x: distance(pointer.x, edges.left, edges.right),
        y: distance(pointer.y, edges.top, edges.bottom),
      }
      const inside = { x: clamp(pointer.x, edges.left, edges.right), y: clamp(pointer.y, edges.top, edges.bottom) }
      // A drag that began in the gutter stays there, and one from a cell stays out of it.
      const to = cellAt(from.column === 0 ? { ...inside, x: element.getBoundingClientRect().left + 1 } : inside)
      if (to && (to.at !== last.at || to.column !== last.column)) {
        last = to
        latest.current(to)
      }
      if (beyond.x !== 0 || beyond.y !== 0) {
        element.scrollBy({ left: speed(beyond.x), top: speed(beyond.y), behavior: 'instant' })
        frame = requestAnimationFrame(follow)
      }
    }
    const move = (event: MouseEvent) => {
      pointer = { x: event.clientX, y: event.clientY }
      cancelAnimationFrame(frame)
      follow()
    }
    const end = () => {
      cancelAnimationFrame(frame)
      document.removeEventListener('mousemove', move)
      document.removeEventListener('mouseup', end)
      window.removeEventListener('blur', end)
      stop.current = null
    }
    document.addEventListener('mousemove', move)
    document.addEventListener('mouseup', end)
    window.addEventListener('blur', end)
    stop.current = end
  }
}

/** The cell at a point of the window. */
function cellAt({ x, y }: { x: number; y: number }): GridPosition | null {
  const element = document.elementFromPoint(x, y)
  return element && cellOf(element)
}

/** The cell that an element is in; null for one outside of the rows, and for rows that are not there yet. */
export function cellOf(element: Element): GridPosition | null {
  const cell = element.closest<HTMLElement>('[role="gridcell"]')
  const row = cell?.closest('[role="row"]')
  const column = cell?.dataset.column ?? cell?.dataset.beside
  if (column === undefined || !row) return null
  // The header is row 1, and ARIA counts from 1.
  return { at: Number(row.getAttribute('aria-rowindex')) - 2, column: Number(column) }
}

function edgesOf(element: HTMLElement, { top, left }: Margins) {
  const box = element.getBoundingClientRect()
  return {
    top: box.top + top + 1,
    bottom: box.top + element.clientHeight - 1,
    left: box.left + left + 1,
    right: box.left + element.clientWidth - 1,
  }
}

function distance(value: number, min: number, max: number): number {
  return value < min ? value - min : Math.max(0, value - max)
}

function speed(beyond: number): number {
  return clamp(Math.round(beyond * SCROLL_SHARE), -SCROLL_PX_MAX, SCROLL_PX_MAX)
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(max, value))
}
