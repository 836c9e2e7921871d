'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Dispatch, useEffect, useMemo } from 'react'
import { fingerprintHeader } from '@/domain/mappings/header-fingerprint.rules'
import type { SavedMapping } from '@/domain/mappings/mapping.schema'
import { toast } from '@/ui/components/toast'
import { useTRPC } from '@/ui/trpc-client'
import { canBeRecalled, canBeRemembered, columnNamesOf, toSavedMapping } from './state/map-moves'
import type { Draft, WizardAction } from './state/wizard-state'

/**
 * Recalls how the last file with these columns was mapped for this agent, saves the current mapping, and forgets it on
 * demand. When the server does not answer, the suggestions stay and no error is shown.
 */
export function useSavedMapping(agentId: string, draft: Draft | null, dispatch: Dispatch<WizardAction>) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { mutate: save } = useMutation(trpc.mappings.save.mutationOptions())
  const { mutate: forget } = useMutation(trpc.mappings.forget.mutationOptions())
  const preview = draft?.preview
  const fingerprint = useMemo(
    () => (preview && canBeRecalled({ preview }) ? fingerprintHeader(columnNamesOf({ preview })) : null),
    [preview],
  )
  const key = { agentId, fingerprint: fingerprint ?? '' }
  const query = trpc.mappings.find.queryOptions(key)
  const found = useQuery({ ...query, enabled: fingerprint !== null, staleTime: Number.POSITIVE_INFINITY, retry: false })

  useEffect(() => {
    if (fingerprint !== null && found.data) dispatch({ type: 'mapping recalled', recalled: found.data })
  }, [fingerprint, found.data, dispatch])

  const keep = (mapping: SavedMapping) => {
    save(
      { ...key, mapping },
      // The next file of this session asks the server again.
      { onSuccess: () => queryClient.removeQueries({ queryKey: query.queryKey }) },
    )
  }

  return {
    /** Saves the mapping when the operator leaves the map step. */
    remember: () => {
      if (!draft || fingerprint === null || !draft.memory.remember || !canBeRemembered(draft)) return
      keep(toSavedMapping(draft.mapping, columnNamesOf(draft)))
    },
    forget: () => {
      if (!draft || fingerprint === null) return
      const { recalled } = draft.memory
      forget(key, { onSuccess: () => queryClient.setQueryData(query.queryKey, null) })
      dispatch({ type: 'mapping forgotten' })
      toast('Forgotten. The suggestions are shown.', {
        action: recalled
          ? {
              label: 'Undo',
              onClick: () => {
                keep(recalled.mapping)
                dispatch({ type: 'forgetting undone', recalled })
              },
            }
          : undefined,
      })
    },
  }
}
