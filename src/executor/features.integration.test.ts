import { type Inngest, NonRetriableError, RetryAfterError } from 'inngest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestClient, type Style, startTestApp, type TestApp, until } from './testing/test-app'
import { enginePort, startTestEngine, type TestEngine, testedStyles, testKeys } from './testing/test-engine'

/** What the functions below have done, in order, by the `key` in their event's data. */
type Trace = (what: string, detail?: unknown) => void

describe.each<Style>(testedStyles())('the features of the SDK, %s style', (style) => {
  let client: Inngest
  let app: TestApp
  let engine: TestEngine
  const traces = new Map<string, { what: string; detail: unknown; atMs: number }[]>()
  let keys = 0

  const traceOf = (key: string): Trace => {
    const entries = traces.get(key) ?? []
    traces.set(key, entries)
    return (what, detail = null) => void entries.push({ what, detail, atMs: Date.now() })
  }
  const whats = (key: string) => (traces.get(key) ?? []).map((entry) => entry.what)
  const detailOf = (key: string, what: string) => traces.get(key)?.find((entry) => entry.what === what)?.detail
  const detailsOf = (key: string, what: string) =>
    (traces.get(key) ?? []).filter((entry) => entry.what === what).map(({ detail }) => detail)
  const atMs = (key: string, what: string) => traces.get(key)?.find((entry) => entry.what === what)?.atMs ?? Number.NaN
  const count = (key: string, what: string) => whats(key).filter((one) => one === what).length

  /**
   * Sends an event and waits until its functions have traced `last`.
   *
   * @param options `retries` is how many waits for a retry are on the way
   * @returns the key of the trace
   */
  async function play(
    name: string,
    last: string,
    data: object = {},
    options: { retries?: number } = {},
  ): Promise<string> {
    const msMax = 20_000 + (options.retries ?? 0) * engine.retryMs
    const key = `key-${++keys}`
    await client.send({ name, data: { ...data, key } })
    await until(`${last} in ${JSON.stringify(whats(key))}`, () => whats(key).includes(last), msMax)
    return key
  }

  beforeAll(async () => {
    const port = await enginePort()
    client = createTestClient(style, port, testKeys())
    app = await startTestApp(client, testFunctions(client, traceOf))
    engine = await startTestEngine({ style, appUrl: app.url, port })
  }, 120_000)

  afterAll(async () => {
    await engine?.stop()
    await app?.close()
  })

  test('serial steps: each once, in order, with the results and the event', async () => {
    const key = await play('t/serial', 'end', { n: 5, text: 'NUL \u0000, half a pair \ud800, é' })
    expect(whats(key)).toEqual(['a', 'b', 'c', 'end'])
    // The Go server stores half a pair as U+FFFD, as its JSON decoder does; the executor keeps every byte.
    const half = engine.isExecutor ? '\ud800' : '\ufffd'
    expect(detailOf(key, 'end')).toEqual({ a: 5, b: null, c: { text: `NUL \u0000, half a pair ${half}, é` } })
  })

  test('serial steps without checkpointing: a call per step', async () => {
    const key = await play('t/uncheckpointed', 'end')
    expect(whats(key).filter((what) => what !== 'call')).toEqual(['a', 'b', 'end'])
    expect(count(key, 'call')).toBe(3)
  })

  test('one event starts every function that listens to it, and nobody else', async () => {
    const key = await play('t/both', 'first')
    await until('the second one too', () => whats(key).includes('second'))
    expect(whats(key).toSorted()).toEqual(['first', 'second'])
  })

  test('parallel steps run at once, are joined once, and keep their results', async () => {
    const key = await play('t/parallel', 'end', {}, { retries: 1 })
    expect(count(key, 'end')).toBe(1)
    expect(detailOf(key, 'end')).toEqual(['slow', 'fast', null, { caught: 'bad' }])
    expect(
      whats(key)
        .filter((what) => what === 'fast' || what === 'slow')
        .toSorted(),
    ).toEqual(['fast', 'slow'])
    expect(count(key, 'joined')).toBe(1)
    // The bad sibling was retried alone.
    expect(count(key, 'bad')).toBe(2)
  })

  test('a race goes on with the winner', async () => {
    const key = await play('t/race', 'end')
    expect(detailOf(key, 'end')).toBe('fast')
    // The run itself ends with the loser: the SDK reports an unfinished step instead of returning.
    await until('the loser has run as well', () => whats(key).includes('slow'))
    expect([count(key, 'fast'), count(key, 'slow'), count(key, 'after')]).toEqual([1, 1, 1])
    expect(atMs(key, 'after')).toBeLessThan(atMs(key, 'slow'))
  })

  test('version 1 (optimizeParallelism: false) runs each step once too', async () => {
    const key = await play('t/version-1', 'end')
    expect(detailOf(key, 'end')).toEqual([0, 1, 2, 'last'])
    for (const step of ['step-0', 'step-1', 'step-2', 'last']) expect(count(key, step)).toBe(1)
  })

  test('sleep and sleepUntil wait', async () => {
    const key = await play('t/sleep', 'end')
    expect(whats(key)).toEqual(['before', 'after', 'end'])
    expect(atMs(key, 'after') - atMs(key, 'before')).toBeGreaterThanOrEqual(1_000)
    // The Go server rounds a date to whole seconds, down too.
    if (engine.isExecutor) expect(atMs(key, 'end') - atMs(key, 'after')).toBeGreaterThanOrEqual(400)
    expect(atMs(key, 'end') - atMs(key, 'before')).toBeLessThan(5_000)
  })

  test('step.sendEvent starts the next function', async () => {
    const key = await play('t/send', 'received')
    expect(detailOf(key, 'received')).toEqual({ from: 'sender' })
    expect(count(key, 'received')).toBe(1)
  })

  test('a step that throws is retried with its attempt, and the steps before it are not', async () => {
    const key = await play('t/retry', 'end', {}, { retries: 2 })
    expect(whats(key)).toEqual(['before', 'try 0', 'try 1', 'try 2', 'end'])
  })

  test('RetryAfterError says when', async () => {
    const key = await play('t/retry-after', 'end')
    // The Go server counts from the whole second in which it handles the answer.
    if (engine.isExecutor) expect(atMs(key, 'try 1') - atMs(key, 'try 0')).toBeGreaterThanOrEqual(1_000)
    expect(whats(key)).toEqual(['try 0', 'try 1', 'end'])
  })

  test('a step that fails for good can be caught; NonRetriableError fails at once', async () => {
    const key = await play('t/caught', 'end', {}, { retries: 1 })
    expect(whats(key)).toEqual(['used up', 'used up', 'at once', 'end'])
    expect(detailOf(key, 'end')).toEqual(['Error: used up', 'NonRetriableError: at once'])
  })

  test('a function that throws is retried, then fails, and onFailure hears of it once', async () => {
    const key = await play('t/fails', 'onFailure', {}, { retries: 1 })
    expect(whats(key)).toEqual(['try 0', 'try 1', 'onFailure'])
    expect(detailOf(key, 'onFailure')).toEqual({ error: 'TypeError: no', runId: expect.any(String), name: 't/fails' })
  })

  test('inngest/function.finished tells how a run ended', async () => {
    const key = await play('t/watched', 'finished')
    expect(detailOf(key, 'finished')).toMatchObject({ function_id: 'demo-watched', result: { ok: true } })
    expect(count(key, 'finished')).toBe(1)
  })

  test('concurrency with a key: never more than the limit per value, all in the end', async () => {
    const keysOfRuns = await Promise.all(
      Array.from({ length: 12 }, (_, index) => play('t/limited', 'end', { user: index % 2 === 0 ? 'even' : 'odd' })),
    )
    const spans = keysOfRuns.map((key, index) => ({
      user: index % 2,
      from: atMs(key, 'begin'),
      to: atMs(key, 'done'),
    }))
    for (const user of [0, 1]) {
      const own = spans.filter((span) => span.user === user)
      for (const span of own) {
        const meanwhile = own.filter((other) => other.from <= span.from && span.from < other.to)
        expect(meanwhile.length).toBeLessThanOrEqual(2)
      }
    }
    // Both users had calls at the same time: the limit is per value.
    expect(spans.some((a) => spans.some((b) => a.user !== b.user && a.from < b.to && b.from < a.to))).toBe(true)
  })

  test('one call at a time per value, across steps and sleeps', async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => play('t/one-at-a-time', 'end', { user: 'u' })))
    const spans = runs.map((key) => [atMs(key, 'begin'), atMs(key, 'done')] as const).toSorted((a, b) => a[0] - b[0])
    for (const [index, [, to]] of spans.entries()) {
      const next = spans[index + 1]
      if (next) expect(next[0]).toBeGreaterThanOrEqual(to)
    }
  })

  test('events come in batches by key, each once, and none is larger than allowed', async () => {
    const key = `key-${++keys}`
    const events = Array.from({ length: 10 }, (_, n) => ({
      id: `${style}-${key}-${n}`,
      name: 't/batched',
      data: { key, user: n % 2 ? 'odd' : 'even', n },
    }))
    // A repeated event is not in two batches. The Go server does not look at the ids of batched events.
    await client.send([...events, ...(engine.isExecutor ? events.slice(0, 3) : [])])
    const numbers = () => detailsOf(key, 'batch').flatMap((batch) => (batch as { numbers: number[] }).numbers)
    await until('all events', () => numbers().length >= 10)
    expect(numbers().toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const batch of detailsOf(key, 'batch') as { users: string[]; numbers: number[]; first: boolean }[]) {
      expect(batch.users).toHaveLength(1)
      expect(batch.numbers.length).toBeLessThanOrEqual(4)
      expect(batch.first).toBe(true)
    }
    expect(detailsOf(key, 'batch').length).toBeLessThan(6)
  })

  test('a batch that fails is retried as a whole, and onFailure gets all of its events', async () => {
    const key = `key-${++keys}`
    await client.send([1, 2, 3].map((n) => ({ name: 't/batched-fails', data: { key, n } })))
    await until('onFailure', () => whats(key).includes('onFailure'), 20_000 + engine.retryMs)
    const tried = detailsOf(key, 'try') as number[][]
    expect(tried.map((batch) => batch.toSorted())).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(detailsOf(key, 'onFailure')).toEqual([tried[0]])
  })

  test('the same event id starts a function once', async () => {
    const key = `key-${++keys}`
    const event = { name: 't/both', id: `order ${key} é`, data: { key } }
    await client.send([event, event])
    await client.send(event)
    await until('both have run', () => whats(key).length >= 2)
    await client.send(event)
    await play('t/serial', 'end')
    expect(whats(key).toSorted()).toEqual(['first', 'second'])
  })

  test('an event from the future starts its functions then', async () => {
    const key = `key-${++keys}`
    const ts = Date.now() + 1_500
    await client.send({ name: 't/both', ts, data: { key } })
    await until('it has started', () => whats(key).includes('first'))
    expect(atMs(key, 'first')).toBeGreaterThanOrEqual(ts)
  })

  test('large state is fetched by the app', async () => {
    const key = await play('t/large', 'end')
    expect(detailOf(key, 'end')).toEqual([3_000_000, 3_000_000, 3_000_000])
    expect(whats(key)).toEqual(['large 0', 'large 1', 'large 2', 'end'])
  })
})

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function testFunctions(client: Inngest, traceOf: (key: string) => Trace) {
  const serial = client.createFunction({ id: 'serial', triggers: [{ event: 't/serial' }] }, async ({ event, step }) => {
    const trace = traceOf(event.data.key)
    const a = await step.run('a', () => {
      trace('a')
      return event.data.n
    })
    const b = await step.run('b', () => trace('b'))
    const c = await step.run('c', () => {
      trace('c')
      return { text: event.data.text }
    })
    trace('end', { a, b, c })
  })

  const uncheckpointed = client.createFunction(
    { id: 'uncheckpointed', checkpointing: false, triggers: [{ event: 't/uncheckpointed' }] },
    async ({ event, step }) => {
      const trace = traceOf(event.data.key)
      trace('call')
      await step.run('a', () => trace('a'))
      await step.run('b', () => trace('b'))
      trace('end')
    },
  )

  const both = ['first', 'second'].map((id) =>
    client.createFunction({ id, triggers: [{ event: 't/both' }] }, async ({ event, step }) => {
      await step.run('a', () => traceOf(event.data.key)(id))
    }),
  )

  const parallel = client.createFunction(
    { id: 'parallel', retries: 1, triggers: [{ event: 't/parallel' }] },
    async ({ event, step }) => {
      const trace = traceOf(event.data.key)
      const results = await Promise.all([
        step.run('slow', async () => {
          trace('slow')
          await delay(300)
          return 'slow'
        }),
        step.run('fast', () => {
          trace('fast')
          return 'fast'
        }),
        step.sleep('nap', '1s'),
        step
          .run('bad', () => {
            trace('bad')
            throw new Error('bad')
          })
          .catch((error: Error) => ({ caught: error.message })),
      ])
      await step.run('joined', () => trace('joined'))
      trace(
        'end',
        results.map((result) => result ?? null),
      )
    },
  )

  const race = client.createFunction(
    { id: 'race', triggers: [{ event: 't/race' }] },
    async ({ event, step, group }) => {
      const trace = traceOf(event.data.key)
      const winner = await group.parallel({ mode: 'race' }, () =>
        Promise.race([
          step.run('slow', async () => {
            await delay(1_500)
            trace('slow')
            return 'slow'
          }),
          step.run('fast', () => {
            trace('fast')
            return 'fast'
          }),
        ]),
      )
      await step.run('after', () => trace('after'))
      trace('end', winner)
    },
  )

  const version1 = client.createFunction(
    { id: 'version-1', optimizeParallelism: false, triggers: [{ event: 't/version-1' }] },
    async ({ event, step }) => {
      const trace = traceOf(event.data.key)
      const results = await Promise.all(
        [0, 1, 2].map((index) =>
          step.run(`step-${index}`, async () => {
            await delay(index * 50)
            trace(`step-${index}`)
            return index
          }),
        ),
      )
      const last = await step.run('last', () => {
        trace('last')
        return 'last'
      })
      trace('end', [...results, last])
    },
  )

  const sleep = client.createFunction({ id: 'sleep', triggers: [{ event: 't/sleep' }] }, async ({ event, step }) => {
    const trace = traceOf(event.data.key)
    await step.run('before', () => trace('before'))
    await step.sleep('nap', 1_000)
    const until = await step.run('after', () => {
      trace('after')
      return new Date(Date.now() + 500).toISOString()
    })
    await step.sleepUntil('until', until)
    await step.run('end', () => trace('end'))
  })

  const sends = client.createFunction({ id: 'sends', triggers: [{ event: 't/send' }] }, async ({ event, step }) => {
    await step.sendEvent('tell', { name: 't/sent', data: { key: event.data.key, from: 'sender' } })
  })
  const receives = client.createFunction({ id: 'receives', triggers: [{ event: 't/sent' }] }, async ({ event }) => {
    traceOf(event.data.key)('received', { from: event.data.from })
  })

  const retry = client.createFunction(
    { id: 'retry', retries: 2, triggers: [{ event: 't/retry' }] },
    async ({ event, step, attempt }) => {
      const trace = traceOf(event.data.key)
      await step.run('before', () => trace('before'))
      await step.run('flaky', () => {
        trace(`try ${attempt}`)
        if (attempt < 2) throw new Error('not yet')
      })
      trace('end')
    },
  )

  const retryAfter = client.createFunction(
    { id: 'retry-after', triggers: [{ event: 't/retry-after' }] },
    async ({ event, step, attempt }) => {
      const trace = traceOf(event.data.key)
      await step.run('later', () => {
        trace(`try ${attempt}`)
        if (attempt === 0) throw new RetryAfterError('later', 1_000)
      })
      trace('end')
    },
  )

  const caught = client.createFunction(
    { id: 'caught', retries: 1, triggers: [{ event: 't/caught' }] },
    async ({ event, step }) => {
      const trace = traceOf(event.data.key)
      const nameOf = (error: Error) => `${error.name}: ${error.message}`
      const first = await step
        .run('used up', () => {
          trace('used up')
          throw new Error('used up')
        })
        .catch(nameOf)
      const second = await step
        .run('at once', () => {
          trace('at once')
          throw new NonRetriableError('at once')
        })
        .catch(nameOf)
      trace('end', [first, second])
    },
  )

  const fails = client.createFunction(
    {
      id: 'fails',
      retries: 1,
      triggers: [{ event: 't/fails' }],
      onFailure: async ({ event, error }) => {
        const original = event.data.event
        const detail = { error: `${error.name}: ${error.message}`, runId: event.data.run_id, name: original.name }
        traceOf(original.data.key)('onFailure', detail)
      },
    },
    async ({ event, attempt }) => {
      traceOf(event.data.key)(`try ${attempt}`)
      throw new TypeError('no')
    },
  )

  const watched = client.createFunction({ id: 'watched', triggers: [{ event: 't/watched' }] }, async ({ step }) => {
    return step.run('a', () => ({ ok: true }))
  })
  const watcher = client.createFunction(
    { id: 'watcher', triggers: [{ event: 'inngest/function.finished' }] },
    async ({ event }) => {
      if (event.data.function_id === 'demo-watched') traceOf(event.data.event.data.key)('finished', event.data)
    },
  )

  const limited = client.createFunction(
    { id: 'limited', concurrency: { limit: 2, key: 'event.data.user' }, triggers: [{ event: 't/limited' }] },
    async ({ event, step }) => {
      const trace = traceOf(event.data.key)
      await step.run('work', async () => {
        trace('begin')
        await delay(60)
        trace('done')
      })
      trace('end')
    },
  )
  const oneAtATime = client.createFunction(
    {
      id: 'one-at-a-time',
      concurrency: [{ limit: 1, key: 'event.data.user' }, { limit: 10 }],
      triggers: [{ event: 't/one-at-a-time' }],
    },
    async ({ event, step }) => {
      const trace = traceOf(event.data.key)
      await step.sleep('first', '1s')
      await step.run('work', async () => {
        trace('begin')
        await delay(50)
        trace('done')
      })
      trace('end')
    },
  )

  const batched = client.createFunction(
    {
      id: 'batched',
      batchEvents: { maxSize: 4, timeout: '1s', key: 'event.data.user' },
      triggers: [{ event: 't/batched' }],
    },
    async ({ event, events, step }) => {
      const trace = traceOf(event.data.key)
      await step.run('work', () => {
        const users = [...new Set(events.map(({ data }) => data.user))]
        trace('batch', { users, numbers: events.map(({ data }) => data.n), first: events[0].id === event.id })
      })
    },
  )
  const batchedFails = client.createFunction(
    {
      id: 'batched-fails',
      retries: 1,
      batchEvents: { maxSize: 3, timeout: '60s' },
      triggers: [{ event: 't/batched-fails' }],
      onFailure: async ({ event }) => {
        // The types of the SDK know one event, but the server sends the whole batch.
        const { events } = event.data as unknown as { events: { data: { key: string; n: number } }[] }
        traceOf(events[0]?.data.key ?? '')(
          'onFailure',
          events.map(({ data }) => data.n),
        )
      },
    },
    async ({ event, events }) => {
      traceOf(event.data.key)(
        'try',
        events.map(({ data }) => data.n),
      )
      throw new Error('no')
    },
  )

  const large = client.createFunction({ id: 'large', triggers: [{ event: 't/large' }] }, async ({ event, step }) => {
    const trace = traceOf(event.data.key)
    const sizes: number[] = []
    for (const index of [0, 1, 2]) {
      const text = await step.run(`large ${index}`, () => {
        trace(`large ${index}`)
        return 'x'.repeat(3_000_000)
      })
      sizes.push(text.length)
      // A sleep ends the call, so that the next one has to bring the state.
      await step.sleep(`nap ${index}`, '1s')
    }
    trace('end', sizes)
  })

  return [
    serial,
    uncheckpointed,
    ...both,
    parallel,
    race,
    version1,
    sleep,
    sends,
    receives,
    retry,
    retryAfter,
    caught,
    fails,
    watched,
    watcher,
    limited,
    oneAtATime,
    batched,
    batchedFails,
    large,
  ]
}
