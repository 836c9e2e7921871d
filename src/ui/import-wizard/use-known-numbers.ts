'use client'

import { useEffect, useRef } from 'react'
import { NUMBERS_PER_LOOK_UP_MAX } from '@/domain/enrollment/number-rules.rules'
import { useTRPCClient } from '@/ui/trpc-client'
import type { Judgement } from './use-judgement'
import type { ImportWorker } from './worker/import-worker'

/**
 * Looks up, in sets and one after the other, the numbers of the file that the server would reject, or of whose contacts it
 * would ask a consent, and marks their rows: so the review says what the enrollment will answer. Each number is asked for
 * once. A failed request is ignored, since the enrollment asks again; the next change of the rows tries it anew.
 *
 * @param isOff true where nobody reviews rows; an unfinished look-up then stops
 */
export function useKnownNumbers(
  worker: ImportWorker | null,
  agentId: string,
  { version, summary, change }: Judgement,
  isOff: boolean,
): void {
  const client = useTRPCClient()
  // Rules by which nobody can be rejected, since the organization has no list and nobody asks for a consent.
  const moot = useRef<string | null>(null)
  const isJudged = summary !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: a version stands for the rows, whose numbers may be new
  useEffect(() => {
    if (!worker || !isJudged || isOff) return
    let current = true
    const look = async () => {
      while (current) {
        const { numbers, rules } = await worker.call('numbersToLookUp', { max: NUMBERS_PER_LOOK_UP_MAX })
        if (numbers.length === 0 || moot.current === JSON.stringify(rules) || !current) return
        const found = await client.enrollment.lookUpNumbers.mutate({ agentId, numbers, ...rules })
        if (found.isMoot) moot.current = JSON.stringify(rules)
        if (!found.isMoot) await change('noteKnown', { numbers, rules, found })
      }
    }
    look().catch(() => {})
    return () => {
      current = false
    }
  }, [worker, client, agentId, change, version, isJudged, isOff])
}
