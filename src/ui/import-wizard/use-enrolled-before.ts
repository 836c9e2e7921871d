'use client'

import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { count, formatNumber } from '@/ui/components/format-number'
import type { RouterOutputs } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import type { ImportWorker } from './worker/import-worker'

export type EnrolledBefore = NonNullable<RouterOutputs['imports']['enrolledBefore']['before']>

/** Writes `3,470 contacts accepted, 30 still to be enrolled`. */
export function describeEnrolled({ accepted, waiting }: EnrolledBefore): string {
  const waits = waiting > 0 ? `, ${formatNumber(waiting)} still to be enrolled` : ''
  return `${count(accepted, 'contact')} accepted${waits}`
}

/**
 * Finds when the same file was last enrolled with this agent, within 30 days. It asks while the options are set, and
 * again when "Enroll" is pressed.
 *
 * @param file an object that changes with each opened file; null when nothing should be asked
 */
export function useEnrolledBefore(worker: ImportWorker | null, agentId: string, file: object | null) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [fingerprint, setFingerprint] = useState<string | null>(null)
  useEffect(() => {
    if (!worker || !file) return
    let current = true
    worker.call('fingerprint', null).then(
      (hash) => current && setFingerprint(hash),
      // It is tried again when "Enroll" is pressed.
      () => {},
    )
    return () => {
      current = false
      setFingerprint(null)
    }
  }, [worker, file])
  const query = useQuery(
    trpc.imports.enrolledBefore.queryOptions(fingerprint === null ? skipToken : { agentId, fingerprint }),
  )

  const look = () =>
    lookForEnrolled(
      async () => fingerprint ?? (await worker?.call('fingerprint', null)) ?? null,
      async (hash) => {
        const asking = { agentId, fingerprint: hash }
        const options = trpc.imports.enrolledBefore.queryOptions(asking, { staleTime: 0, retry: false })
        return (await queryClient.fetchQuery(options)).before
      },
    )
  return { before: query.data?.before ?? null, look }
}

/**
 * Asks now whether the file was enrolled before. Never rejects: whatever fails counts as "not enrolled before", so that
 * it does not prevent enrolling.
 *
 * @param read returns the fingerprint of the file
 * @param ask asks the server about a fingerprint
 */
export async function lookForEnrolled(
  read: () => Promise<string | null>,
  ask: (fingerprint: string) => Promise<EnrolledBefore | null>,
): Promise<{ fingerprint: string | null; before: EnrolledBefore | null }> {
  const fingerprint = await read().catch(() => null)
  const before = fingerprint === null ? null : await ask(fingerprint).catch(() => null)
  return { fingerprint, before }
}
