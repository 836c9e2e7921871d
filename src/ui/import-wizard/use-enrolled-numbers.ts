'use client'

import { useEffect, useState } from 'react'
import { NUMBERS_PER_QUERY_MAX } from '@/domain/imports/numbers-per-query.rules'
import { useTRPCClient } from '@/ui/trpc-client'
import type { ImportWorker } from './worker/import-worker'

export type EnrolledNumbers = { enrolled: number; numbers: number }

/**
 * Counts how many of the numbers to be enrolled were enrolled with this agent within 30 days. A failed request is
 * ignored.
 *
 * @param version changes whenever the rows may have changed; null when nothing should be asked
 * @param sending true while rows are sent to be enrolled; an unfinished look-up then stops, since it would delay them
 * @returns null until all numbers are looked up
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
