import type { Metadata } from 'next'
import { Prefetched } from '@/app/prefetched'
import { SequenceScreen } from '@/ui/sequence/sequence-screen'

export const metadata: Metadata = { title: 'Sequence' }

export default async function SequencePage({ params }: PageProps<'/sequences/[sequenceId]'>) {
  const { sequenceId } = await params
  return (
    <Prefetched
      queries={({ queryClient, trpc }) => [
        // The agent has the labels of the outcomes.
        queryClient
          .fetchQuery(trpc.sequences.get.queryOptions({ sequenceId }))
          .then(({ agentId }) => queryClient.prefetchQuery(trpc.agents.get.queryOptions({ agentId })))
          .catch(() => {}),
        queryClient.prefetchQuery(trpc.sequences.chain.queryOptions({ sequenceId })),
      ]}
    >
      <SequenceScreen sequenceId={sequenceId} />
    </Prefetched>
  )
}
