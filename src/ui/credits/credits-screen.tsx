'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { createParser, parseAsStringLiteral, useQueryState } from 'nuqs'
import { BarList } from '@/ui/components/bar-list'
import { Button } from '@/ui/components/button'
import { DataTable } from '@/ui/components/data-table'
import { EmptyState } from '@/ui/components/empty-state'
import { count, formatNumber } from '@/ui/components/format-number'
import { ChevronLeft } from '@/ui/components/icons/chevron-left'
import { ChevronRight } from '@/ui/components/icons/chevron-right'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { Skeleton } from '@/ui/components/skeleton'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/ui/components/tabs'
import type { CreditUsage } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'
import { CreditAlert } from './credit-alert'
import { CreditBar } from './credit-bar'
import { CreditBatchesTab } from './credit-batches-tab'
import { DaysTab } from './days-tab'
import { LedgerTab } from './ledger-tab'
import { hasMonthAfter, monthAfter, monthBefore, monthName } from './month'

const BARS_MAX = 8
const TABS = ['days', 'batches', 'ledger'] as const

const parseAsMonth = createParser({
  parse: (text) => (/^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null),
  serialize: (month: string) => month,
})

/** Shows the credits that were allocated, reserved and spent in a month, and the spending of each agent. */
export function CreditsScreen() {
  const trpc = useTRPC()
  const [chosen, setMonth] = useQueryState('month', parseAsMonth.withOptions({ history: 'push' }))
  // Only the database knows the current month: a query without a month names it.
  const current = useQuery(trpc.credits.usage.queryOptions({}))
  const usage = useQuery({
    ...trpc.credits.usage.queryOptions(chosen ? { month: chosen } : {}),
    placeholderData: keepPreviousData,
  })
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(TABS).withDefault('days').withOptions({ history: 'push' }),
  )
  const runningMonth = current.data?.period.month ?? null
  const month = chosen ?? runningMonth

  return (
    <>
      <PageHeader
        title="Credits"
        facts="Credits are reserved when a contact is accepted, spent at its first call, and released if it is never called. Months are in UTC."
        actions={
          month && (
            <div className="flex items-center gap-1">
              <Button size="icon" aria-label="Previous month" onClick={() => setMonth(monthBefore(month))}>
                <ChevronLeft aria-hidden />
              </Button>
              <span className="min-w-36 text-center font-medium" aria-live="polite">
                {monthName(month)}
              </span>
              <Button
                size="icon"
                aria-label="Next month"
                disabled={!hasMonthAfter(month, runningMonth)}
                onClick={() => setMonth(monthAfter(month) === runningMonth ? null : monthAfter(month))}
              >
                <ChevronRight aria-hidden />
              </Button>
            </div>
          )
        }
      />
      {usage.error ? (
        <LoadError what="The usage" error={usage.error} onRetry={() => usage.refetch()} />
      ) : (
        <Usage usage={usage.data} isRunning={chosen === null} />
      )}
      {month !== null && (
        <Tabs
          value={tab}
          onValueChange={(value) => setTab(TABS.find((known) => known === value) ?? null)}
          className="mt-8"
        >
          <TabsList aria-label="Credits in detail">
            <TabsTrigger value="days">By day</TabsTrigger>
            <TabsTrigger value="batches">By batch</TabsTrigger>
            <TabsTrigger value="ledger">Ledger</TabsTrigger>
          </TabsList>
          <TabsContent value="days">
            <DaysTab month={month} />
          </TabsContent>
          <TabsContent value="batches">
            <CreditBatchesTab month={month} />
          </TabsContent>
          <TabsContent value="ledger">
            <LedgerTab />
          </TabsContent>
        </Tabs>
      )}
    </>
  )
}

function Usage({ usage, isRunning }: { usage: CreditUsage | undefined; isRunning: boolean }) {
  const organization = usage?.organization
  // The server sorts agents by what they spent, most first.
  const bars = (usage?.agents ?? [])
    .filter(({ spentCredits }) => spentCredits > 0)
    .slice(0, BARS_MAX)
    .map(({ agentId, agentName, spentCredits }) => ({ key: agentId, label: agentName, amount: spentCredits }))
  const figures = [
    { label: 'Allocated', value: organization?.allocatedCredits },
    { label: 'Spent', value: organization?.spentCredits },
    { label: 'Reserved', value: organization?.reservedCredits },
    { label: 'Remaining', value: organization?.remainingCredits },
  ]
  return (
    <>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-y py-4 sm:grid-cols-4">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-xs text-muted-foreground">{label}</dt>
            <dd className="mt-0.5 text-xl font-medium tracking-tight">
              {usage ? formatNumber(value ?? 0) : <Skeleton className="my-1.5 h-4 w-20" />}
            </dd>
          </div>
        ))}
      </dl>
      {organization && <Allocation organization={organization} />}
      {isRunning && <CreditAlert />}

      <section className="mt-8">
        <h2 className="mb-3 font-semibold">Spent by agent</h2>
        {/* A single bar has nothing to be compared with. */}
        {bars.length > 1 && (
          <div className="mb-4">
            <BarList bars={bars} caption="Credits spent by agent" withTable={false} />
          </div>
        )}
        <DataTable
          caption="Credits spent by agent"
          rows={usage?.agents}
          skeletonRows={3}
          rowKey={(agent) => agent.agentId}
          rowHref={(agent) => `/agents/${agent.agentId}`}
          columns={[
            { key: 'name', header: 'Agent', cell: (agent) => agent.agentName },
            {
              key: 'spent',
              header: 'Credits spent',
              align: 'right',
              cell: (agent) => formatNumber(agent.spentCredits),
            },
            {
              key: 'transactions',
              header: 'Transactions',
              align: 'right',
              cell: (agent) => formatNumber(agent.transactionCount),
            },
          ]}
          phone={(agent) => ({
            primary: agent.agentName,
            aside: count(agent.spentCredits, 'credit'),
            secondary: count(agent.transactionCount, 'transaction'),
          })}
          empty={
            <EmptyState title="Nothing spent this month">
              A credit is spent when the first call of a contact is placed. What is only scheduled counts as reserved.
            </EmptyState>
          }
        />
      </section>
    </>
  )
}

/**
 * Writes the share of the allocation that is spent. A share too small for the server's rounding is not written as 0.
 */
function shareSpent({ spentCredits, percentageUsed }: CreditUsage['organization']): string {
  return spentCredits > 0 && !percentageUsed ? 'Under 0.1%' : `${percentageUsed ?? 0}%`
}

function Allocation({ organization }: { organization: CreditUsage['organization'] }) {
  const allocated = organization.allocatedCredits ?? 0
  if (allocated === 0) return null
  const { spentCredits, reservedCredits } = organization
  return (
    <div className="mt-4">
      <CreditBar allocated={allocated} spent={spentCredits} reserved={reservedCredits ?? 0} />
      <p className="mt-2 text-sm text-muted-foreground">
        {shareSpent(organization)} of the month’s allocation is spent. {count(reservedCredits ?? 0, 'credit')} more (the
        paler part) are reserved for contacts that are still to be called.
      </p>
    </div>
  )
}
