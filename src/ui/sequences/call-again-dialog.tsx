'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { Button } from '@/ui/components/button'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { count, formatNumber } from '@/ui/components/format-number'
import { NativeSelect } from '@/ui/components/native-select'
import { Notice } from '@/ui/components/notice'
import { Progress } from '@/ui/components/progress'
import { describeError } from '@/ui/describe-error'
import type { RouterInputs, RouterOutputs } from '@/ui/router-outputs'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'

type Input = RouterInputs['batches']['callAgain']
type Answer = RouterOutputs['batches']['callAgain']

/** Who is meant: chosen contacts, or all that a filter matches. */
export type AgainTarget = Pick<Input, 'sequenceIds' | 'filter'>

type Sum = {
  total: number
  accepted: number
  leftOut: number
  required: number
  available: number | null
  batchIds: string[]
  /** Reasons of those who were rejected, with how many have each. */
  reasons: Map<string, number>
}

type Stage =
  | { kind: 'looking' | 'ready' | 'enrolling' | 'done'; sum: Sum }
  | { kind: 'failed'; sum: Sum; error: unknown }

const NOBODY: Sum = {
  total: 0,
  accepted: 0,
  leftOut: 0,
  required: 0,
  available: null,
  batchIds: [],
  reasons: new Map(),
}
const SAME = 'same'
const REASONS_SHOWN_MAX = 3

function enrolledUntilNow({ filter, ...target }: AgainTarget): AgainTarget {
  if (!filter) return target
  const now = new Date().toISOString()
  const { enrolledBefore } = filter
  const isEarlier = enrolledBefore !== undefined && Date.parse(enrolledBefore) < Date.parse(now)
  return { ...target, filter: { ...filter, enrolledBefore: isEarlier ? enrolledBefore : now } }
}

type CallAgainDialogProps = { target: AgainTarget; onClose: () => void }

/**
 * Says first who would be called again, and then enrolls them, a thousand at a time. Whatever breaks it off, pressing
 * again goes on with those who are left: nobody is called twice for the same sequence.
 */
export function CallAgainDialog({ target: asked, onClose }: CallAgainDialogProps) {
  // The server means whoever was enrolled before the first page. What is enrolled is to be what was counted, so both
  // mean the same moment: the one when this was opened.
  const [target] = useState(() => enrolledUntilNow(asked))
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const agents = useQuery(trpc.agents.list.queryOptions({}))
  const [agentId, setAgentId] = useState<string>()
  const [stage, setStage] = useState<Stage>({ kind: 'looking', sum: NOBODY })
  const run = useRef(0)

  useEffect(() => {
    const mine = ++run.current
    const isCurrent = () => mine === run.current
    setStage({ kind: 'looking', sum: NOBODY })
    goThrough(
      (after) => client.batches.previewCallAgain.mutate({ ...target, agentId, after }),
      (sum) => isCurrent() && setStage({ kind: 'looking', sum }),
      isCurrent,
    ).then(
      (sum) => isCurrent() && setStage({ kind: 'ready', sum }),
      (error: unknown) => isCurrent() && setStage({ kind: 'failed', sum: NOBODY, error }),
    )
    return () => {
      run.current++
    }
  }, [client, target, agentId])

  const enroll = async () => {
    const expected = stage.sum.accepted
    let reached = NOBODY
    const show = (sum: Sum) => {
      reached = sum
      setStage({ kind: 'enrolling', sum: { ...sum, total: expected } })
    }
    show(NOBODY)
    try {
      const sum = await goThrough(
        (after) => client.batches.callAgain.mutate({ ...target, agentId, after }),
        show,
        () => true,
      )
      setStage({ kind: 'done', sum })
    } catch (error) {
      setStage({ kind: 'failed', sum: reached, error })
    }
    await queryClient.invalidateQueries()
  }

  const { kind, sum } = stage
  const isTooDear = sum.available !== null && sum.required > sum.available
  return (
    <Dialog open onOpenChange={(open) => !open && kind !== 'enrolling' && onClose()}>
      <DialogContent
        title="Call again"
        description="They are enrolled anew, as they were sent, through the same checks as any enrollment."
        footer={
          kind === 'done' ? (
            <DialogClose asChild>
              <Button variant="primary">Close</Button>
            </DialogClose>
          ) : (
            <>
              <DialogClose asChild>
                <Button disabled={kind === 'enrolling'}>Do not call</Button>
              </DialogClose>
              <Button
                variant="primary"
                pending={kind === 'looking' || kind === 'enrolling'}
                disabled={kind !== 'ready' || sum.accepted === 0 || isTooDear}
                onClick={enroll}
              >
                {kind === 'ready' || kind === 'enrolling'
                  ? `Call ${count(kind === 'enrolling' ? sum.total : sum.accepted, 'contact')} again`
                  : 'Call again'}
              </Button>
            </>
          )
        }
      >
        {kind !== 'done' && kind !== 'enrolling' && (
          <Field label="Agent">
            <NativeSelect
              value={agentId ?? SAME}
              options={[
                { value: SAME, label: 'The same agent' },
                ...(agents.data?.agents ?? []).map((agent) => ({ value: agent.agentId, label: agent.name })),
              ]}
              onChange={(value) => setAgentId(value === SAME ? undefined : value)}
            />
          </Field>
        )}
        <div role="status" className="grid gap-3">
          {kind === 'enrolling' ? (
            <>
              <p>
                Enrolled {formatNumber(sum.accepted)} of {formatNumber(sum.total)}
              </p>
              <Progress label="Contacts enrolled again" value={sum.accepted} max={Math.max(1, sum.total)} />
            </>
          ) : kind === 'done' ? (
            <Done sum={sum} />
          ) : (
            <Preview sum={sum} isLooking={kind === 'looking'} isTooDear={isTooDear} />
          )}
        </div>
        {stage.kind === 'failed' && (
          <Notice tone="error" title={describeError(stage.error).message}>
            {stage.sum.accepted > 0 && `Before that, ${count(stage.sum.accepted, 'contact')} got enrolled.`}
          </Notice>
        )}
      </DialogContent>
    </Dialog>
  )
}

function Preview({ sum, isLooking, isTooDear }: { sum: Sum; isLooking: boolean; isTooDear: boolean }) {
  const rejected = sum.total - sum.accepted
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
        <dt>Will be called again</dt>
        <dd className="text-right font-medium">
          {isLooking && 'Counting: '}
          {formatNumber(sum.accepted)}
        </dd>
        {rejected > 0 && (
          <>
            <dt>Rejected</dt>
            <dd className="text-right">{formatNumber(rejected)}</dd>
          </>
        )}
        {sum.leftOut > 0 && (
          <>
            <dt>Open, called again already, or enrolled again since</dt>
            <dd className="text-right">{formatNumber(sum.leftOut)}</dd>
          </>
        )}
        <dt>Credits</dt>
        <dd className="text-right">
          {formatNumber(sum.required)}
          {sum.available !== null && ` of ${formatNumber(sum.available)}`}
        </dd>
      </dl>
      <Reasons reasons={sum.reasons} />
      {isTooDear && (
        <Notice tone="warning" title="Not enough credits">
          Choose fewer contacts, or wait for the next month’s credits.
        </Notice>
      )}
    </>
  )
}

function Done({ sum }: { sum: Sum }) {
  const [first] = sum.batchIds
  return (
    <>
      <p>
        {count(sum.accepted, 'contact')} will be called again
        {sum.batchIds.length > 1 && `, in ${formatNumber(sum.batchIds.length)} batches`}.
      </p>
      {first && (
        <Link href={`/batches/${first}`} className="w-fit text-link underline-offset-4 hover:underline">
          {sum.batchIds.length > 1 ? 'Open the first batch' : 'Open the new batch'}
        </Link>
      )}
      <Reasons reasons={sum.reasons} />
    </>
  )
}

function Reasons({ reasons }: { reasons: Sum['reasons'] }) {
  if (reasons.size === 0) return null
  const shown = [...reasons].sort(([, a], [, b]) => b - a).slice(0, REASONS_SHOWN_MAX)
  return (
    <ul className="grid gap-1 text-sm text-muted-foreground">
      {shown.map(([reason, amount]) => (
        <li key={reason} className="break-words">
          {count(amount, 'contact')}: {reason}
        </li>
      ))}
    </ul>
  )
}

/** Asks for one thousand after the other, and adds up what is answered. */
async function goThrough(
  ask: (after: string | undefined) => Promise<Answer>,
  onSum: (sum: Sum) => void,
  goesOn: () => boolean,
): Promise<Sum> {
  let sum = NOBODY
  let after: string | undefined
  do {
    const answer = await ask(after)
    const reasons = new Map(sum.reasons)
    for (const { error } of answer.rejected) reasons.set(error, (reasons.get(error) ?? 0) + 1)
    sum = {
      total: sum.total + answer.total,
      accepted: sum.accepted + answer.accepted,
      leftOut: sum.leftOut + answer.leftOut,
      required: sum.required + (answer.credits?.required ?? 0),
      available: answer.credits?.available ?? sum.available,
      batchIds: answer.batchId === null ? sum.batchIds : [...sum.batchIds, answer.batchId],
      reasons,
    }
    onSum(sum)
    after = answer.next ?? undefined
  } while (after !== undefined && goesOn())
  return sum
}
