'use client'

import { useEffect, useState } from 'react'
import { ImportWorker } from './worker/import-worker'

/** Starts a worker when the page mounts, and ends it when the page unmounts. Null until it is started. */
export function useImportWorker(): ImportWorker | null {
  const [worker, setWorker] = useState<ImportWorker | null>(null)
  useEffect(() => {
    const started = new ImportWorker()
    setWorker(started)
    return () => started.terminate()
  }, [])
  return worker
}
