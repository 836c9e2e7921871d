import { describe, expect, test } from 'vitest'
import { internalEvent } from './accept-events'
import type { FunctionConfig } from './function-config'
import { indexTriggers, startRuns } from './start-runs'

const NOW = 1_795_449_879_805
const BATCH_INTERVAL_MS = 100

function config(id: string, changes: Partial<FunctionConfig> = {}): FunctionConfig {
  const triggers = [{ event: 't/a', failureOf: null }]
  return { id, attemptsMax: 5, triggers, crons: [], concurrency: [], batch: null, ...changes }
}

function started(functions: FunctionConfig[], name: string, data = {}) {
  return startRuns(indexTriggers(functions), internalEvent(name, 'event-id', data, NOW), NOW, BATCH_INTERVAL_MS)
}

test('every function with a trigger of exactly that name, once', () => {
  const twice = config('demo-twice', {
    triggers: [
      { event: 't/a', failureOf: null },
      { event: 't/a', failureOf: null },
    ],
  })
  expect(started([config('demo-a'), twice], 't/a').map((run) => run.functionId)).toEqual(['demo-a', 'demo-twice'])
  expect(started([config('demo-a')], 't/A')).toEqual([])
  expect(started([config('demo-a')], 't/a/b')).toEqual([])
})

test('the event id is the idempotency key', () => {
  expect(started([config('demo-a')], 't/a')).toMatchObject([
    { idempotencyKey: 'event-id', lane: '', delayMs: 0, batch: null },
  ])
})

test("an onFailure handler starts for its own function's failure only", () => {
  const handler = config('demo-a-failure', { triggers: [{ event: 'inngest/function.failed', failureOf: 'demo-a' }] })
  expect(started([handler], 'inngest/function.failed', { function_id: 'demo-a' })).toHaveLength(1)
  expect(started([handler], 'inngest/function.failed', { function_id: 'demo-b' })).toHaveLength(0)
})

test.each([
  [{ agentId: 'x' }, '"x"'],
  [{ agentId: { b: 1, a: 2 } }, '{"a":2,"b":1}'],
  [{}, 'null'],
  [{ agentId: null }, 'null'],
])('the lane holds the value of the key: %j', (data, value) => {
  const limited = config('demo-a', {
    concurrency: [
      { limit: 1, key: 'event.data.agentId' },
      { limit: 5, key: '' },
    ],
  })
  expect(started([limited], 't/a', data)[0]?.lane).toBe(
    JSON.stringify([
      ['demo-a', 'event.data.agentId', value],
      ['demo-a', '', ''],
    ]),
  )
})

test('an inherited member is not a member of the event', () => {
  const limited = config('demo-a', { concurrency: [{ limit: 1, key: 'event.data.constructor' }] })
  expect(started([limited], 't/a')[0]?.lane).toContain('"null"')
})

describe('a function that takes its events in batches', () => {
  const batched = config('demo-a', { batch: { sizeMax: 10, waitMs: 1_000, key: 'event.data.agentId' } })
  const keyOf = (data: object, functions = [batched]) => started(functions, 't/a', data)[0]?.batch?.key

  test('its batches are an interval apart, but not farther than the function allows', () => {
    expect(started([batched], 't/a', { agentId: 'x' })).toMatchObject([
      { delayMs: 0, batch: { sizeMax: 10, intervalMs: BATCH_INTERVAL_MS } },
    ])
    const event = internalEvent('t/a', 'event-id', {}, NOW)
    expect(startRuns(indexTriggers([batched]), event, NOW, 30_000)).toMatchObject([{ batch: { intervalMs: 1_000 } }])
  })

  test('those with the same value of the key are together, in the same lane', () => {
    expect(keyOf({ agentId: 'x', n: 1 })).toBe(keyOf({ agentId: 'x', n: 2 }))
    expect(keyOf({ agentId: 'x' })).not.toBe(keyOf({ agentId: 'y' }))
    expect(keyOf({ agentId: 'x' })).not.toBe(keyOf({ agentId: 'x' }, [{ ...batched, id: 'demo-b' }]))
    const inLanes = { ...batched, concurrency: [{ limit: 1, key: 'event.data.n' }] }
    expect(keyOf({ agentId: 'x', n: 1 }, [inLanes])).not.toBe(keyOf({ agentId: 'x', n: 2 }, [inLanes]))
  })

  test('an event from the future waits by itself', () => {
    const event = { ...internalEvent('t/a', 'event-id', {}, NOW), tsMs: NOW + 60_000 }
    expect(startRuns(indexTriggers([batched]), event, NOW, BATCH_INTERVAL_MS)).toMatchObject([
      { delayMs: 60_000, batch: null },
    ])
  })
})
