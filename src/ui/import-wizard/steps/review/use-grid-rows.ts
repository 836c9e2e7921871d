'use client'

import { startTransition, useEffect, useRef, useState } from 'react'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { GridRow, RowQuery } from '@/ui/import-wizard/worker/review-messages'

/** Rows are fetched in whole blocks, so that scrolling by a line does not fetch again. */
const BLOCK_ROWS = 50

type Slice = { from: number; list: number; rows: GridRow[] }

/** Stands for no list of the worker, while nothing is shown yet. */
const NO_LIST = -1

/**
 * Fetches the rows between two positions of a filtered list from the worker. The old rows stay until an answer comes,
 * so that an edit does not flicker. The first rows fill a whole screen and are rendered as a transition.
 *
 * @param version changes whenever any row may have changed
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
