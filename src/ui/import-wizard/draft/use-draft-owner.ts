'use client'

import { useMemo } from 'react'
import { useSession } from '@/ui/frame/session'
import type { DraftOwner } from './kept-draft'

/** Returns whose the drafts of this page are. */
export function useDraftOwner(): DraftOwner {
  const { user, organization } = useSession()
  return useMemo(() => ({ memberId: user.id, organizationId: organization.id }), [user.id, organization.id])
}
