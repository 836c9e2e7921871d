import type { Metadata } from 'next'
import { requireSession } from '@/auth/frame-session'
import { SecurityScreen } from '@/ui/account/security-screen'

export const metadata: Metadata = { title: 'Password and security' }

export default async function SecurityPage() {
  const { user } = await requireSession()
  return <SecurityScreen twoFactor={user.twoFactorEnabled} />
}
