'use client'

import { useEffect, useState } from 'react'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { RowQuery } from '@/ui/import-wizard/worker/review-messages'

type Found = { cells: number; rows: number }

/** Counts how often a text occurs in the rows of a filter. Null without a text, and until the first answer. */
export function useFound(worker: ImportWorker, query: RowQuery, version: number): Found | null {
  const [found, setFound] = useState<Found | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the table is asked for again
  useEffect(() => {
    if (!query.find) {
      setFound(null)
      return
    }
    let current = true
    worker.call('countFound', { query }).then((next) => current && setFound(next))
    return () => {
      current = false
    }
  }, [worker, query, version])
  return found
}
