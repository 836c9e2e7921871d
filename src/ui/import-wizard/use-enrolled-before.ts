'use client'

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { count, formatNumber } from '@/ui/components/format-number'
import type { RouterOutputs } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import type { ImportWorker } from './worker/import-worker'

export type EnrolledBefore = NonNullable<RouterOutputs['imports']['enrolledBefore']['before']>

/** `3,470 contacts accepted, 30 still to be enrolled` */
export function describeEnrolled({ accepted, waiting }: EnrolledBefore): string {
  const waits = waiting > 0 ? `, ${formatNumber(waiting)} still to be enrolled` : ''
  return `${count(accepted, 'contact')} accepted${waits}`
}

/**
 * When the same file was enrolled with this agent last, within 30 days. Asked while the options are set, and once more
 * when "Enroll" is pressed.
 *
 * @param file changes whenever another file is open; null while none of it is asked
 */
export function useEnrolledBefore(worker: ImportWorker | null, agentId: string, file: object | null) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [fingerprint, setFingerprint] = useState<string | null>(null)
  useEffect(() => {
    if (!worker || !file) return
    let current = true
    worker.call('fingerprint', null).then((hash) => current && setFingerprint(hash))
    return () => {
      current = false
      setFingerprint(null)
    }
  }, [worker, file])
  const query = useQuery(
    trpc.imports.enrolledBefore.queryOptions(fingerprint === null ? skipToken : { agentId, fingerprint }),
  )

  /** What is true now. A check that does not come through stops nobody: the enrollment itself would not either. */
  const look = async (): Promise<{ fingerprint: string | null; before: EnrolledBefore | null }> => {
    const hash = fingerprint ?? (await worker?.call('fingerprint', null)) ?? null
    if (hash === null) return { fingerprint: null, before: null }
    const options = trpc.imports.enrolledBefore.queryOptions(
      { agentId, fingerprint: hash },
      { staleTime: 0, retry: false },
    )
    const answer = await queryClient.fetchQuery(options).catch(() => null)
    return { fingerprint: hash, before: answer?.before ?? null }
  }
  return { before: query.data?.before ?? null, look }
}
