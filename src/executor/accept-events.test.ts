import { expect, test } from 'vitest'
import { acceptEvents, EVENT_BYTES_MAX, EVENTS_PER_REQUEST_MAX, internalEvent } from './accept-events'

const NOW = 1_795_449_879_805
const SEED = { timeMs: NOW, entropy: new Uint8Array(10) }

function accept(body: unknown) {
  const accepted = acceptEvents(body, SEED, NOW)
  if (!accepted.ok) throw new Error(accepted.error)
  return accepted.events
}

test('an event without id gets the internal one, and a time when it has none', () => {
  const [event] = accept([{ name: 't/a', data: { n: 1 } }])
  expect(event).toMatchObject({ name: 't/a', eventId: event?.id, tsMs: NOW, data: { n: 1 } })
  expect(JSON.parse(event?.body ?? '')).toEqual({ id: event?.id, name: 't/a', data: { n: 1 }, ts: NOW })
})

test('a repeated request names the same events, each its own', () => {
  const body = [{ name: 't/a' }, { name: 't/a' }]
  expect(accept(body)).toEqual(accept(body))
  expect(new Set(accept(body).map((event) => event.id)).size).toBe(2)
})

test('id, ts, user and v of the sender are kept; data._inngest and unknown members are not', () => {
  const [event] = accept({ name: 't/a', id: 'mine', ts: 5, user: { a: 1 }, v: '2', x: 1, data: { _inngest: {}, b: 2 } })
  expect(event).toMatchObject({ eventId: 'mine', tsMs: 5 })
  expect(JSON.parse(event?.body ?? '')).toEqual({
    id: 'mine',
    name: 't/a',
    ts: 5,
    user: { a: 1 },
    v: '2',
    data: { b: 2 },
  })
})

test('ts 0, data null and an empty id count as absent', () => {
  const [event] = accept([{ name: 't/a', ts: 0, data: null, id: '' }])
  expect(event).toMatchObject({ eventId: event?.id, tsMs: NOW, data: {} })
})

test.each([
  [[7], 'not an object'],
  [[{}], 'no name'],
  [[{ name: '  ' }], 'no name'],
  [[{ name: 'x'.repeat(513) }], 'longer than 512'],
  [[{ name: 'Inngest/function.invoked' }], 'reserved'],
  [[{ name: 't/a', data: [] }], '"data"'],
  [[{ name: 't/a', id: 7 }], '"id"'],
  [[{ name: 't/\0' }], 'NUL'],
  [[{ name: 't/a', ts: 'x' }], '"ts"'],
  [[{ name: 't/a', ts: 1e300 }], '"ts"'],
  [[{ name: 't/a' }, { name: 7 }], 'event 1'],
])('refused: %j', (body, error) => {
  expect(acceptEvents(body, SEED, NOW)).toEqual({ ok: false, status: 400, error: expect.stringContaining(error) })
})

test('limits of size and count', () => {
  const large = { name: 't/a', data: { x: 'x'.repeat(EVENT_BYTES_MAX) } }
  expect(acceptEvents([large], SEED, NOW)).toMatchObject({ ok: false, status: 413 })
  const many = Array.from({ length: EVENTS_PER_REQUEST_MAX + 1 }, () => ({ name: 't/a' }))
  expect(acceptEvents(many, SEED, NOW)).toMatchObject({ ok: false, status: 413 })
  expect(acceptEvents(many.slice(1), SEED, NOW).ok).toBe(true)
})

test("the engine's own events may have reserved names", () => {
  expect(internalEvent('inngest/function.failed', 'run', { a: 1 }, NOW)).toMatchObject({ eventId: 'run', tsMs: NOW })
})
