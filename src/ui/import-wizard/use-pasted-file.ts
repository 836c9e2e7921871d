'use client'

import { useEffect } from 'react'
import { PASTED_CELLS_NAME } from './pasted-cells-name'

/**
 * Opens a copied file, or cells copied in a spreadsheet, when they are pasted anywhere on the page. A paste into a
 * field or a dialog is left alone.
 *
 * @param open null while nothing can be opened
 */
export function usePastedFile(open: ((source: Blob, name: string) => void) | null): void {
  useEffect(() => {
    if (!open) return
    const receive = (event: ClipboardEvent) => {
      const { target, clipboardData } = event
      if (target instanceof HTMLElement && target.closest('input, textarea, [contenteditable], [role="dialog"]')) return
      const file = clipboardData?.files[0]
      const text = clipboardData?.getData('text/plain') ?? ''
      // Excel copies a picture of the cells beside their text, so text comes first.
      if (text.trim() !== '') open(new Blob([text]), PASTED_CELLS_NAME)
      else if (file) open(file, file.name)
    }
    document.addEventListener('paste', receive)
    return () => document.removeEventListener('paste', receive)
  }, [open])
}
