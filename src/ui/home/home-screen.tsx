'use client'

import { useQuery } from '@tanstack/react-query'
import { LoadError } from '@/ui/components/load-error'
import { PageHeader } from '@/ui/components/page-header'
import { ImportButton } from '@/ui/lists/import-button'
import { useTRPC } from '@/ui/trpc-client'
import { AttentionList } from './attention-list'
import { CreditsLeft } from './credits-left'
import { FirstSteps } from './first-steps'
import { useOwnZone } from './own-zone'
import { TodayChart } from './today-chart'
import { UnderWayList } from './under-way-list'

const POLL_MS = 10_000

/**
 * Shows today: what needs attention, calls by hour, what is under way, and the credits that are left.
 *
 * @param timeZone the reader's, as of the last visit
 */
export function HomeScreen({ timeZone }: { timeZone: string }) {
  const trpc = useTRPC()
  const zone = useOwnZone(timeZone)
  const polled = { refetchInterval: POLL_MS }
  const firstSteps = useQuery({ ...trpc.home.firstSteps.queryOptions(), ...polled })
  const today = useQuery({ ...trpc.home.today.queryOptions({ timeZone: zone }), ...polled })
  const underWay = useQuery({ ...trpc.home.underWay.queryOptions(), ...polled })
  const attention = useQuery({ ...trpc.home.attention.queryOptions(), ...polled })
  const credits = useQuery({ ...trpc.credits.forecast.queryOptions(), ...polled })
  const failed = [firstSteps, today, underWay, attention, credits].find(({ error, data }) => error && !data)

  return (
    <>
      <PageHeader title="Home" actions={<ImportButton />} />
      {failed ? (
        <LoadError what="The figures of today" error={failed.error} onRetry={() => failed.refetch()} />
      ) : (
        <div className="grid gap-8">
          {firstSteps.data && <FirstSteps steps={firstSteps.data} />}
          {attention.data && <AttentionList attention={attention.data.attention} />}
          <TodayChart today={today.data} timeZone={zone} />
          <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_300px]">
            <UnderWayList list={underWay.data} />
            <CreditsLeft credits={credits.data} />
          </div>
        </div>
      )}
    </>
  )
}
