import type { Metadata } from 'next'
import { apiDocument } from '@/rest/endpoint-table'
import { ReferenceScreen } from '@/ui/reference/reference-screen'

export const metadata: Metadata = { title: 'API reference' }

export default function ReferencePage() {
  return <ReferenceScreen document={apiDocument()} />
}
