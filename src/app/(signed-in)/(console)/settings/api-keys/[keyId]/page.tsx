import type { Metadata } from 'next'
import { ApiKeyScreen } from '@/ui/api-keys/api-key-screen'

export const metadata: Metadata = { title: 'API key' }

export default async function ApiKeyPage({ params }: PageProps<'/settings/api-keys/[keyId]'>) {
  return <ApiKeyScreen keyId={(await params).keyId} />
}
