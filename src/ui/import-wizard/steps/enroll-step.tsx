'use client'

import Link from 'next/link'
import { type RefObject, useEffect, useMemo, useState } from 'react'
import { Button } from '@/ui/components/button'
import { count, formatNumber } from '@/ui/components/format-number'
import { Download, LoaderCircle } from '@/ui/components/icons'
import { Notice } from '@/ui/components/notice'
import { Pagination } from '@/ui/components/pagination'
import { downloadCsv } from '@/ui/download-file'
import { RejectedRowsTable } from '@/ui/import/rejected-rows-table'
import { accountRows, isRefusal, type WizardState } from '@/ui/import-wizard/state/wizard-state'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { RejectedRow } from '@/ui/import-wizard/worker/messages'
import type { AgentDetails } from '@/ui/router-outputs'
import { StepHeading } from './step-heading'

const PAGE_SIZE = 50

type EnrollStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  state: Extract<WizardState, { step: 'enroll' }>
  worker: ImportWorker
  agent: AgentDetails
  onRetry: () => void
}

/** The submission on its way, its failure, or its result. */
export function EnrollStep({ heading, state, worker, agent, onRetry }: EnrollStepProps) {
  if (state.phase === 'sending') {
    return (
      <div className="grid flex-1 place-items-center p-6 text-center">
        <div className="grid justify-items-center gap-3">
          <LoaderCircle className="size-6 animate-spin text-muted-foreground" aria-hidden />
          <StepHeading ref={heading} title={`Sending ${count(state.submission.contacts.length, 'contact')}`}>
            This takes a moment. Keep the page open.
          </StepHeading>
        </div>
      </div>
    )
  }
  if (state.phase === 'unsent') {
    const { failure } = state
    return (
      <div className="mx-auto grid w-full max-w-2xl content-start gap-5 p-4 sm:p-6">
        <StepHeading ref={heading} title={isRefusal(failure) ? 'Nobody was enrolled' : 'No answer came back'} />
        <Notice tone="error" live title={failure.message}>
          {isRefusal(failure)
            ? 'Nothing was written. Change what is named above, or try again.'
            : 'It is not known whether the contacts arrived. Trying again sends the same submission with the same key, so nobody is enrolled twice.'}
        </Notice>
        <div className="flex gap-2">
          <Button variant="primary" size="lg" onClick={onRetry}>
            Try again
          </Button>
        </div>
      </div>
    )
  }
  return <Result heading={heading} state={state} worker={worker} agent={agent} />
}

type ResultProps = Omit<EnrollStepProps, 'state' | 'onRetry'> & {
  state: Extract<EnrollStepProps['state'], { phase: 'done' }>
}

function Result({ heading, state, worker, agent }: ResultProps) {
  const { submission, outcome } = state
  const account = accountRows(submission, outcome)
  const sums = [
    { label: 'Rows in the file', value: account.fileRows },
    { label: 'Accepted', value: account.accepted },
    { label: 'Rejected', value: account.rejected },
    { label: 'Left out', value: account.leftOut },
  ]
  return (
    <div className="mx-auto grid w-full max-w-5xl content-start gap-6 p-4 sm:p-6">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <StepHeading
          ref={heading}
          title={account.accepted > 0 ? `${count(account.accepted, 'contact')} enrolled` : 'Nobody was enrolled'}
        >
          {account.accepted > 0
            ? `With ${agent.name}. Their sequences are being created now.`
            : 'No contact was valid. Nothing was written and no credit was reserved.'}
        </StepHeading>
        <div className="flex flex-wrap gap-2">
          <Button size="lg" onClick={() => window.location.assign(`/agents/${agent.agentId}/enroll`)}>
            Import another file
          </Button>
          {outcome.batchId && (
            <Button asChild variant="primary" size="lg">
              <Link href={`/batches/${outcome.batchId}`}>Open the batch</Link>
            </Button>
          )}
        </div>
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-y py-4 sm:grid-cols-4">
        {sums.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-xs text-muted-foreground">{label}</dt>
            <dd className="mt-0.5 text-xl font-medium tracking-tight">{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      {!account.addsUp && (
        <Notice tone="error" title="These totals do not add up">
          That is a fault of ours. Compare them with the batch, and tell whoever runs Rollcall.
        </Notice>
      )}
      {outcome.replayed && (
        <Notice tone="info" title="This submission had arrived before">
          The answer is that of the first time; nobody was enrolled twice.
        </Notice>
      )}
      {account.rejected > 0 && <Rejected state={state} worker={worker} />}
    </div>
  )
}

function Rejected({ state, worker }: Pick<ResultProps, 'state' | 'worker'>) {
  const { submission, outcome } = state
  const rejected = useMemo(
    () => outcome.rejected.map(({ index, error }) => ({ row: submission.rows[index] ?? -1, reason: error })),
    [outcome, submission],
  )
  const [rows, setRows] = useState<RejectedRow[]>()
  const [page, setPage] = useState(0)
  useEffect(() => {
    let current = true
    worker.call('rejectedRows', { rejected }).then((answer) => current && setRows(answer))
    return () => {
      current = false
    }
  }, [worker, rejected])
  const shown = rows?.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
  const fileName = state.draft.fileName.replace(/\.\w+$/, '')

  return (
    <section aria-labelledby="rejected-heading">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h3 id="rejected-heading" className="font-semibold">
            Rejected rows
          </h3>
          <p className="text-sm text-muted-foreground">
            The file holds your columns, the number as it was read, and the reason. Correct it in a spreadsheet and
            upload it again: its columns are recognized.
          </p>
        </div>
        <Button
          onClick={async () => downloadCsv(`${fileName}-rejected.csv`, await worker.call('rejectedCsv', { rejected }))}
        >
          <Download aria-hidden />
          Download rejected CSV
        </Button>
      </div>
      <RejectedRowsTable rows={shown} empty={null} />
      {rows && shown && rows.length > PAGE_SIZE && (
        <Pagination
          summary={`${formatNumber(page * PAGE_SIZE + 1)}–${formatNumber(page * PAGE_SIZE + shown.length)} of ${formatNumber(rows.length)}`}
          onPrevious={page > 0 ? () => setPage(page - 1) : null}
          onNext={(page + 1) * PAGE_SIZE < rows.length ? () => setPage(page + 1) : null}
        />
      )}
    </section>
  )
}
