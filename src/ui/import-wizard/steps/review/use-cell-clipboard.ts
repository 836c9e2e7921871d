'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import { count } from '@/ui/components/format-number'
import { toast } from '@/ui/components/toast'
import type { Judgement } from '@/ui/import-wizard/use-judgement'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import { type CellRange, cellsIn, type Placement } from '@/ui/import-wizard/worker/place-cells'
import type { CellsOfList, RowQuery } from '@/ui/import-wizard/worker/review-messages'

type CellClipboardProps = {
  grid: RefObject<HTMLElement | null>
  worker: ImportWorker
  change: Judgement['change']
  query: RowQuery
  /** The number of the worker's list that is on the screen. */
  list: number
  /** Null when there are no cells. */
  range: CellRange | null
  onPlaced: (range: CellRange) => void
}

/**
 * Copies, cuts, pastes and empties a range of cells while the grid has the focus. The worker writes and reads the
 * texts, whatever their size. `message` says what was done.
 */
export function useCellClipboard({ grid, worker, change, query, list, range, onPlaced }: CellClipboardProps) {
  const [message, setMessage] = useState('')
  const cells: CellsOfList | null = range && { query, list, range }

  const copy = async ({ range, ...rest }: CellsOfList): Promise<boolean> => {
    const text = worker
      .call('copy', { range, ...rest })
      .then((copied) => copied ?? Promise.reject(new StaleRowsError()))
    try {
      // The text is a promise. The clipboard accepts it because writing starts in the same keystroke.
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })])
      setMessage(`Copied ${count(cellsIn(range), 'cell')}`)
      return true
    } catch {
      // If the rows have changed, that is reported as the cause, whatever error the clipboard gives.
      const stale = await text.then(
        () => false,
        (reason) => reason instanceof StaleRowsError,
      )
      if (stale) tellStale('copied')
      else toast.error('The browser did not let the cells be copied. Allow this page to use the clipboard.')
      return false
    }
  }
  const empty = async (from: CellsOfList): Promise<boolean> => {
    const { placed } = await change('clear', from)
    if (!placed) tellStale('emptied')
    return placed !== null
  }
  const cut = async (from: CellsOfList) => {
    if ((await copy(from)) && (await empty(from))) setMessage(`Cut ${count(cellsIn(from.range), 'cell')}`)
  }
  const paste = async (into: CellsOfList, text: string) => {
    if (text === '') {
      toast('There is no text on the clipboard')
      return
    }
    const { placed } = await change('paste', { ...into, text })
    if (!placed) {
      tellStale('pasted')
      return
    }
    onPlaced(placed.range)
    setMessage(`Pasted ${count(cellsIn(placed.range), 'cell')}`)
    const lost = describeLost(placed)
    if (lost) {
      const undo = { label: 'Undo', onClick: () => change('undo', null) }
      toast.warning(`${lost} did not fit and ${isOne(placed) ? 'was' : 'were'} not pasted`, { action: undo })
    }
  }
  const handle = (event: ClipboardEvent) => {
    if (!cells || document.activeElement !== grid.current) return
    event.preventDefault()
    if (event.type === 'copy') copy(cells)
    else if (event.type === 'cut') cut(cells)
    else paste(cells, event.clipboardData?.getData('text/plain') ?? '')
  }
  const latest = useRef(handle)
  useEffect(() => {
    latest.current = handle
  })
  useEffect(() => {
    // Without selected text, some browsers send these events to the document's body, whatever has the focus.
    const receive = (event: ClipboardEvent) => latest.current(event)
    for (const type of CLIPBOARD_EVENTS) document.addEventListener(type, receive)
    return () => {
      for (const type of CLIPBOARD_EVENTS) document.removeEventListener(type, receive)
    }
  }, [])

  return {
    message,
    forget: () => setMessage(''),
    clear: async () => {
      if (cells && (await empty(cells))) setMessage(`Emptied ${count(cellsIn(cells.range), 'cell')}`)
    },
  }
}

const CLIPBOARD_EVENTS = ['copy', 'cut', 'paste'] as const

class StaleRowsError extends Error {}

function tellStale(done: string) {
  toast.warning(`The rows have changed meanwhile, so nothing was ${done}. Try it once more.`)
}

function describeLost({ lost }: Placement): string {
  const parts = [lost.rows > 0 && count(lost.rows, 'row'), lost.columns > 0 && count(lost.columns, 'column')]
  return parts.filter(Boolean).join(' and ')
}

function isOne({ lost }: Placement): boolean {
  return lost.rows + lost.columns === 1
}
