import Link from 'next/link'
import type { ResultType } from '@/domain/results/result-types.rules'
import { count, formatNumber } from '@/ui/components/format-number'
import { formatHour } from '@/ui/components/format-time'
import { Skeleton } from '@/ui/components/skeleton'
import { State, type StateName, stateColor } from '@/ui/components/state'
import { useIsBrowser } from '@/ui/components/use-is-browser'
import { contactsCalledOn } from '@/ui/lists/contacts-called-on'
import type { Today } from '@/ui/router-outputs'

type Hour = Today['hours'][number]

const RESULTS = [
  { key: 'reached', state: 'goal reached', types: ['Goal Completed'] },
  { key: 'notReached', state: 'goal not reached', types: ['Goal Not Completed'] },
  { key: 'nobody', state: 'nobody reached', types: ['Voicemail', 'Busy', 'No Answer'] },
  { key: 'failed', state: 'failed', types: ['Failed'] },
] as const satisfies readonly { key: keyof Hour; state: StateName; types: readonly ResultType[] }[]

const EVERY_THIRD_HOUR = 3

function callsOf(hour: Hour): number {
  return RESULTS.reduce((sum, { key }) => sum + hour[key], 0)
}

/** Shows the calls of today by the hour in which they ended, each bar made of what they came to. */
export function TodayChart({ today, timeZone }: { today: Today | undefined; timeZone: string }) {
  const hours = today?.hours ?? []
  const all = hours.reduce((sum, hour) => sum + callsOf(hour), 0)
  const highest = Math.max(1, ...hours.map(callsOf))
  const amounts = RESULTS.map((result) => ({
    ...result,
    amount: hours.reduce((sum, hour) => sum + hour[result.key], 0),
  }))
  // Whether a day has 12 hours or 24 is known in the browser alone.
  const isBrowser = useIsBrowser()
  const nameOf = ({ startsAt }: Hour) => (isBrowser ? formatHour(Date.parse(startsAt), timeZone) : '\u00a0')
  return (
    <section aria-labelledby="today-title">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="today-title" className="font-semibold">
          {today && all > 0 ? (
            <Link href={contactsCalledOn(today.startedAt, timeZone)} className="underline-offset-4 hover:underline">
              {count(all, 'call')} today
            </Link>
          ) : today ? (
            `${count(all, 'call')} today`
          ) : (
            'Today'
          )}
        </h2>
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm" aria-label="Calls of today by result">
          {amounts
            .filter(({ amount }) => amount > 0)
            .map(({ key, state, types, amount }) => (
              <li key={key}>
                <Link
                  href={contactsCalledOn(today?.startedAt ?? '', timeZone, types)}
                  className="flex items-center gap-1.5 underline-offset-4 hover:underline"
                >
                  <State name={state} />
                  <span className="text-muted-foreground">{formatNumber(amount)}</span>
                </Link>
              </li>
            ))}
          {today !== undefined && today.underWay > 0 && (
            <li className="flex items-center gap-1.5">
              <State name="call under way" />
              <span className="text-muted-foreground">{formatNumber(today.underWay)}</span>
            </li>
          )}
        </ul>
      </div>
      {today === undefined ? (
        <Skeleton className="h-36 w-full" />
      ) : (
        <>
          <div aria-hidden className="flex h-36 items-end gap-px border-b sm:gap-1">
            {hours.map((hour) => (
              <HourBar key={hour.startsAt} hour={hour} highest={highest} title={titleOf(hour, nameOf(hour))} />
            ))}
          </div>
          <div aria-hidden className="flex gap-px pt-1 text-xs text-muted-foreground sm:gap-1">
            {hours.map((hour, index) => (
              <span key={hour.startsAt} className="w-0 flex-1 whitespace-nowrap">
                {index % EVERY_THIRD_HOUR === 0 && nameOf(hour)}
              </span>
            ))}
          </div>
          <HoursTable hours={hours} nameOf={nameOf} />
          {all === 0 && (
            <p className="mt-2 text-sm text-muted-foreground">
              No call has ended yet today.{' '}
              <Link href="/agents" className="text-link underline underline-offset-4">
                See when your agents may call
              </Link>
            </p>
          )}
        </>
      )}
    </section>
  )
}

function HourBar({ hour, highest, title }: { hour: Hour; highest: number; title: string }) {
  const calls = callsOf(hour)
  return (
    <div className="flex h-full w-0 flex-1 flex-col justify-end" title={title}>
      <div
        data-calls={calls}
        className="flex flex-col-reverse overflow-hidden rounded-t-[3px]"
        style={{ height: `${(calls / highest) * 100}%` }}
      >
        {RESULTS.filter(({ key }) => hour[key] > 0).map(({ key, state }) => (
          <div key={key} style={{ flexGrow: hour[key], flexBasis: 0, background: stateColor(state) }} />
        ))}
      </div>
    </div>
  )
}

/** Says the same as the bars, for people who cannot see them. Hours without a call are left out. */
function HoursTable({ hours, nameOf }: { hours: readonly Hour[]; nameOf: (hour: Hour) => string }) {
  return (
    <div className="sr-only">
      <table>
        <caption>Calls of today, by the hour in which they ended</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Calls</th>
            {RESULTS.map(({ key, state }) => (
              <th key={key} scope="col">
                <State name={state} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours
            .filter((hour) => callsOf(hour) > 0)
            .map((hour) => (
              <tr key={hour.startsAt}>
                <th scope="row">{nameOf(hour)}</th>
                <td>{formatNumber(callsOf(hour))}</td>
                {RESULTS.map(({ key }) => (
                  <td key={key}>{formatNumber(hour[key])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}

function titleOf(hour: Hour, name: string): string {
  return `${name}: ${count(callsOf(hour), 'call')}, ${formatNumber(hour.reached)} reached the goal`
}
