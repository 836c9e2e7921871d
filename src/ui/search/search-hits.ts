import type { Found } from '@/ui/router-outputs'

export type Hit =
  | { kind: 'person'; href: string; person: Found['people'][number] }
  | { kind: 'work'; href: string; work: Found['work'][number] }
  | { kind: 'agent'; href: string; agent: Found['agents'][number] }

export type HitGroup = { title: string; hits: Hit[] }

/** Groups what was found, with the page of each. A sequence or call that was looked for by its id has its own page. */
export function groupsOf({ people, work, agents }: Found): HitGroup[] {
  const groups: HitGroup[] = [
    {
      title: 'People',
      hits: people.map((person) => {
        const { phoneNumber, matchedBy, sequenceId } = person
        const href = matchedBy === 'id' ? `/sequences/${sequenceId}` : `/people/${phoneNumber}`
        return { kind: 'person', href, person }
      }),
    },
    {
      title: 'Batches and imports',
      hits: work.map((each) => {
        const href = each.kind === 'import' ? `/imports/${each.id}` : `/batches/${each.id}`
        return { kind: 'work', href, work: each }
      }),
    },
    {
      title: 'Agents',
      hits: agents.map((agent) => ({ kind: 'agent', href: `/agents/${agent.agentId}`, agent })),
    },
  ]
  return groups.filter(({ hits }) => hits.length > 0)
}
