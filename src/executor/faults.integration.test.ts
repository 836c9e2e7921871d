import type { Inngest } from 'inngest'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestClient, freePort, startTestApp, TEST_KEYS, type TestApp, until } from './testing/test-app'
import { createTestDatabase, type TestDatabase } from './testing/test-database'
import { startTestExecutor, type TestExecutor } from './testing/test-executor'

/** Crashes of everything around a run, with real processes and signals: what was committed stays, nothing is lost. */

let database: TestDatabase
let client: Inngest
let port: number
const apps: TestApp[] = []
const executors: TestExecutor[] = []

beforeEach(async () => {
  port = await freePort()
  client = createTestClient('cloud', port)
  database = await createTestDatabase()
})

afterEach(async () => {
  for (const executor of executors.splice(0)) await executor.kill()
  for (const app of apps.splice(0)) await app.close()
  await database.drop()
})

async function startApp(functions: Parameters<typeof startTestApp>[1], appPort = 0): Promise<TestApp> {
  const app = await startTestApp(client, functions, appPort)
  apps.push(app)
  return app
}

async function startExecutor(
  app: { url: string },
  env: Record<string, string> = {},
  atPort = port,
): Promise<TestExecutor> {
  const executor = await startTestExecutor({
    databaseUrl: database.url,
    appUrl: app.url,
    port: atPort,
    env: { ...TEST_KEYS, ...env },
  })
  executors.push(executor)
  return executor
}

const inSync = (executor: TestExecutor) => until('in sync', async () => (await fetch(`${executor.url}/health`)).ok)

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function statuses(): Promise<Record<string, number>> {
  const rows = await database.query<{ status: string; count: number }>(
    'SELECT status, count(*)::int AS count FROM executor.runs GROUP BY status',
  )
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}

/** Finds the steps whose result is in the database at this moment. None of them may run again. */
async function committedSteps(): Promise<Set<string>> {
  const rows = await database.query<{ value: string }>('SELECT value FROM executor.steps')
  return new Set(rows.map((row) => String((JSON.parse(row.value) as { data: unknown }).data)))
}

/**
 * Makes a function of serial and parallel steps and a sleep. Each step returns its own name, and tells that it has
 * started.
 */
function mixedFunction(onStart: (step: string) => void) {
  return client.createFunction({ id: 'mixed', triggers: [{ event: 't/mixed' }] }, async ({ event, step }) => {
    const work = (name: string) =>
      step.run(name, async () => {
        onStart(`${event.data.n}/${name}`)
        await delay(Math.random() * 20)
        return `${event.data.n}/${name}`
      })
    await work('first')
    await Promise.all([work('left'), work('right')])
    await step.sleep('nap', '1s')
    await work('last')
  })
}

test('kill -9 of the executor, again and again: every run ends, no committed step runs twice', async () => {
  const starts = new Map<string, number>()
  let committed = new Set<string>()
  const repeated: string[] = []
  const app = await startApp([
    mixedFunction((step) => {
      starts.set(step, (starts.get(step) ?? 0) + 1)
      if (committed.has(step)) repeated.push(step)
    }),
  ])
  let executor = await startExecutor(app)
  await inSync(executor)
  const runCount = 60
  await client.send(Array.from({ length: runCount }, (_, n) => ({ name: 't/mixed', data: { n } })))
  for (let round = 0; round < 6; round++) {
    await delay(150 + Math.random() * 250)
    await executor.kill()
    // Calls of the dead executor may still be running in the app; whatever is committed by now must not start again.
    committed = await committedSteps()
    executor = await startExecutor(app)
  }
  await until('all runs completed', async () => (await statuses()).completed === runCount, 60_000)
  expect(repeated).toEqual([])
  expect(await statuses()).toEqual({ completed: runCount })
  for (const name of ['first', 'left', 'right', 'last'])
    for (let n = 0; n < runCount; n++) expect(starts.get(`${n}/${name}`)).toBeGreaterThanOrEqual(1)
}, 120_000)

test('kill -9 of the executor while steps are told with the end of their runs: every run ends, and none that ended begins again', async () => {
  const done = new Set<number>()
  let completed = new Set<string>()
  const repeated: string[] = []
  const app = await startApp([
    client.createFunction(
      { id: 'lone', checkpointing: { bufferedSteps: 2 }, triggers: [{ event: 't/lone' }] },
      async ({ event, step, runId }) => {
        await step.run('only', async () => {
          if (completed.has(runId)) repeated.push(runId)
          await delay(Math.random() * 30)
          done.add(event.data.n)
        })
      },
    ),
  ])
  let executor = await startExecutor(app)
  await inSync(executor)
  const runCount = 600
  const send = async () => {
    for (let from = 0; from < runCount; from += 20) {
      const events = Array.from({ length: 20 }, (_, at) => ({
        id: `l-${from + at}`,
        name: 't/lone',
        data: { n: from + at },
      }))
      while (!(await client.send(events).catch(() => null))) await delay(50)
      await delay(60)
    }
  }
  const sending = send()
  for (let round = 0; round < 5; round++) {
    await delay(100 + Math.random() * 300)
    await executor.kill()
    const ended = await database.query<{ id: string }>(`SELECT id FROM executor.runs WHERE status <> 'running'`)
    completed = new Set(ended.map(({ id }) => id))
    executor = await startExecutor(app)
  }
  await sending
  await until('all runs completed', async () => (await statuses()).completed === runCount, 60_000)
  expect(repeated).toEqual([])
  expect(done.size).toBe(runCount)
  // Nothing was told before the end.
  expect([...(await committedSteps())]).toEqual([])
}, 120_000)

test('kill -9 while batches fill: every accepted event is in one run, and every run ends', async () => {
  const seen = new Map<number, Set<string>>()
  const app = await startApp([
    client.createFunction(
      {
        id: 'batched',
        batchEvents: { maxSize: 7, timeout: '1s', key: 'event.data.user' },
        triggers: [{ event: 't/b' }],
      },
      async ({ events, step, runId }) => {
        await step.run('work', async () => {
          await delay(Math.random() * 30)
          for (const { data } of events) seen.set(data.n, (seen.get(data.n) ?? new Set()).add(runId))
        })
      },
    ),
  ])
  let executor = await startExecutor(app)
  await inSync(executor)
  const eventCount = 600
  let sent = 0
  const send = async () => {
    while (sent < eventCount) {
      const numbers = Array.from({ length: 5 }, () => sent++)
      const events = numbers.map((n) => ({ id: `b-${n}`, name: 't/b', data: { n, user: n % 3 } }))
      // Sent again until one executor has said that it has them. It may be the second one that has them.
      while (!(await client.send(events).catch(() => null))) await delay(50)
      await delay(Math.random() * 30)
    }
  }
  const sending = [send(), send(), send()]
  for (let round = 0; round < 5; round++) {
    await delay(100 + Math.random() * 300)
    await executor.kill()
    executor = await startExecutor(app)
  }
  await Promise.all(sending)
  await until('all events', () => seen.size === eventCount, 60_000)
  await until('all runs', async () => !(await statuses()).running, 60_000)
  expect([...seen.values()].filter((runs) => runs.size !== 1)).toEqual([])
  const sizes = await database.query<{ size: number }>(
    'SELECT count(*)::int AS size FROM executor.batched_events GROUP BY run_id',
  )
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBe(eventCount)
  expect(Math.max(...sizes.map(({ size }) => size))).toBeLessThanOrEqual(7)
}, 120_000)

test('an accepted event survives the executor, and jobs of a dead executor are taken over at once', async () => {
  const ended: number[] = []
  let hold = true
  const slow = client.createFunction({ id: 'slow', triggers: [{ event: 't/slow' }] }, async ({ event, step }) => {
    await step.run('wait', async () => {
      while (hold) await delay(10)
    })
    ended.push(event.data.n)
  })
  const app = await startApp([slow])
  const first = await startExecutor(app)
  await inSync(first)
  await client.send([1, 2, 3].map((n) => ({ name: 't/slow', data: { n } })))
  await until('the calls are under way', async () => {
    const [row] = await database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM executor.jobs WHERE leased_by IS NOT NULL',
    )
    return row?.count === 3
  })
  await first.kill()
  hold = false
  // As if the dead executor had just renewed them for a year: its session lock is gone with it, and nobody waits for them.
  await database.query(`UPDATE executor.jobs SET lease_until = now() + interval '1 year' WHERE leased_by IS NOT NULL`)
  await startExecutor(app)
  await until('all ended', async () => (await statuses()).completed === 3)
  expect([...new Set(ended)].toSorted()).toEqual([1, 2, 3])
}, 60_000)

test('the app is killed and comes back: no run fails, no committed step runs twice', async () => {
  const starts = new Map<string, number>()
  const fn = mixedFunction((step) => void starts.set(step, (starts.get(step) ?? 0) + 1))
  let app = await startApp([fn])
  const executor = await startExecutor(app)
  await inSync(executor)
  const runCount = 30
  await client.send(Array.from({ length: runCount }, (_, n) => ({ name: 't/mixed', data: { n } })))
  for (let round = 0; round < 3; round++) {
    await delay(200)
    await app.close()
    // Longer than all retries together at this back-off: refused calls must not count as attempts.
    await delay(2_500)
    app = await startApp([fn], app.port)
  }
  await until('all runs completed', async () => (await statuses()).completed === runCount, 60_000)
  expect(await statuses()).toEqual({ completed: runCount })
}, 120_000)

test('a step that crashes the app uses up its attempts, also over connections that are kept', async () => {
  let app: TestApp
  let crashes = 0
  const fn = client.createFunction({ id: 'crash', retries: 2, triggers: [{ event: 't/crash' }] }, async ({ step }) => {
    await step.run('fine', () => 'fine')
    await step.run('crash', async () => {
      crashes++
      const crashed = app
      await crashed.close()
      await delay(300)
      app = await startApp([fn], crashed.port)
      // Whoever waited for this answer is gone.
      await new Promise(() => {})
    })
  })
  app = await startApp([fn])
  const executor = await startExecutor(app)
  await inSync(executor)
  await client.send({ name: 't/crash' })
  await until('the run has ended', async () => (await statuses()).running === undefined, 30_000)
  expect(await statuses()).toEqual({ failed: 1 })
  // Once for each attempt, and no more than once more for each: a broken connection may have been a stale one.
  expect(crashes).toBeGreaterThanOrEqual(3)
  expect(crashes).toBeLessThanOrEqual(6)
}, 60_000)

test('all connections to Postgres break, again and again: no crash, no lost run, no step twice', async () => {
  const starts = new Map<string, number>()
  const app = await startApp([mixedFunction((step) => void starts.set(step, (starts.get(step) ?? 0) + 1))])
  const executor = await startExecutor(app)
  await inSync(executor)
  const runCount = 40
  await client.send(Array.from({ length: runCount }, (_, n) => ({ name: 't/mixed', data: { n } })))
  for (let round = 0; round < 5; round++) {
    await delay(100 + Math.random() * 200)
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    )
  }
  await until('all runs completed', async () => (await statuses()).completed === runCount, 90_000)
  expect(await statuses()).toEqual({ completed: runCount })
  expect([...starts].filter(([, count]) => count > 1)).toEqual([])
  expect(await executor.stop()).toBe(0)
}, 120_000)

test('functions that cannot be stored stop no calls: those of before stay in force', async () => {
  const fn = client.createFunction({ id: 'steps', triggers: [{ event: 't/steps' }] }, ({ step }) =>
    step.run('once', () => 'done'),
  )
  const executor = await startExecutor(await startApp([fn]))
  await inSync(executor)
  await database.query('ALTER TABLE executor.app RENAME TO app_away')
  // Functions are asked for every ten seconds.
  await until('a sync has failed', () => executor.log().includes('does not exist'), 30_000)
  await client.send({ name: 't/steps' })
  await until('the run has ended', async () => (await statuses()).completed === 1)
  await database.query('ALTER TABLE executor.app_away RENAME TO app')
  await until('in sync again', () => executor.log().split('in sync with the app').length > 3)
}, 60_000)

test('several executors share the work: each step once, limits kept among them', async () => {
  const starts = new Map<string, number>()
  let underWay = 0
  let underWayMax = 0
  const limited = client.createFunction(
    { id: 'limited', concurrency: 3, triggers: [{ event: 't/limited' }] },
    async ({ step }) => {
      await step.run('work', async () => {
        underWayMax = Math.max(underWayMax, ++underWay)
        await delay(20)
        underWay--
      })
    },
  )
  const app = await startApp([mixedFunction((step) => void starts.set(step, (starts.get(step) ?? 0) + 1)), limited])
  const others = await Promise.all([freePort(), freePort()])
  const started = await Promise.all([startExecutor(app), ...others.map((other) => startExecutor(app, {}, other))])
  for (const executor of started) await inSync(executor)
  await client.send(Array.from({ length: 60 }, (_, n) => ({ name: 't/mixed', data: { n } })))
  await client.send(Array.from({ length: 40 }, () => ({ name: 't/limited' })))
  await until('all completed', async () => (await statuses()).completed === 100, 60_000)
  expect([...starts].filter(([, count]) => count > 1)).toEqual([])
  expect(underWayMax).toBeLessThanOrEqual(3)
}, 90_000)

test('SIGTERM lets the call under way finish, and its result is kept', async () => {
  let runs = 0
  const slow = client.createFunction({ id: 'slow', triggers: [{ event: 't/slow' }] }, async ({ step }) => {
    await step.run('wait', async () => {
      runs++
      await delay(800)
    })
    await step.run('then', () => {})
  })
  const app = await startApp([slow])
  const executor = await startExecutor(app)
  await inSync(executor)
  await client.send({ name: 't/slow' })
  await until('it has begun', () => runs === 1)
  expect(await executor.stop()).toBe(0)
  await startExecutor(app)
  await until('completed', async () => (await statuses()).completed === 1)
  expect(runs).toBe(1)
}, 60_000)

test('a request that the SDK repeats, with the same seed, stores its events once', async () => {
  const fn = client.createFunction({ id: 'once', triggers: [{ event: 't/once' }] }, async () => {})
  const app = await startApp([fn])
  const executor = await startExecutor(app)
  await inSync(executor)
  const headers = { 'x-inngest-event-id-seed': `${Date.now()},AAECAwQFBgcICQ==` }
  const post = async () => {
    const body = JSON.stringify([{ name: 't/once' }, { name: 't/once' }])
    const response = await fetch(`${executor.url}/e/${TEST_KEYS.INNGEST_EVENT_KEY}`, { method: 'POST', headers, body })
    return (await response.json()) as { ids: string[] }
  }
  const [first, second] = await Promise.all([post(), post()])
  expect(first.ids).toEqual(second.ids)
  await until('completed', async () => (await statuses()).completed === 2)
}, 60_000)

test('a deadlock is tried again', async () => {
  const fn = client.createFunction({ id: 'steps', triggers: [{ event: 't/steps' }] }, async ({ step }) => {
    for (let index = 0; index < 10; index++) await step.run(`step ${index}`, () => delay(10))
  })
  const app = await startApp([fn])
  const executor = await startExecutor(app)
  await inSync(executor)
  const hasDeadlocked = async () => {
    const [row] = await database.query<{ deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    )
    return (row?.deadlocks ?? 0) > 0
  }
  // Somebody who locks runs in the opposite order, until Postgres has had to choose a victim.
  const rival = new Client({ connectionString: database.url })
  await rival.connect()
  let sent = 0
  for (let round = 0; round < 200 && !(await hasDeadlocked()); round++) {
    if (!(await statuses()).running) {
      await client.send(Array.from({ length: 10 }, () => ({ name: 't/steps' })))
      sent += 10
    }
    await rival.query('BEGIN')
    try {
      const { rows } = await rival.query<{ id: string }>(
        `SELECT id FROM executor.runs WHERE status = 'running' ORDER BY id DESC`,
      )
      for (const { id } of rows) {
        await rival.query('SELECT FROM executor.runs WHERE id = $1 FOR UPDATE', [id])
        await delay(3)
      }
      await rival.query('COMMIT')
    } catch {
      await rival.query('ROLLBACK')
    }
  }
  await rival.end()
  await until('Postgres has counted a deadlock', hasDeadlocked)
  await until('all completed', async () => (await statuses()).completed === sent, 30_000)
  expect(await statuses()).toEqual({ completed: sent })
}, 90_000)

test('a Postgres that says "not now", whatever the reason, costs no run', async () => {
  const fn = client.createFunction({ id: 'steps', triggers: [{ event: 't/steps' }] }, ({ step }) =>
    step.run('once', () => 'done'),
  )
  const executor = await startExecutor(await startApp([fn]))
  await inSync(executor)
  // More conflicts in a row than a transaction is tried again.
  const conflicts = ['40001', '40P01'].flatMap((code) => Array<string>(11).fill(code))
  const refusals = ['53200', '58030', '25P03', '57014', '55P03', ...conflicts]
  // The sequence counts on when its transaction is rolled back.
  await database.query('CREATE SEQUENCE refusals')
  await database.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE code text := ('{${refusals.join()}}'::text[])[nextval('refusals')];
    BEGIN
      IF code IS NOT NULL THEN RAISE EXCEPTION 'not now' USING ERRCODE = code; END IF;
      RETURN NEW;
    END $$`)
  await database.query(
    'CREATE TRIGGER refuse BEFORE INSERT ON executor.steps FOR EACH STATEMENT EXECUTE FUNCTION refuse()',
  )
  await client.send({ name: 't/steps' })
  await until('the run has ended', async () => (await statuses()).running === undefined, 60_000)
  expect(await statuses()).toEqual({ completed: 1 })
  const [count] = await database.query<{ made: number }>('SELECT last_value::int AS made FROM refusals')
  expect(count?.made).toBeGreaterThan(refusals.length)
}, 90_000)
