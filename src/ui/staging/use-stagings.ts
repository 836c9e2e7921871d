'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useTRPC, useTRPCClient } from '@/ui/trpc-client'
import { readStagings, resumeStagings, type StagingState, subscribeToStagings } from './staging-store'

const NONE: readonly StagingState[] = []

/** Returns what this browser is sending, and continues what an earlier visit left unfinished. */
export function useStagings(): readonly StagingState[] {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const me = useQuery({ ...trpc.auth.me.queryOptions(), staleTime: Number.POSITIVE_INFINITY })
  const organizationId = me.data?.organization.id
  useEffect(() => {
    if (organizationId) void resumeStagings(organizationId, client)
  }, [organizationId, client])
  return useSyncExternalStore(subscribeToStagings, readStagings, () => NONE)
}
