import { canonicalJson, type JsonValue } from './canonical-json'
import { type EventIdSeed, newUlid, seededUlid } from './ulid'

/** Limits of the real server, kept so that whatever works here works there (protocol §3). */
export const EVENTS_PER_REQUEST_MAX = 5_000
export const EVENT_BYTES_MAX = 512 * 1024
const EVENT_NAME_CHARS_MAX = 512
/** The last moment that JavaScript can name; Postgres goes a little further. */
const TS_MS_MAX = 8.64e15

/** An event as the executor keeps it. */
export type AcceptedEvent = {
  /** The internal id, a ULID. A repeated request with the same seed gets the same one. */
  id: string
  name: string
  /** The idempotency key: the sender's `id`, or else the internal id. */
  eventId: string
  /** When the event happened, in ms. When that is in the future, its runs start then. */
  tsMs: number
  data: { [key: string]: JsonValue }
  /** The event as functions see it, as canonical JSON. */
  body: string
}

export type AcceptedEvents = { ok: true; events: AcceptedEvent[] } | { ok: false; status: 400 | 413; error: string }

/**
 * Reads the body of `POST /e/<key>`: one event or a list. It accepts all or none, since the SDK repeats the whole
 * request.
 *
 * Names starting with `inngest/` are reserved and `data._inngest` is dropped, because both drive the engine itself.
 */
export function acceptEvents(body: unknown, seed: EventIdSeed | null, nowMs: number): AcceptedEvents {
  const list = Array.isArray(body) ? body : [body]
  if (list.length > EVENTS_PER_REQUEST_MAX)
    return { ok: false, status: 413, error: `a request holds at most ${EVENTS_PER_REQUEST_MAX} events` }
  const events: AcceptedEvent[] = []
  for (const [index, raw] of list.entries()) {
    const fault = findFault(raw)
    if (fault) return { ok: false, status: 400, error: `event ${index}: ${fault}` }
    const event = acceptEvent(raw, seed ? seededUlid(seed, index) : newUlid(nowMs), nowMs)
    if (Buffer.byteLength(event.body) > EVENT_BYTES_MAX)
      return { ok: false, status: 413, error: `event ${index}: larger than ${EVENT_BYTES_MAX} bytes` }
    events.push(event)
  }
  return { ok: true, events }
}

/** Builds an event of the engine's own (`inngest/…`), which is exempt from the rules for outside ones. */
export function internalEvent(
  name: string,
  eventId: string,
  data: { [key: string]: JsonValue },
  nowMs: number,
): AcceptedEvent {
  return toAcceptedEvent({ name, id: eventId, ts: nowMs }, data, newUlid(nowMs), nowMs)
}

type RawEvent = {
  name: string
  data?: { [key: string]: JsonValue } | null
  id?: string
  ts?: number
  user?: JsonValue
  v?: JsonValue
}

function findFault(raw: unknown): string | null {
  if (!isObject(raw)) return 'not an object'
  const { name, data, id, ts } = raw
  if (typeof name !== 'string' || name.trim() === '') return 'no name'
  if (name.includes('\0')) return 'the name holds a NUL character'
  if (name.length > EVENT_NAME_CHARS_MAX) return `the name is longer than ${EVENT_NAME_CHARS_MAX} characters`
  if (name.toLowerCase().startsWith('inngest/')) return `the name "${name}" is reserved`
  if (data !== undefined && data !== null && !isObject(data)) return '"data" is not an object'
  if (id !== undefined && id !== null && typeof id !== 'string') return '"id" is not a string'
  if (ts !== undefined && ts !== null && (typeof ts !== 'number' || Math.abs(ts) > TS_MS_MAX))
    return '"ts" is not a number'
  return null
}

function acceptEvent(raw: RawEvent, internalId: string, nowMs: number): AcceptedEvent {
  const { _inngest: _, ...data } = raw.data ?? {}
  return toAcceptedEvent(raw, data, internalId, nowMs)
}

function toAcceptedEvent(
  raw: Omit<RawEvent, 'data'>,
  data: { [key: string]: JsonValue },
  internalId: string,
  nowMs: number,
): AcceptedEvent {
  const eventId = raw.id || internalId
  const tsMs = Math.trunc(raw.ts || nowMs)
  const event: { [key: string]: JsonValue } = { id: eventId, name: raw.name, data, ts: tsMs }
  if (raw.user !== undefined) event.user = raw.user
  if (raw.v !== undefined) event.v = raw.v
  return { id: internalId, name: raw.name, eventId, tsMs, data, body: canonicalJson(event) }
}

function isObject(value: unknown): value is { [key: string]: JsonValue } & RawEvent {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
