'use client'

import { useQuery } from '@tanstack/react-query'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { Download } from '@/ui/components/icons/download'
import { LoadError } from '@/ui/components/load-error'
import { downloadCsv } from '@/ui/download-file'
import type { CreditDay } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { daysOfMonth } from './month'

/** Shows what was spent on each day of a month, as bars and by agent, and offers it as a CSV. */
export function DaysTab({ month }: { month: string }) {
  const trpc = useTRPC()
  const days = useQuery(trpc.credits.days.queryOptions({ month }))
  const rows = days.data?.days
  if (days.error) return <LoadError what="The days" error={days.error} onRetry={() => days.refetch()} />
  return (
    <>
      <div className="mb-3 flex items-center justify-between gap-4">
        <p className="text-sm text-muted-foreground">Days in UTC, newest first.</p>
        <Button
          size="sm"
          disabled={!rows?.length}
          onClick={() =>
            downloadCsv(
              `credits-${month}.csv`,
              writeCsv(
                ['Day', 'Agent', 'Credits spent', 'Contacts'],
                (rows ?? []).map(({ day, agentName, spent, spends }) => [
                  day,
                  agentName,
                  String(spent),
                  String(spends),
                ]),
              ),
            )
          }
        >
          <Download aria-hidden />
          Download CSV
        </Button>
      </div>
      {rows !== undefined && rows.length > 0 && <DayBars month={month} rows={rows} />}
      <DataTable<CreditDay>
        caption="Credits spent by day and agent"
        rows={rows?.toReversed()}
        skeletonRows={5}
        rowKey={({ day, agentId }) => `${day} ${agentId}`}
        rowHref={({ agentId }) => `/agents/${agentId}`}
        columns={[
          { key: 'day', header: 'Day', cell: ({ day }) => dayName(day) },
          { key: 'agent', header: 'Agent', cell: ({ agentName }) => agentName },
          { key: 'spent', header: 'Credits spent', align: 'right', cell: ({ spent }) => formatNumber(spent) },
          { key: 'spends', header: 'Contacts', align: 'right', cell: ({ spends }) => formatNumber(spends) },
        ]}
        phone={({ day, agentName, spent, spends }) => ({
          primary: `${dayName(day)}, ${agentName}`,
          aside: count(spent, 'credit'),
          secondary: count(spends, 'contact'),
        })}
        empty={<EmptyState title="Nothing spent this month" />}
      />
    </>
  )
}

/** Bars of the days of a month, from its first to its last. The table below says the same. */
function DayBars({ month, rows }: { month: string; rows: readonly CreditDay[] }) {
  const days = daysOfMonth(month).map((day) => ({
    day,
    spent: rows.filter((row) => row.day === day).reduce((sum, { spent }) => sum + spent, 0),
  }))
  const highest = Math.max(1, ...days.map(({ spent }) => spent))
  return (
    <div aria-hidden className="mb-4 flex h-24 items-end gap-px border-b sm:gap-1">
      {days.map(({ day, spent }) => (
        <div
          key={day}
          title={`${dayName(day)}: ${count(spent, 'credit')}`}
          className="flex h-full w-0 flex-1 flex-col justify-end"
        >
          <div className="rounded-t-[3px] bg-dot-neutral" style={{ height: `${(spent / highest) * 100}%` }} />
        </div>
      ))}
    </div>
  )
}

const DAY = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', weekday: 'short', timeZone: 'UTC' })

function dayName(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`))
}
