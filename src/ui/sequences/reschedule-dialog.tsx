'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/ui/components/button'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { Field } from '@/ui/components/field'
import { count } from '@/ui/components/format-number'
import { Input } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { describeError } from '@/ui/describe-error'
import type { RouterOutputs } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

type Answer = RouterOutputs['sequences']['rescheduleMany']

const REASONS_SHOWN_MAX = 3

type RescheduleDialogProps = { sequenceIds: readonly string[]; onClose: () => void }

/** Asks for another moment, on the clock of each contact, and says who could not be moved there. */
export function RescheduleDialog({ sequenceIds, onClose }: RescheduleDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const formId = useId()
  const [scheduledAt, setScheduledAt] = useState('')
  const [fault, setFault] = useState<string>()
  const move = useMutation(
    trpc.sequences.rescheduleMany.mutationOptions({ onSuccess: () => queryClient.invalidateQueries() }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (scheduledAt === '') return setFault('Choose a day and a time.')
    setFault(undefined)
    move.mutate({ sequenceIds: [...sequenceIds], scheduledAt })
  }
  const done = move.data
  return (
    <Dialog open onOpenChange={(open) => !open && !move.isPending && onClose()}>
      <DialogContent
        title="Reschedule"
        description="Moves the next call or mail. A call outside of the call windows moves on to when they open."
        footer={
          done ? (
            <DialogClose asChild>
              <Button variant="primary">Close</Button>
            </DialogClose>
          ) : (
            <>
              <DialogClose asChild>
                <Button disabled={move.isPending}>Leave as it is</Button>
              </DialogClose>
              <Button type="submit" form={formId} variant="primary" pending={move.isPending}>
                Reschedule {count(sequenceIds.length, 'contact')}
              </Button>
            </>
          )
        }
      >
        {done ? (
          <Outcome answer={done} />
        ) : (
          <form id={formId} noValidate onSubmit={submit} className="grid gap-3">
            <Field label="Not before" required hint="On the clock of each contact." error={fault}>
              <Input
                type="datetime-local"
                className="max-w-64"
                value={scheduledAt}
                onChange={({ target }) => setScheduledAt(target.value)}
              />
            </Field>
            {move.error && (
              <Notice tone="error" live title="Nothing was rescheduled">
                {describeError(move.error).message}
              </Notice>
            )}
          </form>
        )}
      </DialogContent>
    </Dialog>
  )
}

function Outcome({ answer: { rescheduled, leftOut } }: { answer: Answer }) {
  const reasons = new Map<string, number>()
  for (const { reason } of leftOut) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  return (
    <div role="status" className="grid gap-2">
      <p>{count(rescheduled.length, 'contact')} rescheduled.</p>
      {leftOut.length > 0 && (
        <>
          <p>{count(leftOut.length, 'contact')} left as they are:</p>
          <ul className="grid gap-1 text-sm text-muted-foreground">
            {[...reasons].slice(0, REASONS_SHOWN_MAX).map(([reason, amount]) => (
              <li key={reason}>
                {count(amount, 'contact')}: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
