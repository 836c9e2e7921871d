import { Badge } from '@/ui/components/badge'
import { count } from '@/ui/components/format-number'
import { RelativeTime } from '@/ui/components/time'
import type { SuppressionList } from '@/ui/router-outputs'

/** Whose calls a list keeps back. */
export function scopeOf({ agentIds }: Pick<SuppressionList, 'agentIds'>): string {
  return agentIds === null ? 'All agents' : count(agentIds.length, 'agent')
}

/** How old a list is, where that matters. */
export function ListAge({ list }: { list: SuppressionList }) {
  const { oldAt, isOld, refreshedAt } = list
  if (oldAt === null) return <>Does not age</>
  return isOld ? (
    <span className="text-warning">
      Old since <RelativeTime iso={oldAt} />
    </span>
  ) : (
    <span>
      Refreshed <RelativeTime iso={refreshedAt} />
    </span>
  )
}

/** The name of a list, with a mark on the one that every organization has. */
export function ListName({ list }: { list: SuppressionList }) {
  return (
    <>
      {list.name} {list.builtIn && <Badge>Built in</Badge>}
    </>
  )
}
