import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { getSession } from '@/auth/session'

/** Pages that fill the window: one task, without the navigation. */
export default async function FocusLayout({ children }: { children: ReactNode }) {
  if (!(await getSession(await headers()))) redirect('/sign-in')
  return children
}
