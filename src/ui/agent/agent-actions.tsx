'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { Button } from '@/ui/components/button'
import { count } from '@/ui/components/format-number'
import { ChevronDown } from '@/ui/components/icons/chevron-down'
import { Menu } from '@/ui/components/menu'
import { toast } from '@/ui/components/toast'
import { describeError } from '@/ui/describe-error'
import { useMay } from '@/ui/frame/session'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

/** How long a pause or an archiving can be undone where it was pressed, in ms. */
const UNDO_MS = 15_000

/** What can be done with an agent, as far as whoever is signed in may do it. */
export function AgentActions({ agent, onTemplate }: { agent: AgentDetails; onTemplate: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [mayManage, mayEnroll] = [useMay('manage'), useMay('enroll')]
  const { agentId, name } = agent
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.agents.pathKey() })
  const fail = (what: string) => (error: unknown) => void toast.error(`${what} ${describeError(error).message}`)
  const resume = useMutation(
    trpc.agents.resume.mutationOptions({
      onSuccess: async () => {
        await refresh()
        toast.success(`${name} calls again.`)
      },
      onError: fail('The agent still does not call.'),
    }),
  )
  const pause = useMutation(
    trpc.agents.pause.mutationOptions({
      onSuccess: async ({ underWay }) => {
        await refresh()
        const rest =
          underWay === 0 ? 'No call is under way.' : `${count(underWay, 'call')} under way will end normally.`
        const undo = { label: 'Undo', onClick: () => resume.mutate({ agentId }) }
        toast(`${name} places no new calls. ${rest}`, { action: undo, duration: UNDO_MS })
      },
      onError: fail('The calls were not stopped.'),
    }),
  )
  const copy = useMutation(
    trpc.agents.copy.mutationOptions({
      onSuccess: async (copied) => {
        await refresh()
        router.push(`/agents/${copied.agentId}`)
      },
      onError: fail('The agent was not copied.'),
    }),
  )
  const unarchive = useMutation(
    trpc.agents.unarchive.mutationOptions({ onSuccess: refresh, onError: fail('The agent stays in the archive.') }),
  )
  const archive = useMutation(
    trpc.agents.archive.mutationOptions({
      onSuccess: async () => {
        await refresh()
        toast(`${name} is archived: nobody can be enrolled with it. Its batches and their results stay.`, {
          action: { label: 'Undo', onClick: () => unarchive.mutate({ agentId }) },
          duration: UNDO_MS,
        })
      },
      onError: fail('The agent was not archived.'),
    }),
  )
  const isArchived = agent.status === 'archived'

  return (
    <>
      {mayEnroll && !isArchived && agent.pausedAt === null && (
        <Button pending={pause.isPending} onClick={() => pause.mutate({ agentId })}>
          Stop calling now
        </Button>
      )}
      {mayManage && isArchived && (
        <Button pending={unarchive.isPending} onClick={() => unarchive.mutate({ agentId })}>
          Unarchive
        </Button>
      )}
      <Menu
        button={
          <Button>
            More
            <ChevronDown aria-hidden />
          </Button>
        }
        items={[
          {
            label: mayManage && !isArchived ? 'Change settings' : 'See settings',
            href: `/agents/${agentId}/settings`,
          },
          { label: 'Versions', href: `/agents/${agentId}/versions` },
          { label: 'Download a template CSV', onSelect: onTemplate },
          ...(mayManage ? [{ label: 'Copy agent', onSelect: () => copy.mutate({ agentId }) }] : []),
          ...(mayManage && !isArchived
            ? ['line' as const, { label: 'Archive agent', onSelect: () => archive.mutate({ agentId }) }]
            : []),
        ]}
      />
    </>
  )
}
