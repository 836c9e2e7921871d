'use client'

import { startTransition, useEffect, useRef, useState } from 'react'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { GridRow, RowQuery } from '@/ui/import-wizard/worker/review-messages'

/** Rows are asked for in whole blocks, so that scrolling a line does not ask again. */
const BLOCK_ROWS = 50

type Slice = { from: number; list: number; rows: GridRow[] }

/** No list of the worker's: nothing is shown yet. */
const NO_LIST = -1

/**
 * The rows between two positions of a filtered list, from the worker. Until an answer comes the rows before stay, so
 * that an edit does not flicker. The first ones, a whole screen of new cells, are drawn in slices.
 *
 * @param version changes whenever any row may have
 */
export function useGridRows(worker: ImportWorker, query: RowQuery, version: number, first: number, last: number) {
  const [slice, setSlice] = useState<Slice>({ from: 0, list: NO_LIST, rows: [] })
  const isFirst = useRef(true)
  const from = Math.floor(first / BLOCK_ROWS) * BLOCK_ROWS
  const to = (Math.floor(Math.max(last, first) / BLOCK_ROWS) + 1) * BLOCK_ROWS
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the table is asked for again
  useEffect(() => {
    let current = true
    worker.call('rows', { query, from, to }).then(({ list, rows }) => {
      if (!current) return
      const show = () => setSlice({ from, list, rows })
      if (isFirst.current) startTransition(show)
      else show()
      isFirst.current = false
    })
    return () => {
      current = false
    }
  }, [worker, query, version, from, to])
  const rowAt = (position: number): GridRow | undefined => slice.rows[position - slice.from]
  return { rowAt, list: slice.list }
}
