'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { formatAbsoluteTime, formatExactTime, formatRelativeTime, untilRelativeTimeChanges } from './format-time'
import { Tooltip } from './tooltip'

const subscribeToNothing = () => () => {}

/** False while the server renders: times are in the reader's zone, which only the browser knows. */
function useIsBrowser(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  )
}

/** A moment that has to do with the reader: relative within a day, absolute after; the exact one on hover and focus. */
export function RelativeTime({ iso }: { iso: string }) {
  const timeMs = Date.parse(iso)
  const [nowMs, setNowMs] = useState(() => Date.now())
  const isBrowser = useIsBrowser()
  useEffect(() => {
    const delayMs = untilRelativeTimeChanges(timeMs, nowMs)
    if (delayMs === null) return
    const timer = setTimeout(() => setNowMs(Date.now()), delayMs)
    return () => clearTimeout(timer)
  }, [timeMs, nowMs])
  if (!isBrowser) return <time dateTime={iso}>{'\u00a0'}</time>
  return (
    <Tooltip content={formatExactTime(timeMs)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time shows on focus as it does on hover */}
      <time dateTime={iso} tabIndex={0} className="relative z-1 rounded-sm whitespace-nowrap">
        {formatRelativeTime(timeMs, nowMs)}
      </time>
    </Tooltip>
  )
}

/** A moment in a contact's life: always the wall clock of the contact's own zone, which is named. */
export function ZonedTime({ iso, timeZone }: { iso: string; timeZone: string }) {
  const timeMs = Date.parse(iso)
  return (
    <time dateTime={iso} title={formatExactTime(timeMs, timeZone)} className="whitespace-nowrap">
      {formatAbsoluteTime(timeMs, timeMs, timeZone)}{' '}
      <span className="text-muted-foreground">{timeZone.split('/').at(-1)?.replaceAll('_', ' ')}</span>
    </time>
  )
}
