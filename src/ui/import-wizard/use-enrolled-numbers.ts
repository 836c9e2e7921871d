'use client'

import { useEffect, useState } from 'react'
import { NUMBERS_PER_QUERY_MAX } from '@/domain/imports/import.schema'
import { useTRPCClient } from '@/ui/trpc-client'
import type { ImportWorker } from './worker/import-worker'

export type EnrolledNumbers = { enrolled: number; numbers: number }

/**
 * How many of the numbers that will be enrolled were enrolled with this agent within 30 days; null until all are looked
 * up. A look-up that does not come through stops nobody.
 *
 * @param version changes whenever the rows may have; null while nobody asks
 * @param sending rows are on their way to be enrolled: a look-up that is not done by then waits, since it would hold them up
 */
export function useEnrolledNumbers(
  worker: ImportWorker | null,
  agentId: string,
  version: number | null,
  sending: boolean,
): EnrolledNumbers | null {
  const client = useTRPCClient()
  const [found, setFound] = useState<(EnrolledNumbers & { version: number }) | null>(null)
  const isFound = found !== null && found.version === version
  useEffect(() => {
    if (version === null) setFound(null)
  }, [version])
  useEffect(() => {
    if (!worker || version === null || sending || isFound) return
    let current = true
    const look = async () => {
      const numbers = await worker.call('acceptedNumbers', null)
      let enrolled = 0
      for (let from = 0; from < numbers.length && current; from += NUMBERS_PER_QUERY_MAX) {
        const part = numbers.slice(from, from + NUMBERS_PER_QUERY_MAX)
        enrolled += (await client.imports.enrolledNumbers.mutate({ agentId, numbers: part })).enrolled
      }
      if (current) setFound({ version, enrolled, numbers: numbers.length })
    }
    look().catch(() => {})
    return () => {
      current = false
    }
  }, [worker, client, agentId, version, sending, isFound])
  return isFound ? found : null
}
