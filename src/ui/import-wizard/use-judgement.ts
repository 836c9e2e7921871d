'use client'

import { useCallback, useEffect, useState } from 'react'
import type { AgentDetails, RouterOutputs } from '../router-outputs'
import { missingTargets } from './state/import-target'
import { toEnrollmentOptions } from './state/wizard-options'
import { type Draft, exceedsOneBatch } from './state/wizard-state'
import type { ImportWorker } from './worker/import-worker'
import type { CallName, TableSummary, WorkerCalls } from './worker/messages'

export type Organization = RouterOutputs['auth']['me']['organization']

/** Calls of the worker that change rows; each answers the new state of the whole table. */
export type RowChange = 'edit' | 'replace' | 'leaveOut' | 'leaveOutFiltered' | 'undo'

export type Judgement = {
  /** Null until the rows were judged for the first time. */
  summary: TableSummary | null
  /** Goes up whenever a row may have changed; what shows rows asks for them again. */
  version: number
  change: <Name extends RowChange>(call: Name, input: WorkerCalls[Name]['input']) => Promise<void>
}

/** An agent's sequence asks for an email address when one of its steps is an email. */
export function needsEmail(agent: AgentDetails): boolean {
  return agent.steps.some(({ stepType }) => stepType === 'EMAIL')
}

/** The verdict on all rows, kept up to date with the mapping, the options and every edit. */
export function useJudgement(
  worker: ImportWorker | null,
  draft: Draft | null,
  agent: AgentDetails,
  organization: Organization,
): Judgement {
  const [{ summary, version }, setJudged] = useState<{ summary: TableSummary | null; version: number }>({
    summary: null,
    version: 0,
  })
  const show = useCallback((next: TableSummary | null) => {
    setJudged((current) => ({ summary: next, version: current.version + 1 }))
  }, [])
  const { preview, mapping, options } = draft ?? {}

  useEffect(() => {
    // What is refused anyway is not judged.
    if (!worker || !preview || !mapping || !options || exceedsOneBatch({ preview })) return
    const { variables } = agent
    if (missingTargets(mapping, { variables, emailRequired: needsEmail(agent) }).length > 0) {
      show(null)
      return
    }
    let current = true
    const { status, fromNumber, timezones, callWindows, steps, outcomes, creditsPerContact } = agent
    worker
      .call('judge', {
        mapping,
        options: toEnrollmentOptions(options),
        agent: { status, fromNumber, timezones, callWindows, variables, steps, outcomes, creditsPerContact },
        organization,
      })
      .then((next) => current && show(next))
    return () => {
      current = false
    }
  }, [worker, preview, mapping, options, agent, organization, show])

  const change = useCallback(
    async <Name extends RowChange>(call: Name, input: WorkerCalls[Name]['input']) => {
      if (worker) show((await worker.call<CallName>(call, input)) as TableSummary)
    },
    [worker, show],
  )
  return { summary, version, change }
}
