import { newIds } from '@/domain/ids'
import { db } from './db'
import { logger } from './logger'
import { type KeyedRequest, outsideRequests } from './request-context'

/** A request that was answered. Its body and its query are nobody's business. */
export type AnsweredRequest = KeyedRequest & {
  requestId: string
  door: string
  status: number
  durationMs: number
}

type Noted = AnsweredRequest & { atMs: number }

const FLUSH_AFTER_MS = 1_000
/** What one process keeps within that second; more is not logged, so that a flood costs no memory. */
const KEPT_MAX = 5_000
const PATH_LENGTH_MAX = 200

// One per process, however often Next loads this module.
const globals = globalThis as typeof globalThis & { rollcallRequestLog?: Noted[] }

/**
 * Notes a request for the log of its key. The request waits for nothing: what was noted is written together, a second
 * later. A process that ends loses the last second, which nobody is billed by.
 */
export function logRequest(request: AnsweredRequest): void {
  globals.rollcallRequestLog ??= []
  const noted = globals.rollcallRequestLog
  if (noted.length >= KEPT_MAX) return
  noted.push({ ...request, atMs: Date.now() })
  if (noted.length > 1) return
  outsideRequests(() => setTimeout(() => void flushRequestLog(), FLUSH_AFTER_MS).unref())
}

/** Writes what was noted, in one statement. What cannot be written is forgotten: the requests matter more than their log. */
export async function flushRequestLog(): Promise<void> {
  const noted = globals.rollcallRequestLog?.splice(0) ?? []
  if (noted.length === 0) return
  const ids = newIds(noted.length)
  const rows = noted.map(
    ({ apiKeyId, organizationId, requestId, door, method, path, status, durationMs, atMs }, n) => ({
      i: ids[n],
      k: apiKeyId,
      o: organizationId,
      r: requestId,
      d: door,
      m: method,
      p: path.slice(0, PATH_LENGTH_MAX),
      s: status,
      t: Math.round(durationMs),
      a: atMs / 1_000,
    }),
  )
  try {
    await db().execute`
      INSERT INTO request_log (id, api_key_id, organization_id, request_id, door, method, path, status, duration_ms, at)
      SELECT i, k, o, r, d, m, p, s, t, to_timestamp(a) FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS noted(i uuid, k uuid, o text, r text, d text, m text, p text, s int2, t int4, a float8)`
  } catch (error) {
    logger.warn({ err: error, requests: rows.length }, 'Requests could not be written to the log of their keys.')
  }
}
