import type { Metadata } from 'next'
import { canMailPasswords } from '@/auth/password'
import { ForgotPasswordScreen } from '@/ui/sign-in/forgot-password-screen'

export const metadata: Metadata = { title: 'Forgot your password?' }

export default function ForgotPasswordPage() {
  return <ForgotPasswordScreen sendsMail={canMailPasswords()} />
}
