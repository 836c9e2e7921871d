import type { Metadata } from 'next'
import { PersonScreen } from '@/ui/person/person-screen'

export const metadata: Metadata = { title: 'Person' }

export default async function PersonPage({ params }: PageProps<'/people/[number]'>) {
  const { number } = await params
  // The + of a number may come as %2B.
  return <PersonScreen phoneNumber={number.replace(/%2B/i, '+')} />
}
