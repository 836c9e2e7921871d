import type { Metadata } from 'next'
import { SequenceScreen } from '@/ui/sequence/sequence-screen'

export const metadata: Metadata = { title: 'Sequence' }

export default async function SequencePage({ params }: PageProps<'/sequences/[sequenceId]'>) {
  const { sequenceId } = await params
  return <SequenceScreen sequenceId={sequenceId} />
}
