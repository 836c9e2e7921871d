'use client'

import { type RefObject, useEffect, useRef } from 'react'
import type { GridPosition } from './grid-keys'

/** How many px the header covers at the top of the grid, and the gutter at its left. */
type Margins = { top: number; left: number }

/** The grid scrolls per frame by this share of the pointer's distance from its edge, up to the maximum. */
const SCROLL_SHARE = 0.3
const SCROLL_PX_MAX = 60

/**
 * Follows the mouse from a cell while its button is held, and scrolls the grid when the pointer leaves it.
 *
 * @param onDrag called with each cell that the pointer reaches
 * @returns a function that begins a drag at a cell
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
      // A drag that began in the gutter stays there. A drag from a cell never enters the gutter.
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

/** Finds the cell at a point of the window. */
function cellAt({ x, y }: { x: number; y: number }): GridPosition | null {
  const element = document.elementFromPoint(x, y)
  return element && cellOf(element)
}

/**
 * Finds the cell that contains an element. Null for an element outside the rows, or in a row that is not loaded yet.
 */
export function cellOf(element: Element): GridPosition | null {
  const cell = element.closest<HTMLElement>('[role="gridcell"]')
  const row = cell?.closest('[role="row"]')
  const column = cell?.dataset.column ?? cell?.dataset.beside
  if (column === undefined || !row) return null
  // ARIA counts from 1, and row 1 is the header.
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
