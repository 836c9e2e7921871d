'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, parseAsStringLiteral } from 'nuqs'
import { AUDIT_ACTIONS, AUDIT_OBJECT_KINDS, type AuditAction, auditSentence } from '@/domain/audit/audit-actions.rules'
import { Button } from '@/ui/components/button'
import { CursorPagination } from '@/ui/components/cursor-pagination'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { AbsoluteTime } from '@/ui/components/time'
import { FilterSelect } from '@/ui/lists/filter-select'
import { ListFilters, TimeSelect } from '@/ui/lists/list-filters'
import { LIST_PAGE_SIZE } from '@/ui/lists/page-size'
import { sinceOf, TIME_FILTERS } from '@/ui/lists/time-filter'
import { useListFilter } from '@/ui/lists/use-list-filter'
import type { AuditLine } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { describeChange } from './describe-change'
import { KIND_OPTIONS, objectHref } from './object-links'

const ACTIONS = Object.keys(AUDIT_ACTIONS) as AuditAction[]
const ACTION_OPTIONS = ACTIONS.map((action) => ({ value: action, label: auditSentence(action) })).sort((a, b) =>
  a.label.localeCompare(b.label),
)

const FILTERS = {
  who: parseAsString,
  action: parseAsStringLiteral(ACTIONS),
  kind: parseAsStringLiteral(AUDIT_OBJECT_KINDS),
  object: parseAsString,
  time: parseAsStringLiteral(TIME_FILTERS),
}

/** Who did a thing, as its page and the log name them. */
export function actorWord({ actorKind, actorName }: Pick<AuditLine, 'actorKind' | 'actorName'>): string {
  if (actorName !== null) return actorKind === 'apiKey' ? `${actorName} (API key)` : actorName
  return actorKind === 'anonymous' ? 'Somebody unknown' : 'Rollcall'
}

function What({ line }: { line: AuditLine }) {
  const { action, objectKind, objectId, objectName } = line
  const href = objectHref(objectKind, objectId)
  return (
    <>
      {auditSentence(action)}
      {objectName !== null && ' '}
      {objectName !== null &&
        (href === null ? (
          <span className="font-medium">{objectName}</span>
        ) : (
          <Link href={href} className="font-medium text-link underline-offset-4 hover:underline">
            {objectName}
          </Link>
        ))}
    </>
  )
}

/** Lists who did what to what, and lets it be exported. */
export function AuditLogScreen() {
  const trpc = useTRPC()
  const { filters, trail, change, isFiltered, clear } = useListFilter(FILTERS)
  const filter = {
    actorId: filters.who ?? undefined,
    action: filters.action ?? undefined,
    objectKind: filters.kind ?? undefined,
    objectId: filters.object ?? undefined,
    since: sinceOf(filters.time, new Date()),
  }
  const entries = useQuery({
    ...trpc.auditLog.list.queryOptions({ ...filter, cursor: trail.cursor, limit: LIST_PAGE_SIZE }),
    placeholderData: keepPreviousData,
  })
  const actors = useQuery(trpc.auditLog.actors.queryOptions())
  const sent = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return (
    <>
      <PageHeader
        title="Audit log"
        facts="Who did what, to what and from where. No line is ever changed."
        actions={
          <Button asChild>
            <a href={`/api/audit-log?${new URLSearchParams(sent)}`} download>
              Export CSV
            </a>
          </Button>
        }
      />
      <ListFilters onClear={isFiltered ? clear : null}>
        <FilterSelect
          label="Who"
          any="Anybody"
          value={filters.who}
          options={actors.data?.actors.map(({ actorId, name }) => ({ value: actorId, label: name })) ?? []}
          onChange={(who) => change({ who })}
        />
        <FilterSelect
          label="Action"
          any="Any action"
          value={filters.action}
          options={ACTION_OPTIONS}
          onChange={(action) => change({ action })}
        />
        <FilterSelect
          label="Object"
          any="Any object"
          value={filters.kind}
          options={KIND_OPTIONS}
          onChange={(kind) => change({ kind, object: null })}
        />
        <TimeSelect value={filters.time} onChange={(time) => change({ time })} />
      </ListFilters>
      {entries.error ? (
        <LoadError what="The audit log" error={entries.error} onRetry={() => entries.refetch()} />
      ) : (
        <>
          <DataTable<AuditLine>
            caption="Audit log"
            rows={entries.data?.entries}
            rowKey={(line) => line.id}
            columns={[
              {
                key: 'what',
                header: 'What',
                className: 'py-2',
                cell: (line) => (
                  <div className="whitespace-normal font-normal">
                    <What line={line} />
                    <div className="text-sm break-words text-muted-foreground">{describeChange(line)}</div>
                  </div>
                ),
              },
              { key: 'who', header: 'Who', cell: actorWord },
              { key: 'from', header: 'From', from: 'xl', cell: (line) => line.address ?? '' },
              { key: 'at', header: 'When', align: 'right', cell: (line) => <AbsoluteTime iso={line.at} /> },
            ]}
            phone={(line) => ({
              primary: (
                <span className="font-normal whitespace-normal">
                  <What line={line} />
                </span>
              ),
              secondary: (
                <>
                  <span>{actorWord(line)}</span>
                  <AbsoluteTime iso={line.at} />
                  <span className="break-words">{describeChange(line)}</span>
                </>
              ),
            })}
            empty={
              isFiltered ? (
                <EmptyState title="No entry matches these filters">Take one away to see more.</EmptyState>
              ) : (
                <EmptyState title="Nothing yet">What people and keys do from now on is told here.</EmptyState>
              )
            }
          />
          <CursorPagination trail={trail} nextCursor={entries.data?.nextCursor} />
        </>
      )}
    </>
  )
}
