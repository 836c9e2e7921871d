'use client'

import { useEffect, useState } from 'react'
import { ImportWorker } from './worker/import-worker'

/** How long a worker that is to end may take to write the draft, in ms. */
const LAST_WRITE_MS = 1_000

/**
 * Starts a worker when the page mounts. When the page unmounts, the worker writes what is missing in the draft and ends.
 * Null until it is started.
 */
export function useImportWorker(): ImportWorker | null {
  const [worker, setWorker] = useState<ImportWorker | null>(null)
  useEffect(() => {
    const started = new ImportWorker()
    setWorker(started)
    return () => {
      const tooLate = setTimeout(() => started.terminate(), LAST_WRITE_MS)
      const end = () => {
        clearTimeout(tooLate)
        started.terminate()
      }
      started.call('flushDraft', null).then(end, end)
    }
  }, [])
  return worker
}
