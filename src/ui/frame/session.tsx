'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { may } from '@/domain/access/may.rules'
import type { Permission } from '@/domain/access/operation-table.rules'
import type { Role } from '@/domain/actor'

/** Who is signed in, as far as the frame and the pages show it. */
export type FrameSession = {
  user: { id: string; name: string; email: string }
  organization: { id: string; name: string }
  role: Role
}

const SessionContext = createContext<FrameSession | null>(null)

export function SessionProvider({ session, children }: { session: FrameSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>
}

/** Returns who is signed in. */
export function useSession(): FrameSession {
  const session = useContext(SessionContext)
  if (!session) throw new Error('This page is not within a layout of whoever is signed in.')
  return session
}

/**
 * Says whether whoever is signed in may do what takes this permission. It hides what would be refused; what is allowed,
 * the server decides.
 */
export function useMay(permission: Permission): boolean {
  return may({ role: useSession().role }, permission)
}
