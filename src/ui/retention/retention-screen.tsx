'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { RETENTION_KINDS, type Retention } from '@/domain/retention/retention.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { LoadError } from '@/ui/components/load-error'
import { NativeSelect } from '@/ui/components/native-select'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import { useTRPC } from '@/ui/trpc-client'
import { RETENTION_WORDS, retentionChoices, soonerDeliveries } from './retention-words'

/** Shows for how long things are kept; an owner changes it. */
export function RetentionScreen() {
  const trpc = useTRPC()
  const retention = useQuery(trpc.organization.retention.get.queryOptions())
  const mayChange = useMay('own')
  if (!retention.data && !retention.error) return <PageSkeleton />
  return (
    <>
      <PageHeader
        title="Retention"
        facts="How long data is kept that is not needed forever. Anything older is deleted every night, and the audit log says how much."
      />
      {!mayChange && <Notice tone="info" className="mb-6 max-w-xl" title="Only owners can change this" />}
      {retention.data ? (
        <RetentionForm retention={retention.data} mayChange={mayChange} />
      ) : (
        <LoadError what="The settings" error={retention.error} onRetry={() => retention.refetch()} />
      )}
      <p className="mt-8 max-w-xl text-sm text-muted-foreground">
        Contacts, results of calls, rejections, credits and the audit log stay. A person is erased on their own page.
        Rows of a file are deleted as soon as they are enrolled, and what the background has to do as soon as it is
        done.
      </p>
    </>
  )
}

function RetentionForm({ retention, mayChange }: { retention: Retention; mayChange: boolean }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  // Only what was chosen here, which alone is sent: others may change the rest meanwhile, and are not overwritten.
  const [touched, setTouched] = useState<Partial<Retention>>({})
  const draft: Retention = { ...retention, ...touched }
  const update = useMutation(
    trpc.organization.retention.update.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.organization.retention.get.queryKey(), saved)
        setTouched({})
        toast.success('The times are saved.')
      },
    }),
  )
  const changed = RETENTION_KINDS.filter((kind) => draft[kind] !== retention[kind])
  const shorter = changed.filter((kind) => (draft[kind] ?? Infinity) < (retention[kind] ?? Infinity))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    update.mutate(touched)
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-xl gap-6">
      {update.error && (
        <Notice tone="error" live title="The times were not saved">
          {describeError(update.error).message}
        </Notice>
      )}
      {RETENTION_WORDS.map(({ kind, label, goes }) => (
        <Field
          key={kind}
          label={label}
          hint={kind === 'deliveries' ? [goes, soonerDeliveries(draft)].filter(Boolean).join(' ') : goes}
        >
          <NativeSelect
            className="w-44"
            disabled={!mayChange}
            value={String(draft[kind])}
            options={retentionChoices(draft[kind])}
            onChange={(chosen) => setTouched({ ...touched, [kind]: chosen === 'null' ? null : Number(chosen) })}
          />
        </Field>
      ))}
      {shorter.length > 0 && (
        <Notice tone="warning" live title="What is older is deleted tonight and cannot be restored" />
      )}
      {mayChange && (
        <div>
          <Button type="submit" variant="primary" pending={update.isPending} disabled={changed.length === 0}>
            Save times
          </Button>
        </div>
      )}
    </form>
  )
}
