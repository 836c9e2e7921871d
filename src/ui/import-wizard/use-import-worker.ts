'use client'

import { useEffect, useState } from 'react'
import { ImportWorker } from './worker/import-worker'

/** The worker of this page, from mount to unmount; null until it is started. */
export function useImportWorker(): ImportWorker | null {
  const [worker, setWorker] = useState<ImportWorker | null>(null)
  useEffect(() => {
    const started = new ImportWorker()
    setWorker(started)
    return () => started.terminate()
  }, [])
  return worker
}
