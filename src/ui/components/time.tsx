'use client'

import { useEffect, useState } from 'react'
import {
  DAY_MS,
  describeInBothZones,
  formatAbsoluteTime,
  formatExactTime,
  formatRelativeTime,
  placeOf,
  untilRelativeTimeChanges,
} from './format-time'
import { Hint } from './hint'
import { useIsBrowser } from './use-is-browser'

/** Returns the current time, and updates it whenever the description of this moment changes. */
function useNow(timeMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const delayMs = untilRelativeTimeChanges(timeMs, nowMs)
    if (delayMs === null) return
    const timer = setTimeout(() => setNowMs(Date.now()), delayMs)
    return () => clearTimeout(timer)
  }, [timeMs, nowMs])
  return nowMs
}

/**
 * Keeps the place of a time that only the browser can write, since it knows the reader's zone and clock: about as wide, so
 * that nothing beside it moves when the time is there, and neither seen nor read aloud.
 */
export function Meanwhile({ text }: { text: string }) {
  return (
    <span className="invisible" suppressHydrationWarning>
      {text}
    </span>
  )
}

/** A moment that concerns the reader: relative within a day, absolute otherwise. Hover and focus show it exactly. */
export function RelativeTime({ iso }: { iso: string }) {
  const timeMs = Date.parse(iso)
  const nowMs = useNow(timeMs)
  const isBrowser = useIsBrowser()
  if (!isBrowser) {
    return (
      <time dateTime={iso} className="whitespace-nowrap">
        <Meanwhile text={formatRelativeTime(timeMs, nowMs)} />
      </time>
    )
  }
  return (
    <Hint content={formatExactTime(timeMs)}>
      <time dateTime={iso} className="whitespace-nowrap">
        {formatRelativeTime(timeMs, nowMs)}
      </time>
    </Hint>
  )
}

/** Like `RelativeTime`, but always with the date, for a phrase such as "failing since". */
export function AbsoluteTime({ iso }: { iso: string }) {
  const timeMs = Date.parse(iso)
  const isBrowser = useIsBrowser()
  return (
    <time dateTime={iso} title={isBrowser ? formatExactTime(timeMs) : undefined} className="whitespace-nowrap">
      {isBrowser ? formatAbsoluteTime(timeMs, Date.now()) : <Meanwhile text={formatAbsoluteTime(timeMs, Date.now())} />}
    </time>
  )
}

type ZonedTimeProps = {
  iso: string
  timeZone: string
  /** Says first how far away the moment is, within a day. */
  withDistance?: boolean
}

/**
 * A moment in a contact's life, on the clock of the contact's own zone, which is named. Only one zone stands in the
 * text; hover shows the reader's own.
 */
export function ZonedTime({ iso, timeZone, withDistance = false }: ZonedTimeProps) {
  const timeMs = Date.parse(iso)
  const nowMs = useNow(timeMs)
  // The server knows neither the reader's zone and clock, nor how long its page has travelled.
  const isBrowser = useIsBrowser()
  const distance =
    isBrowser && withDistance && Math.abs(timeMs - nowMs) < DAY_MS ? `${formatRelativeTime(timeMs, nowMs)}, ` : ''
  return (
    <time
      dateTime={iso}
      title={isBrowser ? describeInBothZones(timeMs, timeZone) : undefined}
      className="whitespace-nowrap"
    >
      {distance}
      {isBrowser ? (
        formatAbsoluteTime(timeMs, nowMs, timeZone)
      ) : (
        <Meanwhile text={formatAbsoluteTime(timeMs, nowMs, timeZone)} />
      )}{' '}
      <span className="text-muted-foreground">{placeOf(timeZone)}</span>
    </time>
  )
}
