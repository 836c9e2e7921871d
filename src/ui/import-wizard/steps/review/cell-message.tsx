'use client'

import { type RefObject, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'

const WIDTH_PX = 320
const EDGE_PX = 8

type Shown = { text: string; top: number; left: number }

/**
 * Shows what is wrong with the cell under the pointer, beside that cell. The grid has one such tooltip, since one per
 * cell would be hundreds. Keyboard users find the text in the bar below the grid, and screen readers in the cell.
 */
export function CellMessage({ grid }: { grid: RefObject<HTMLElement | null> }) {
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => {
    const element = grid.current
    if (!element) return
    const show = ({ target }: Event) => {
      const cell = target instanceof Element ? target.closest<HTMLElement>('[data-message]') : null
      if (!cell?.dataset.message) {
        setShown(null)
        return
      }
      const { left, bottom } = cell.getBoundingClientRect()
      const rightmost = window.innerWidth - WIDTH_PX - EDGE_PX
      setShown({ text: cell.dataset.message, top: bottom + 4, left: Math.max(EDGE_PX, Math.min(left, rightmost)) })
    }
    const hide = () => setShown(null)
    element.addEventListener('pointerover', show)
    element.addEventListener('pointerleave', hide)
    element.addEventListener('scroll', hide, { passive: true })
    element.addEventListener('keydown', hide)
    return () => {
      element.removeEventListener('pointerover', show)
      element.removeEventListener('pointerleave', hide)
      element.removeEventListener('scroll', hide)
      element.removeEventListener('keydown', hide)
    }
  }, [grid])
  if (!shown) return null
  return createPortal(
    <div
      role="tooltip"
      className="pointer-events-none fixed z-50 w-max rounded-md bg-foreground px-2 py-1 text-xs text-background shadow-popover"
      style={{ top: shown.top, left: shown.left, maxWidth: WIDTH_PX }}
    >
      {shown.text}
    </div>,
    document.body,
  )
}
