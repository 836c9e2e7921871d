'use client'

import { useQuery } from '@tanstack/react-query'
import type { OpenObjectKind } from '@/domain/audit/audit-actions.rules'
import { AbsoluteTime } from '@/ui/components/time'
import { useTRPC } from '@/ui/trpc-client'

const SHOWN_AT_FIRST = 2

/** Says on the page of a thing what was done to it last: "Paused the batch: Ada, 14:03". Shows nothing where nothing was. */
export function ObjectHistory({ kind, id }: { kind: OpenObjectKind; id: string }) {
  const trpc = useTRPC()
  const history = useQuery(trpc.auditLog.ofObject.queryOptions({ kind, id }))
  const lines = history.data?.entries ?? []
  if (lines.length === 0) return null
  const line = ({ id: lineId, sentence, actorName, at }: (typeof lines)[number]) => (
    <li key={lineId}>
      {sentence}: {actorName ?? 'Rollcall'}, <AbsoluteTime iso={at} />
    </li>
  )
  const older = lines.slice(SHOWN_AT_FIRST)
  return (
    <section aria-label="What was done" className="mb-4 text-sm text-muted-foreground">
      <ul className="grid gap-0.5">{lines.slice(0, SHOWN_AT_FIRST).map(line)}</ul>
      {older.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm">Earlier ({older.length})</summary>
          <ul className="mt-0.5 grid gap-0.5">{older.map(line)}</ul>
        </details>
      )}
    </section>
  )
}
