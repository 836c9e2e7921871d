'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import { needsEmail } from '@/domain/contacts/needs-email.rules'
import { dialsExtensions } from '@/domain/dialer-accounts/dialer-kinds.rules'
import type { Mapping } from '@/domain/mappings/mapping.rules'
import type { AgentDetails, RouterOutputs } from '@/ui/router-outputs'
import { missingTargets } from './state/import-target'
import { toEnrollmentOptions, type WizardOptions } from './state/wizard-options'
import type { Draft } from './state/wizard-state'
import type { ImportWorker } from './worker/import-worker'
import type { Judging, ReviewChanges, TableSummary } from './worker/review-messages'

export type Organization = RouterOutputs['auth']['me']['organization']

export type Judgement = {
  /** Null until the rows were judged for the first time. */
  summary: TableSummary | null
  /** The progress of judging many rows; null when they are not being judged. */
  progress: { judged: number; rows: number } | null
  /** True when mapping or options have changed since the summary, whose counts are then out of date. */
  counting: boolean
  /** True when the rows could not be judged, which is an error on our side. */
  failed: boolean
  /** Rises whenever a row may have changed. Whatever shows rows then fetches them again. */
  version: number
  /** Changes rows. Answers the table's new summary, and how many cells or rows were changed. */
  change: <Name extends keyof ReviewChanges>(
    call: Name,
    input: ReviewChanges[Name]['input'],
  ) => Promise<ReviewChanges[Name]['output']>
}

/** Keeps the verdict on all rows up to date with the mapping, the options and every edit. */
export function useJudgement(
  worker: ImportWorker | null,
  draft: Draft | null,
  agent: AgentDetails,
  organization: Organization,
): Judgement {
  const [{ summary, progress, failed, version, judged }, setState] = useState<Judged>(NOTHING_JUDGED)
  const show = useCallback((next: TableSummary | null, by?: Judging) => {
    setState(({ version, judged }) => ({
      summary: next,
      progress: null,
      failed: false,
      version: version + 1,
      judged: by ?? judged,
    }))
  }, [])
  const { preview, mapping, options } = draft ?? {}

  useEffect(() => {
    if (!worker) return
    // Rows are fetched again only after all are judged, since duplicates are known only then.
    worker.onJudging = (judged, rows) => setState((current) => ({ ...current, progress: { judged, rows } }))
    return () => {
      worker.onJudging = null
    }
  }, [worker])

  const judging = useEqual(mapping && options ? judgingOf(mapping, options, agent, organization) : null)

  useEffect(() => {
    if (!worker || !preview || !judging) return
    const { mapping, agent } = judging
    if (missingTargets(mapping, { variables: agent.variables, emailRequired: needsEmail(agent) }).length > 0) {
      show(null, judging)
      return
    }
    let current = true
    worker.call('judge', judging).then(
      (next) => current && next && show(next, judging),
      () =>
        current && setState((before) => ({ ...before, summary: null, progress: null, failed: true, judged: judging })),
    )
    return () => {
      current = false
    }
  }, [worker, preview, judging, show])

  const change: Judgement['change'] = useCallback(
    async (call, input) => {
      if (!worker) throw new Error('Rows are changed once a file is open.')
      // The type of each call ties its input to its output. TypeScript cannot follow that through a union of calls.
      const changed = (await worker.call<keyof ReviewChanges>(call, input)) as ReviewChanges[typeof call]['output']
      if (changed.summary) show(changed.summary)
      return changed
    },
    [worker, show],
  )
  return { summary, progress, counting: judging !== judged, failed, version, change }
}

function judgingOf(mapping: Mapping, options: WizardOptions, agent: AgentDetails, organization: Organization): Judging {
  const { timezones, callWindows, variables, steps, dialer } = agent
  // No row is judged by its priority: choosing another one does not judge a million rows again.
  const { priority: _, ...judgedBy } = toEnrollmentOptions(options)
  return {
    mapping,
    options: judgedBy,
    agent: { timezones, callWindows, variables, steps, dialsExtensions: dialsExtensions(dialer) },
    organization,
  }
}

/**
 * Returns the same object as long as its content stays the same. A saved mapping that equals the suggestions then does
 * not cause new judging.
 */
function useEqual<Value>(value: Value): Value {
  const text = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the value
  return useMemo(() => value, [text])
}

type Judged = Omit<Judgement, 'change' | 'counting'> & {
  /** What the summary was made from. */
  judged: Judging | null
}

const NOTHING_JUDGED: Judged = { summary: null, progress: null, failed: false, version: 0, judged: null }
