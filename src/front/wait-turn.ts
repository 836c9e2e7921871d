import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'

/**
 * What dialers report: `POST` of a call's result or of an event. Calls that were placed together end together, and their
 * reports come in bursts of hundreds.
 */
const REPORT_PATH = /^\/api\/v1\/(?:calls\/[^/]+\/result|dialers\/[^/]+)$/

/**
 * So many reports are answered at a time. All at once, they would stand between any two steps of whoever else asks for
 * something; few at a time, somebody's request passes them: with 32 the slowest requests took twice as long. Most of a
 * report's time is a wait for the round that records it, so that twelve at a time are 200 a second.
 */
export const REPORTS_AT_ONCE_MAX = 12

/** Whoever has waited so long is answered without a turn: on a database that says nothing, each turn would take seconds. */
const WAIT_MAX_MS = 2_000

const limit = pLimit(REPORTS_AT_ONCE_MAX)

/** Tells whether a request is the report of a dialer, which can wait a moment. */
export function isReport(method: string | undefined, pathname: string): boolean {
  return method === 'POST' && REPORT_PATH.test(pathname)
}

/**
 * Answers a report when it is its turn, or after two seconds: they come in the order in which they have arrived. One whose
 * body is still under way waits for none and holds up nobody.
 */
export async function waitTurn(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<void> {
  // The body comes after the headers, most often with them.
  await setImmediate()
  let answered: Promise<void> | undefined
  const begin = () => {
    answered ??= answer(request, response)
    return answered
  }
  await (request.complete
    ? Promise.race([limit(begin), sleep(WAIT_MAX_MS, null, { ref: false }).then(begin)])
    : begin())
}
