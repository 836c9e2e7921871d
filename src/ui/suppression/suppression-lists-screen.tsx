'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { Plus } from '@/ui/components/icons/plus'
import { lazyDialog } from '@/ui/components/lazy-part'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { useMay } from '@/ui/frame/session'
import type { SuppressionList } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { ListAge, ListName, scopeOf } from './list-facts'
import { KIND_WORDS } from './list-words'

const AddNumbersDialog = lazyDialog(() => import('./add-numbers-dialog').then((module) => module.AddNumbersDialog))
const CreateListDialog = lazyDialog(() => import('./create-list-dialog').then((module) => module.CreateListDialog))

/** Lists the organization's suppression lists. */
export function SuppressionListsScreen() {
  const trpc = useTRPC()
  const mayManage = useMay('manage')
  const mayAdd = useMay('enroll')
  const [creating, setCreating] = useState(false)
  const [adding, setAdding] = useState(false)
  const lists = useQuery(trpc.suppressions.lists.list.queryOptions())
  return (
    <>
      <PageHeader
        title="Suppression lists"
        facts="Numbers that are not called: neither enrolled, nor dialed if they were enrolled before."
        actions={
          <>
            {mayManage && (
              <Button onClick={() => setCreating(true)}>
                <Plus aria-hidden />
                Create list
              </Button>
            )}
            {mayAdd && (
              <Button variant="primary" onClick={() => setAdding(true)}>
                Add numbers
              </Button>
            )}
          </>
        }
      />
      <CreateListDialog open={creating} onOpenChange={setCreating} />
      <AddNumbersDialog open={adding} onOpenChange={setAdding} list={null} />
      {lists.error ? (
        <LoadError what="The lists" error={lists.error} onRetry={() => lists.refetch()} />
      ) : (
        <DataTable<SuppressionList>
          caption="Suppression lists"
          rows={lists.data?.lists}
          skeletonRows={2}
          rowKey={(list) => list.listId}
          rowHref={(list) => `/settings/suppression-lists/${list.listId}`}
          columns={[
            { key: 'name', header: 'Name', cell: (list) => <ListName list={list} /> },
            { key: 'kind', header: 'Kind', from: 'lg', cell: (list) => KIND_WORDS[list.kind] },
            { key: 'scope', header: 'For', cell: scopeOf },
            { key: 'age', header: 'Age', from: 'lg', cell: (list) => <ListAge list={list} /> },
            {
              key: 'entries',
              header: 'Numbers',
              align: 'right',
              cell: (list) => <span className="tabular-nums">{formatNumber(list.entries)}</span>,
            },
          ]}
          phone={(list) => ({
            primary: <ListName list={list} />,
            aside: <span className="tabular-nums">{count(list.entries, 'number')}</span>,
            secondary: (
              <>
                <span>{scopeOf(list)}</span>
                <ListAge list={list} />
              </>
            ),
          })}
          empty={
            <EmptyState title="Nobody is on a list">
              “Do not call” appears with the first number: of somebody who says so in a call, or whom you add.
            </EmptyState>
          }
        />
      )}
    </>
  )
}
