'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SUPPRESSION_REASON_LENGTH_MAX } from '@/domain/suppression/suppression-limits.rules'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { useReadableNumber } from '@/ui/components/known-numbers'
import { toast } from '@/ui/components/toast'
import { useTRPC } from '@/ui/trpc-client'

type RemoveNumberProps = { phoneNumber: string; list: { listId: string; name: string } }

/** Takes a number off a list, for a mistake or for somebody who wants to be called again. */
export function RemoveNumber({ phoneNumber, list }: RemoveNumberProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { written: number } = useReadableNumber(phoneNumber)
  const remove = useMutation(
    trpc.suppressions.unsuppress.mutationOptions({
      onSuccess: async () => {
        setOpen(false)
        toast(`${number} is off “${list.name}”.`)
        await queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() })
      },
    }),
  )
  return (
    <>
      <Button variant="ghost" aria-label={`Remove ${number} from ${list.name}`} onClick={() => setOpen(true)}>
        Remove
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove ${number} from “${list.name}”?`}
        description="The number may be enrolled and called again, unless another list has it. What was cancelled stays cancelled. The audit log keeps who removed it, and why."
        confirm="Remove number"
        keep="Keep it on the list"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ numbers: [phoneNumber], list: list.listId, reason })}
      >
        <Field label="Reason (optional)">
          <Input
            value={reason}
            maxLength={SUPPRESSION_REASON_LENGTH_MAX}
            onChange={({ target }) => setReason(target.value)}
          />
        </Field>
      </ConfirmDialog>
    </>
  )
}
