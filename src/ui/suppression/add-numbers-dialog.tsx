'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  BUILT_IN_LIST_NAME,
  NUMBERS_PER_REQUEST_MAX,
  SUPPRESSION_REASON_LENGTH_MAX,
} from '@/domain/suppression/suppression-limits.rules'
import { Button } from '@/ui/components/button'
import { Dialog, DialogClose, DialogContent } from '@/ui/components/dialog'
import { DialogFormButtons } from '@/ui/components/dialog-form-buttons'
import { Field } from '@/ui/components/field'
import { count, formatNumber } from '@/ui/components/format-number'
import { Input, Textarea } from '@/ui/components/input'
import { Notice } from '@/ui/components/notice'
import { describeError } from '@/ui/describe-error'
import type { Suppressed } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

type AddNumbersDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Null for the built-in list. */
  list: { listId: string; name: string } | null
}

/** Asks for numbers, one a line, puts them on a list and says what each came to. */
export function AddNumbersDialog({ open, onOpenChange, list }: AddNumbersDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string>()
  const add = useMutation(
    trpc.suppressions.suppress.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() }),
      onError: (error) => setFault(describeError(error).message),
    }),
  )
  const name = list?.name ?? BUILT_IN_LIST_NAME
  const change = (next: boolean) => {
    if (add.isPending) return
    onOpenChange(next)
    if (next) return
    setText('')
    setReason('')
    setFault(undefined)
    add.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const numbers = text.split('\n').flatMap((line) => line.trim() || [])
    if (numbers.length === 0) return setFault('Write at least one number.')
    if (numbers.length > NUMBERS_PER_REQUEST_MAX) {
      const most = formatNumber(NUMBERS_PER_REQUEST_MAX)
      return setFault(`These are ${formatNumber(numbers.length)} lines. Add ${most} at most at once.`)
    }
    setFault(undefined)
    add.mutate({ numbers, reason, ...(list && { list: list.listId }) })
  }
  return (
    <Dialog open={open} onOpenChange={change}>
      {add.data ? (
        <DialogContent
          title={`${count(add.data.added, 'number')} added`}
          description={`To “${add.data.list.name}”. From now on nobody there is called.`}
          footer={
            <DialogClose asChild>
              <Button variant="primary">Done</Button>
            </DialogClose>
          }
        >
          <Told told={add.data} />
        </DialogContent>
      ) : (
        <DialogContent
          title="Add numbers"
          description={`They go on “${name}”, and are not called any more. Open sequences end when they are due.`}
        >
          <form noValidate onSubmit={submit} className="grid gap-5">
            <Field
              label="Numbers"
              required
              error={fault}
              hint="One a line, in any format. Without + they are read in the country of your organization."
            >
              <Textarea rows={6} value={text} onChange={({ target }) => setText(target.value)} />
            </Field>
            <Field label="Reason (optional)" hint="Members of your organization see it, and nobody else.">
              <Input
                value={reason}
                maxLength={SUPPRESSION_REASON_LENGTH_MAX}
                onChange={({ target }) => setReason(target.value)}
              />
            </Field>
            <DialogFormButtons submit="Add numbers" pending={add.isPending} />
          </form>
        </DialogContent>
      )}
    </Dialog>
  )
}

function Told({ told: { known, invalid } }: { told: Suppressed }) {
  return (
    <div className="grid gap-3 text-sm">
      {known > 0 && <p>{count(known, 'line')} named a number that was on the list already.</p>}
      {invalid.length > 0 && (
        <Notice
          tone="warning"
          live
          title={`${count(invalid.length, 'line')} could not be read, and nothing was added for them`}
        >
          <ul className="grid gap-1">
            {invalid.map(({ index, message }) => (
              <li key={index}>{message}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  )
}
