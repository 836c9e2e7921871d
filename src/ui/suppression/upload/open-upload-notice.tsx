'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '@/ui/components/button'
import { count, formatNumber } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { RelativeTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import { useTRPC } from '@/ui/trpc-client'

/** Tells of an upload that did not come to its end, here or elsewhere, and offers to discard it. */
export function OpenUploadNotice({ listId }: { listId: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayDiscard = useMay('enroll')
  const open = useQuery(trpc.suppressions.uploads.open.queryOptions({ listId }))
  const discard = useMutation(
    trpc.suppressions.uploads.discard.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() }),
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  const upload = open.data?.upload
  if (!upload) return null
  const { uploadId, mode, fileName, stored, numbers, createdBy, progressedAt } = upload
  return (
    <Notice
      tone="info"
      title={`“${fileName}” has not arrived as a whole`}
      action={
        mayDiscard && (
          <Button pending={discard.isPending} onClick={() => discard.mutate({ uploadId })}>
            Discard it
          </Button>
        )
      }
    >
      {formatNumber(stored)} of {count(numbers, 'number')} of {createdBy} came, the last{' '}
      <RelativeTime iso={progressedAt} />.{' '}
      {mode === 'replace' ? 'Until the rest is there, the list holds as it is. ' : 'Those that came are on the list. '}
      To go on, choose the same file again.
    </Notice>
  )
}
