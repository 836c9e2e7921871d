import { Cron } from 'croner'

/** A cron trigger as written: five fields, with an optional `TZ=Zone ` before them (protocol §9.2). */
const EXPRESSION = /^(?:TZ=(\S+)\s+)?(.+)$/

/**
 * Returns the first moment after `afterMs` at which the expression is due, in ms; null when there is none any more.
 *
 * @throws Error when the expression or its timezone cannot be read
 */
export function nextCronTime(expression: string, afterMs: number): number | null {
  const [, timezone = 'UTC', fields = ''] = expression.trim().match(EXPRESSION) ?? []
  const next = new Cron(fields, { timezone, mode: '5-part', paused: true }).nextRun(new Date(afterMs))
  return next?.getTime() ?? null
}
