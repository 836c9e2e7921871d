import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { getSession } from '@/auth/session'
import { ConsoleFrame } from '@/ui/frame/console-frame'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const session = await getSession(await headers())
  if (!session) redirect('/sign-in')
  const { user, organization } = session
  return (
    <ConsoleFrame session={{ user: { name: user.name, email: user.email }, organization: { name: organization.name } }}>
      {children}
    </ConsoleFrame>
  )
}
