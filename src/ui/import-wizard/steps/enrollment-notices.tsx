'use client'

import { useEffect, useState } from 'react'
import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'
import { SAME_FILE_DAYS } from '@/domain/imports/import.schema'
import { Button } from '@/ui/components/button'
import { count, formatNumber } from '@/ui/components/format-number'
import { formatExactTime } from '@/ui/components/format-time'
import { Notice } from '@/ui/components/notice'
import { describeEnrolled, type EnrolledBefore } from '@/ui/import-wizard/use-enrolled-before'
import type { EnrolledNumbers } from '@/ui/import-wizard/use-enrolled-numbers'
import type { Judgement } from '@/ui/import-wizard/use-judgement'
import type { ImportWorker } from '@/ui/import-wizard/worker/import-worker'
import type { TableSummary } from '@/ui/import-wizard/worker/review-messages'
import type { AgentDetails } from '@/ui/router-outputs'

type EnrollmentNoticesProps = {
  agent: AgentDetails
  worker: ImportWorker
  judgement: Judgement
  /** `available` is null until it is known. */
  credits: { required: number; available: number | null }
  /** How many contacts would be enrolled, without those whom the server rejects; null until it is known. */
  enrolled: number | null
  before: EnrolledBefore | null
  /** Null until it is known. */
  enrolledNumbers: EnrolledNumbers | null
  /** Why the rows could not be stored for sending. */
  problem: string | null
}

/** Shows what prevents enrolling and what should be known before, each with what can be done. */
export function EnrollmentNotices(props: EnrollmentNoticesProps) {
  const { agent, judgement, credits, enrolled, before, enrolledNumbers, problem } = props
  const { summary } = judgement
  const short = credits.available !== null && credits.required > credits.available
  return (
    <div className="mt-4 grid gap-3 empty:hidden">
      {short && summary && <TooFewCredits {...props} available={credits.available ?? 0} summary={summary} />}
      {summary && summary.chains.tooLarge.length > 0 && <TooLargeChains chains={summary.chains} />}
      {summary?.valid === 0 && (
        <Notice tone="error" live title="No row can be enrolled">
          Go back to the review to see what is wrong with them.
        </Notice>
      )}
      {enrolled === 0 && summary !== null && summary.valid > 0 && (
        <Notice tone="error" live title="No contact can be enrolled">
          All of them would be rejected, for the reasons above.
        </Notice>
      )}
      {before && (
        <Notice tone="warning" live title="This file was enrolled before">
          With {agent.name}, on {formatExactTime(Date.parse(before.enrolledAt))} by {before.enrolledBy}:{' '}
          {describeEnrolled(before)}. You will be asked whether to enroll it again.
        </Notice>
      )}
      {!before && enrolledNumbers !== null && enrolledNumbers.enrolled > 0 && (
        <Notice tone="warning" live title="Some of these numbers were enrolled before">
          {formatNumber(enrolledNumbers.enrolled)} of {count(enrolledNumbers.numbers, 'number')}{' '}
          {enrolledNumbers.enrolled === 1 ? 'was' : 'were'} enrolled with {agent.name} in the last {SAME_FILE_DAYS}{' '}
          days. Whoever has {enrolledNumbers.enrolled === 1 ? 'it' : 'them'} would be called again.
        </Notice>
      )}
      {problem && (
        <Notice tone="error" live title="The rows could not be kept">
          {problem}
        </Notice>
      )}
    </div>
  )
}

type TooFewCreditsProps = EnrollmentNoticesProps & { available: number; summary: TableSummary }

function TooFewCredits({ agent, worker, judgement, credits, available, summary }: TooFewCreditsProps) {
  const contactsMax = Math.floor(available / Math.max(1, agent.creditsPerContact))
  const [fitting, setFitting] = useState<number | null>(null)
  const [pending, setPending] = useState(false)
  const { version, change } = judgement
  useEffect(() => {
    let current = true
    // A new version means other rows, chains or options, so the first contacts may be others.
    void version
    worker.call('countFirst', { contactsMax }).then((contacts) => current && setFitting(contacts))
    return () => {
      current = false
    }
  }, [worker, contactsMax, version])
  const keepFirst = async () => {
    setPending(true)
    // Also after a failure, so that it can be pressed again.
    await change('keepFirst', { contactsMax }).finally(() => setPending(false))
  }
  const chained = summary.chains.count > 0
  return (
    <Notice tone="error" live title="Too few credits">
      {formatNumber(credits.required)} {credits.required === 1 ? 'is' : 'are'} needed and {formatNumber(available)}{' '}
      {available === 1 ? 'is' : 'are'} left this month.{' '}
      {fitting
        ? `${available === 1 ? 'It is' : 'They are'} enough for the first ${fitting === 1 ? 'one' : formatNumber(fitting)}${chained ? ', in whole chains' : ''}; the others would be left out, and you can take them back in during the review.`
        : 'Have your administrator raise the allocation.'}
      {fitting ? (
        <div className="mt-2">
          <Button size="sm" pending={pending} onClick={keepFirst}>
            Enroll the first {fitting === 1 ? 'one' : formatNumber(fitting)}
          </Button>
        </div>
      ) : null}
    </Notice>
  )
}

const GROUP_VALUE_LENGTH_MAX = 40

function TooLargeChains({ chains }: { chains: TableSummary['chains'] }) {
  const more = chains.tooLargeCount - chains.tooLarge.length
  return (
    <Notice tone="error" live title={`A chain takes ${formatNumber(CONTACTS_PER_BATCH_MAX)} contacts at most`}>
      {chains.tooLarge
        .map(({ value, size }) => `“${value.slice(0, GROUP_VALUE_LENGTH_MAX)}” has ${formatNumber(size)}`)
        .join(', ')}
      {more > 0 && `, and ${formatNumber(more)} more ${more === 1 ? 'is' : 'are'} too large`}. Group by another
      variable, or leave some of their rows out in the review.
    </Notice>
  )
}
