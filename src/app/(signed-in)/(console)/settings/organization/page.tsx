import type { Metadata } from 'next'
import { requireSession } from '@/auth/frame-session'
import { countryOptions } from '@/ui/import-wizard/steps/countries'
import { OrganizationScreen } from '@/ui/settings/organization-screen'

export const metadata: Metadata = { title: 'Organization' }

export default async function OrganizationPage() {
  const { id: _, ...settings } = (await requireSession()).organization
  // Named here: what knows all countries is metadata of phone numbers, of which the browser needs nothing.
  return <OrganizationScreen settings={settings} countries={countryOptions()} />
}
