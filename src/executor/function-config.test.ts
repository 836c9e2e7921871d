import { describe, expect, test } from 'vitest'
import { parseFunctionConfigs } from './function-config'

const step = (retries?: number) => ({
  step: {
    id: 'step',
    name: 'step',
    runtime: { type: 'http', url: 'http://127.0.0.1:3000/api/inngest?fnId=demo-a&stepId=step' },
    ...(retries === undefined ? {} : { retries: { attempts: retries } }),
  },
})

const base = { id: 'demo-a', name: 'a', triggers: [{ event: 't/a' }], steps: step() }

function parseOne(changes: object) {
  return parseFunctionConfigs([{ ...base, ...changes }])
}

function problemsOf(changes: object): string {
  const parsed = parseOne(changes)
  if (parsed.ok) throw new Error('was accepted')
  return parsed.problems.join('\n')
}

describe('accepted', () => {
  test('a plain function has five attempts', () => {
    expect(parseOne({})).toEqual({
      ok: true,
      functions: [
        {
          id: 'demo-a',
          attemptsMax: 5,
          triggers: [{ event: 't/a', failureOf: null }],
          crons: [],
          concurrency: [],
          batch: null,
        },
      ],
    })
  })

  test.each([
    [0, 1],
    [3, 4],
    [20, 21],
    [99, 21],
  ])('%i retries are %i attempts', (retries, attemptsMax) => {
    expect(parseOne({ steps: step(retries) })).toMatchObject({ functions: [{ attemptsMax }] })
  })

  test('an onFailure handler listens to one function', () => {
    const trigger = { event: 'inngest/function.failed', expression: "event.data.function_id == 'demo-x'" }
    expect(parseOne({ triggers: [trigger] })).toMatchObject({
      functions: [{ triggers: [{ event: 'inngest/function.failed', failureOf: 'demo-x' }] }],
    })
  })

  test('crons, with and without a timezone, each once', () => {
    const triggers = [{ cron: '* * * * *' }, { cron: 'TZ=Europe/Paris 0 9 * * 1' }, { cron: '* * * * *' }]
    expect(parseOne({ triggers })).toMatchObject({
      functions: [{ triggers: [], crons: ['* * * * *', 'TZ=Europe/Paris 0 9 * * 1'] }],
    })
  })

  test.each([
    [3, [{ limit: 3, key: '' }]],
    [{ limit: 1, key: 'event.data.agentId' }, [{ limit: 1, key: 'event.data.agentId' }]],
    [
      [{ limit: 1, key: 'event.data.a', scope: 'fn' }, { limit: 9 }],
      [
        { limit: 1, key: 'event.data.a' },
        { limit: 9, key: '' },
      ],
    ],
  ])('concurrency %j', (concurrency, expected) => {
    expect(parseOne({ concurrency })).toMatchObject({ functions: [{ concurrency: expected }] })
  })

  test.each([
    [
      { maxSize: 100, timeout: '1s' },
      { sizeMax: 100, waitMs: 1_000, key: '' },
    ],
    [
      { maxSize: 2, timeout: '1m', key: 'event.data.agentId' },
      { sizeMax: 2, waitMs: 60_000, key: 'event.data.agentId' },
    ],
    [
      { maxSize: 2, timeout: '1500ms' },
      { sizeMax: 2, waitMs: 1_500, key: '' },
    ],
  ])('batchEvents %j', (batchEvents, expected) => {
    expect(parseOne({ batchEvents })).toMatchObject({ functions: [{ batch: expected }] })
  })
})

describe('refused by name, with what has it', () => {
  test.each([
    [{ idempotency: 'event.data.order' }, 'the option "idempotency"'],
    [{ batchEvents: { maxSize: 3, timeout: '1s', if: 'event.data.n > 3' } }, '"if" of batchEvents'],
    [{ batchEvents: { maxSize: 3, timeout: '1s', key: 'event.data.a + "x"' } }, 'the batch key "event.data.a + "x""'],
    [{ rateLimit: { limit: 1, period: '1m' } }, 'the option "rateLimit"'],
    [{ throttle: { limit: 1, period: '1m' } }, 'the option "throttle"'],
    [{ debounce: { period: '1s' } }, 'the option "debounce"'],
    [{ singleton: { mode: 'skip' } }, 'the option "singleton"'],
    [{ priority: { run: 'event.data.p' } }, 'the option "priority"'],
    [{ timeouts: { start: '1m' } }, 'the option "timeouts"'],
    [{ cancel: [{ event: 't/cancel' }] }, 'the option "cancelOn"'],
    [{ somethingNew: true }, 'the option "somethingNew"'],
    [{ triggers: [{ event: 't/*' }] }, 'the wildcard trigger "t/*"'],
    [{ triggers: [{ event: 't/a', expression: 'event.data.n > 3' }] }, '"if" on a trigger'],
    [{ triggers: [{ cron: '* * * * *', jitter: '30s' }] }, '"jitter" on a cron trigger'],
    [{ concurrency: { limit: 1, key: '"x"', scope: 'account' } }, 'the concurrency scope "account"'],
    [{ concurrency: { limit: 1, key: 'event.data.a + "x"' } }, 'the concurrency key "event.data.a + "x""'],
  ])('%j', (changes, what) => {
    const problems = problemsOf(changes)
    expect(problems).toContain('function "demo-a" uses ')
    expect(problems).toContain(what)
    expect(problems).toContain('a real Inngest server does')
  })

  test('every problem of every function is named at once', () => {
    const parsed = parseFunctionConfigs([
      { ...base, throttle: {}, debounce: {} },
      { ...base, id: 'demo-b', singleton: {} },
    ])
    expect(parsed.ok ? [] : parsed.problems).toHaveLength(3)
  })
})

test.each([
  [{ triggers: [{ cron: 'often' }] }, 'cannot be read'],
  [{ triggers: [{}] }, 'no event and no cron'],
  [{ concurrency: 0 }, 'demo-a'],
  [{ steps: {} }, 'exactly one entry'],
  // The Go server refuses these too.
  [{ batchEvents: { maxSize: 1, timeout: '1s' } }, 'demo-a'],
  [{ batchEvents: { maxSize: 101, timeout: '1s' } }, 'demo-a'],
  [{ batchEvents: { maxSize: 2, timeout: '999ms' } }, 'between 1s and 60s'],
  [{ batchEvents: { maxSize: 2, timeout: '61s' } }, 'between 1s and 60s'],
  [{ batchEvents: { maxSize: 2, timeout: 'soon' } }, 'between 1s and 60s'],
])('faulty: %j', (changes, what) => {
  expect(problemsOf(changes)).toContain(what)
})

test('what is no list, no function, or the same function twice', () => {
  expect(parseFunctionConfigs(undefined).ok).toBe(false)
  expect(parseFunctionConfigs([7]).ok).toBe(false)
  expect(parseFunctionConfigs([base, base])).toMatchObject({ ok: false, problems: [expect.stringContaining('twice')] })
})
