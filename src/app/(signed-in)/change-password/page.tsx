import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getSession } from '@/auth/session'
import { FirstPasswordScreen } from '@/ui/account/first-password-screen'

export const metadata: Metadata = { title: 'Choose a password' }

export default async function ChangePasswordPage() {
  const session = await getSession(await headers())
  if (!session) redirect('/sign-in')
  if (!session.user.mustChangePassword) redirect('/settings/password')
  return <FirstPasswordScreen email={session.user.email} />
}
