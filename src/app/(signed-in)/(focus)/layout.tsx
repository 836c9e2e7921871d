import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { getSession } from '@/auth/session'

/**
 * Lays out pages that fill the window: one task, without the navigation. Sends visitors who are not signed in to
 * sign-in.
 */
export default async function FocusLayout({ children }: { children: ReactNode }) {
  if (!(await getSession(await headers()))) redirect('/sign-in')
  return children
}
