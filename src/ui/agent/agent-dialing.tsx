'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { isRemote } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { Skeleton } from '@/ui/components/skeleton'
import { State } from '@/ui/components/state'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

/** Says who makes the calls of an agent: the dialer account and how it stands, and the assistant there. */
export function AgentDialing({ agent: { dialerAccountId, dialer, remoteAgentId } }: { agent: AgentDetails }) {
  const trpc = useTRPC()
  const { data: account, error } = useQuery(trpc.dialerAccounts.get.queryOptions({ dialerAccountId }))
  if (error) return <p className="text-sm text-muted-foreground">{error.message}</p>
  const assistant = account?.remoteAgents?.find(({ id }) => id === remoteAgentId)?.name ?? remoteAgentId
  return (
    <div className="text-sm">
      <dl className="border-t" aria-busy={!account}>
        <Row term="Account">
          {account ? (
            <Link
              href={`/settings/dialers/${dialerAccountId}`}
              className="break-words text-link underline-offset-4 hover:underline"
            >
              {account.name}
            </Link>
          ) : (
            <Skeleton className="w-20" />
          )}
        </Row>
        <Row term="State">{account ? <State name={`dialer ${account.state}`} /> : <Skeleton className="w-20" />}</Row>
        {isRemote(dialer) && (
          <Row term="Assistant">
            {account ? <span className="break-words">{assistant ?? 'None'}</span> : <Skeleton className="w-20" />}
          </Row>
        )}
      </dl>
      {account?.stateReason && <p className="mt-2 text-muted-foreground">{account.stateReason}</p>}
    </div>
  )
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-4 border-b py-1.5">
      <dt>{term}</dt>
      <dd className="min-w-0 text-right text-muted-foreground">{children}</dd>
    </div>
  )
}
