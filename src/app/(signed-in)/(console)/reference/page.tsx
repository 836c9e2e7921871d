import type { Metadata } from 'next'
import { readChangeLog } from '@/rest/docs/read-change-log'
import { apiDocument } from '@/rest/endpoint-table'
import { readChanges } from '@/ui/reference/read-changes'
import { ReferenceScreen } from '@/ui/reference/reference-screen'

export const metadata: Metadata = { title: 'API reference' }

export default function ReferencePage() {
  return <ReferenceScreen document={apiDocument()} releases={readChanges(readChangeLog())} />
}
