'use client'

import { useEffect, useRef, useState } from 'react'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import type { NoneAccepted } from '@/domain/enrollment/enrollment-answer.schema'
import { countReasons } from '@/domain/enrollment/summarize-dry-run.rules'
import { describeError } from '@/ui/describe-error'
import { retryUntilAnswered } from '@/ui/staging/retry-until-answered'
import { useTRPCClient } from '@/ui/trpc-client'
import { type Asking, askPreflight, type BatchToAsk } from './ask-preflight'
import type { BatchAnswer, Preflight } from './state/sum-preflight'
import { toEnrollmentOptions, type WizardOptions } from './state/wizard-options'
import type { ImportWorker } from './worker/import-worker'

export type ShownPreflight = Preflight & {
  asking: Asking
  /** True while nothing is known yet of the rows and options as they are now: it is of those before. */
  isOld: boolean
  /** Asks on, where it waits for that. */
  goOn: () => void
}

type Table = {
  /** Rises whenever a row may have changed. */
  version: number
  /** How many contacts would be enrolled; 0 asks for nothing. */
  contacts: number
  /** True while rows are being judged or frozen: then it waits. */
  isBusy: boolean
}

type Found = { of: string; sum: Preflight; asking: Asking }

/**
 * Makes a dry run of each batch of the file, which is what its enrollment will answer: the rules of the places, limits and
 * consents are known to the server alone. It ends when rows or options change, and is made anew.
 *
 * @returns null until the first batch is answered
 */
export function usePreflight(
  worker: ImportWorker,
  agentId: string,
  options: WizardOptions,
  { version, contacts, isBusy }: Table,
): ShownPreflight | null {
  const client = useTRPCClient()
  const [found, setFound] = useState<Found | null>(null)
  const goOn = useRef(() => {})
  // The same options are the same text, whatever the priority: nobody is rejected by it.
  const asked = JSON.stringify({ ...toEnrollmentOptions(options), priority: undefined })
  const of = `${version} ${asked}`
  const isDone = found?.of === of && found.asking === 'done'
  useEffect(() => {
    if (contacts === 0 || isBusy || isDone) return
    const stop = new AbortController()
    const { signal } = stop
    const body = JSON.parse(asked) as EnrollmentOptions
    const dryRun = async (batch: BatchToAsk['contacts']): Promise<BatchAnswer> => {
      const request = { agentId, ...body, contacts: [...batch], dryRun: true }
      try {
        const answer = await retryUntilAnswered(() => client.enrollment.enrollBatch.mutate(request, { signal }), {
          signal,
          onWait: () => {},
        })
        if (!('dryRun' in answer)) throw new Error('A dry run was taken for an enrollment.')
        return answer
      } catch (error) {
        const { code, details } = describeError(error)
        if (code !== 'NO_VALID_CONTACTS') throw error
        const { rejected } = details as NoneAccepted
        return { reasons: countReasons(rejected), firstCallAt: null, lastCallAt: null, estimate: null }
      }
    }
    askPreflight({
      contacts,
      batchOf: (number) => worker.call('contactsOfBatch', { number }),
      dryRun,
      show: (sum, asking) => setFound({ of, sum, asking }),
      untilGoOn: () =>
        new Promise((resolve) => {
          goOn.current = resolve
        }),
      signal,
    })
    return () => stop.abort()
  }, [worker, client, agentId, asked, of, contacts, isBusy, isDone])
  if (contacts === 0 || found === null) return null
  return { ...found.sum, asking: found.asking, isOld: found.of !== of, goOn: () => goOn.current() }
}
