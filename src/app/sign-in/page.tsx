import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getPageSession } from '@/auth/page-session'
import { findSignedIn } from '@/auth/session'
import { safeNextPath } from '@/ui/sign-in/safe-next-path'
import { SignInScreen } from '@/ui/sign-in/sign-in-screen'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const sent = await headers()
  const { next, password } = await searchParams
  const wanted = typeof next === 'string' ? next : undefined
  if (await getPageSession(sent)) redirect('/')
  const signedIn = await findSignedIn(sent)
  // Whoever belongs to no organization may have come from an invitation.
  if (signedIn && wanted?.startsWith('/invitation/')) redirect(safeNextPath(wanted))
  return <SignInScreen next={wanted} passwordIsNew={password === 'new'} homeless={signedIn?.user.email ?? null} />
}
