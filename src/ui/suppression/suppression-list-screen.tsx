'use client'

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useState } from 'react'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count } from '@/ui/components/format-number'
import { lazyDialog } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { Notice } from '@/ui/components/notice'
import { PageHeader } from '@/ui/components/page-header'
import { PhoneNumber } from '@/ui/components/phone-number'
import { AbsoluteTime, RelativeTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { LoadFailure } from '@/ui/frame/load-failure'
import { PageSkeleton } from '@/ui/frame/page-skeleton'
import { useMay } from '@/ui/frame/session'
import { ListFilters, SearchField } from '@/ui/lists/list-filters'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import type { ListedSuppression, SuppressionList } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { useCursorTrail } from '@/ui/use-cursor-trail'
import { usePageTitle } from '@/ui/use-page-title'
import { ListAge, scopeOf } from './list-facts'
import { KIND_WORDS, SOURCE_WORDS } from './list-words'
import { RemoveNumber } from './remove-number'
import { OpenUploadNotice } from './upload/open-upload-notice'

const AddNumbersDialog = lazyDialog(() => import('./add-numbers-dialog').then((module) => module.AddNumbersDialog))

/** Shows a suppression list with its numbers, newest first. */
export function SuppressionListScreen({ listId }: { listId: string }) {
  const trpc = useTRPC()
  const mayAdd = useMay('enroll')
  const mayManage = useMay('manage')
  const [adding, setAdding] = useState(false)
  const list = useQuery(trpc.suppressions.lists.get.queryOptions({ listId }))
  usePageTitle(list.data?.name)
  if (list.error) {
    return (
      <LoadFailure
        thing="suppression list"
        list={{ label: 'suppression lists', href: '/settings/suppression-lists' }}
        error={list.error}
        onRetry={() => list.refetch()}
      />
    )
  }
  if (!list.data) return <PageSkeleton />
  const { data } = list
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: 'Suppression lists', href: '/settings/suppression-lists' }]}
        title={data.name}
        facts={
          <>
            <span>{KIND_WORDS[data.kind]}</span>
            <span>{scopeOf(data)}</span>
            <span>{count(data.entries, 'number')}</span>
            <span>
              <ListAge list={data} />
            </span>
            {data.entryDays !== null && <span>New numbers stay for {count(data.entryDays, 'day')}</span>}
          </>
        }
        actions={
          <>
            {mayManage && !data.builtIn && <DeleteList list={data} />}
            {mayAdd && (
              <>
                <Button asChild>
                  <Link href={`/settings/suppression-lists/${listId}/upload`}>Upload a file</Link>
                </Button>
                <Button variant="primary" onClick={() => setAdding(true)}>
                  Add numbers
                </Button>
              </>
            )}
          </>
        }
      />
      <AddNumbersDialog open={adding} onOpenChange={setAdding} list={data} />
      {data.isOld && <OldList list={data} />}
      <div className="mb-6 empty:hidden">
        <OpenUploadNotice listId={listId} />
      </div>
      <Entries list={data} />
    </>
  )
}

function OldList({ list }: { list: SuppressionList }) {
  const trpc = useTRPC()
  const mayManage = useMay('manage')
  const queryClient = useQueryClient()
  const refresh = useMutation(
    trpc.suppressions.lists.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.suppressions.pathKey() }),
      onError: (error) => toast.error(describeError(error).message),
    }),
  )
  return (
    <Notice
      tone="warning"
      className="mb-6"
      title={list.whenOld === 'stop' ? 'This list is old, and stops calls' : 'This list is old'}
      action={
        mayManage && (
          <Button pending={refresh.isPending} onClick={() => refresh.mutate({ listId: list.listId, refreshed: true })}>
            It still holds
          </Button>
        )
      }
    >
      {list.whenOld === 'stop'
        ? `Nobody is called by ${list.agentIds === null ? 'any agent' : 'its agents'} until somebody has brought it up to date and said so here.`
        : 'Bring it up to date, and say so here.'}
    </Notice>
  )
}

function Entries({ list }: { list: SuppressionList }) {
  const trpc = useTRPC()
  const mayRemove = useMay('manage')
  const trail = useCursorTrail()
  const [phoneNumber, setPhoneNumber] = useQueryState('number', parseAsString)
  const entries = useQuery({
    ...trpc.suppressions.list.queryOptions({
      list: list.listId,
      ...(phoneNumber === null ? { cursor: trail.cursor } : { phoneNumber }),
      limit: LIST_PAGE_SIZE,
    }),
    placeholderData: keepPreviousData,
  })
  const search = useCallback((text: string | null) => void setPhoneNumber(text), [setPhoneNumber])
  const number = (entry: ListedSuppression) =>
    entry.phoneNumber === null ? <>Somebody who was erased</> : <PhoneNumber e164={entry.phoneNumber} />
  const remove = (entry: ListedSuppression) =>
    mayRemove && entry.phoneNumber !== null && <RemoveNumber phoneNumber={entry.phoneNumber} list={list} />
  return (
    <>
      <ListFilters onClear={phoneNumber === null ? null : () => setPhoneNumber(null)}>
        <SearchField label="Search by number" value={phoneNumber} onSearch={search} />
      </ListFilters>
      {entries.error && phoneNumber !== null ? (
        <EmptyState title="Write the whole number">{describeError(entries.error).message}</EmptyState>
      ) : entries.error ? (
        <LoadError what="The numbers" error={entries.error} onRetry={() => entries.refetch()} />
      ) : (
        <>
          <DataTable<ListedSuppression>
            caption={`Numbers on ${list.name}`}
            rows={entries.data?.suppressions}
            rowKey={(entry) => `${entry.phoneNumber} ${entry.since}`}
            columns={[
              { key: 'number', header: 'Number', cell: number },
              { key: 'since', header: 'Since', cell: (entry) => <RelativeTime iso={entry.since} /> },
              { key: 'until', header: 'Until', from: 'xl', cell: (entry) => <Until entry={entry} /> },
              {
                key: 'by',
                header: 'Added',
                className: 'max-w-44 truncate',
                cell: (entry) => <AddedBy entry={entry} />,
              },
              {
                key: 'reason',
                header: 'Reason',
                from: 'xl',
                className: 'max-w-44 truncate',
                cell: (entry) => <span title={entry.reason ?? undefined}>{entry.reason ?? '–'}</span>,
              },
              { key: 'remove', header: 'Actions', align: 'right', cell: remove },
            ]}
            phone={(entry) => ({
              primary: number(entry),
              aside: remove(entry),
              secondary: (
                <>
                  <RelativeTime iso={entry.since} />
                  <span>
                    {SOURCE_WORDS[entry.source]}, {entry.addedBy}
                  </span>
                  {entry.reason && <span>{entry.reason}</span>}
                </>
              ),
            })}
            empty={
              phoneNumber === null ? (
                <EmptyState title="No number is on this list">Add some, or have a system of yours do it.</EmptyState>
              ) : (
                <EmptyState title="This number is not on this list">It may be on another one.</EmptyState>
              )
            }
          />
          <CursorPagination trail={trail} nextCursor={entries.data?.nextCursor} />
        </>
      )}
    </>
  )
}

function AddedBy({ entry: { source, addedBy } }: { entry: ListedSuppression }) {
  const text = `${SOURCE_WORDS[source]}, ${addedBy}`
  return <span title={text}>{text}</span>
}

function Until({ entry: { until } }: { entry: ListedSuppression }) {
  return until === null ? <>For good</> : <AbsoluteTime iso={until} />
}

function DeleteList({ list }: { list: SuppressionList }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [open, setOpen] = useState(false)
  const remove = useMutation(
    trpc.suppressions.lists.delete.mutationOptions({
      onSuccess: async () => {
        router.push('/settings/suppression-lists')
        await queryClient.invalidateQueries({ queryKey: trpc.suppressions.lists.list.queryKey() })
        toast(`“${list.name}” is deleted.`)
      },
    }),
  )
  return (
    <>
      <Button variant="ghost" onClick={() => setOpen(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete “${list.name}” with ${count(list.entries, 'number')}?`}
        description="Whoever is on it, and on no other list, may be called again at once. This cannot be undone."
        confirm="Delete list"
        keep="Keep the list"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ listId: list.listId })}
      />
    </>
  )
}
