'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Badge } from '@/ui/components/badge'
import { Button } from '@/ui/components/button'
import { ConfirmDialog } from '@/ui/components/confirm-dialog'
import { DataTable } from '@/ui/components/data-table'
import { count } from '@/ui/components/format-number'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { RelativeTime } from '@/ui/components/time'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import type { AccountSession } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { describeDevice } from './describe-device'

/** Lists where whoever is signed in is signed in, to be ended one by one or all but the current one. */
export function SessionsScreen() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { data, error, refetch } = useQuery(trpc.account.sessions.list.queryOptions())
  const refresh = () => queryClient.invalidateQueries(trpc.account.sessions.list.queryFilter())
  const end = useMutation(
    trpc.account.sessions.end.mutationOptions({
      onSettled: refresh,
      onError: (failure) => toast.error(describeError(failure).message),
    }),
  )
  const endOthers = useMutation(
    trpc.account.sessions.endOthers.mutationOptions({
      onSuccess: async ({ ended }) => {
        await refresh()
        setAsking(false)
        toast.success(`${count(ended, 'session')} ended.`)
      },
    }),
  )
  const others = data?.sessions.filter(({ current }) => !current).length ?? 0
  const endButton = (session: AccountSession) =>
    session.current ? null : (
      <Button
        variant="ghost"
        size="sm"
        aria-label={`End the session of ${describeDevice(session.userAgent)}, ${session.address ?? 'address unknown'}`}
        pending={end.isPending && end.variables.sessionId === session.sessionId}
        onClick={() => end.mutate({ sessionId: session.sessionId })}
      >
        End
      </Button>
    )
  return (
    <>
      <PageHeader
        title="Sessions"
        facts="Where you are signed in. End any session that you do not recognize, and change your password."
        actions={others > 0 && <Button onClick={() => setAsking(true)}>End all others</Button>}
      />
      {error && !data ? (
        <LoadError what="Your sessions" error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<AccountSession>
          caption="Sessions"
          rows={data?.sessions}
          rowKey={({ sessionId }) => sessionId}
          columns={[
            { key: 'device', header: 'Device', cell: deviceOf },
            { key: 'address', header: 'Address', cell: ({ address }) => address ?? 'Unknown' },
            { key: 'since', header: 'Since', from: 'lg', cell: ({ createdAt }) => <RelativeTime iso={createdAt} /> },
            { key: 'seen', header: 'Last seen', align: 'right', cell: lastSeenOf },
            { key: 'end', header: '', align: 'right', cell: endButton },
          ]}
          phone={(session) => ({
            primary: deviceOf(session),
            aside: endButton(session),
            secondary: (
              <>
                <span>{session.address ?? 'Address unknown'}</span>
                {lastSeenOf(session)}
              </>
            ),
          })}
          empty={null}
        />
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`End ${count(others, 'session')}?`}
        description="Whoever uses them is signed out at once. You stay signed in here."
        confirm="End sessions"
        keep="Leave them signed in"
        pending={endOthers.isPending}
        error={endOthers.error}
        onConfirm={() => endOthers.mutate()}
      />
    </>
  )
}

function deviceOf({ userAgent, current }: AccountSession) {
  return (
    <span title={userAgent ?? undefined}>
      {describeDevice(userAgent)}
      {current && <Badge className="ml-2">This one</Badge>}
    </span>
  )
}

function lastSeenOf({ lastSeenAt, current }: AccountSession) {
  return current ? 'Now' : <RelativeTime iso={lastSeenAt} />
}
