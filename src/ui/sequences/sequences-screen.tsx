'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/ui/components/button'
import { EmptyState } from '@/ui/components/empty-state'
import { PageHeader } from '@/ui/components/page-header'
import { useTRPC } from '@/ui/trpc-client'
import { SequenceList } from './sequence-list'
import { useSequenceFilter } from './use-sequence-filter'

const POLL_MS = 10_000

/** Lists all contacts of the organization, of all batches. */
export function SequencesScreen() {
  const trpc = useTRPC()
  const filter = useSequenceFilter()
  const agents = useQuery(trpc.agents.list.queryOptions({}))
  return (
    <>
      <PageHeader title="Contacts" facts="Everybody who was enrolled, and what came of it." />
      <SequenceList
        filter={filter}
        agents={agents.data?.agents ?? []}
        pollMs={POLL_MS}
        empty={
          <EmptyState
            title="No contacts yet"
            action={
              <Button asChild variant="primary">
                <Link href="/agents">Choose an agent</Link>
              </Button>
            }
          >
            Contacts appear here once they are enrolled, from a file or by the REST API.
          </EmptyState>
        }
      />
    </>
  )
}
