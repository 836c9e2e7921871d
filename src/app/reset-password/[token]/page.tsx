import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { isPasswordLinkGood } from '@/auth/password'
import { ResetPasswordScreen } from '@/ui/sign-in/reset-password-screen'

// The address is a secret: it is in no Referer.
export const metadata: Metadata = { title: 'Set a new password', referrer: 'no-referrer' }

export default async function ResetPasswordPage({ params }: PageProps<'/reset-password/[token]'>) {
  const { token } = await params
  return <ResetPasswordScreen token={token} good={await isPasswordLinkGood(await headers(), token)} />
}
