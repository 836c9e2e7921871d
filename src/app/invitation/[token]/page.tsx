import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { openInvitation } from '@/auth/invitation'
import { InvitationScreen } from '@/ui/sign-in/invitation-screen'

// The address is a secret: it is in no Referer.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' }

export default async function InvitationPage({ params }: PageProps<'/invitation/[token]'>) {
  const { token } = await params
  const { invitation, signedInAs } = await openInvitation(await headers(), token)
  return <InvitationScreen token={token} invitation={invitation} signedInAs={signedInAs} />
}
