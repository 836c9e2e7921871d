import type { Metadata } from 'next'
import { SequencesScreen } from '@/ui/sequences/sequences-screen'

export const metadata: Metadata = { title: 'Contacts' }

export default function SequencesPage() {
  return <SequencesScreen />
}
