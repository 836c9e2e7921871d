import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { breakTable } from '@/testing/break-table'
import { createTestOrganization, laterContact, type TestOrganization } from '@/testing/factories'
import { mortalPool } from '@/testing/mortal-pool'
import { until } from '@/testing/until'
import { startThrowawayPostgres, type ThrowawayPostgres } from './launcher/throwaway-postgres'
import { applyMigrations } from './migrations'

// A Postgres of its own, which dies, fills up and turns people away; and every door of the app, asked meanwhile. Whoever
// asks is told to come back, nobody's exception ends the process, and what is asked after that succeeds.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const CONNECTIONS_MAX = 30
// The limits of db.ts and database-probe.ts (2 s), and what a busy machine adds to them.
const ANSWER_WITHIN_MS = 10_000
const HEALTH_WITHIN_MS = 3_000
const UP_AGAIN_WITHIN_MS = 10_000
const HOST = 'http://127.0.0.1:3000'

let postgres: ThrowawayPostgres
let tenant: TestOrganization
let cookie: string
let doors: Record<string, () => Promise<Response>>
let admin: pg.Pool
const uncaught: unknown[] = []
const note = (error: unknown) => uncaught.push(error)

beforeAll(async () => {
  postgres = await startThrowawayPostgres({ max_connections: String(CONNECTIONS_MAX) })
  await applyMigrations(postgres.url)
  // Read on first use: nothing of the app has been asked yet.
  Object.assign(process.env, { DATABASE_URL: postgres.url, DATABASE_POOL_MAX: '20', APP_URL: HOST })
  admin = mortalPool(postgres.url, 1)
  tenant = await createTestOrganization()
  const [rest, trpc, auth] = await Promise.all([
    import('@/rest/handle-request'),
    import('@/trpc/handle-request'),
    import('@/rest/handle-auth-request'),
  ])
  const key = { 'x-api-key': tenant.apiKey }
  const json = { 'content-type': 'application/json' }
  const signIn = () =>
    auth.handleAuthRequest(
      new Request(`${HOST}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { ...json, origin: HOST },
        body: JSON.stringify({ email: tenant.operator.email, password: tenant.operator.password }),
      }),
    )
  cookie = (await signIn()).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const enroll = (path: string, body: unknown) =>
    rest.handleRequest(
      new Request(`${HOST}/api/v1${path}`, {
        method: 'POST',
        headers: { ...key, ...json },
        body: JSON.stringify(body),
      }),
    )
  doors = {
    'REST, a batch': () =>
      enroll(`/agents/${tenant.agents.alwaysOn}/schedule/sequences`, { contacts: [laterContact()] }),
    'REST, one contact': () => enroll(`/agents/${tenant.agents.alwaysOn}/schedule/sequence`, laterContact()),
    'REST, a read': () => rest.handleRequest(new Request(`${HOST}/api/v1/credits/usage`, { headers: key })),
    'tRPC with a key': () => trpc.handleRequest(new Request(`${HOST}/api/trpc/agents.list`, { headers: key })),
    'tRPC with a session': () => trpc.handleRequest(new Request(`${HOST}/api/trpc/auth.me`, { headers: { cookie } })),
    'the sign-in': signIn,
  }
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
})

beforeEach(async () => {
  // Its rate limit is not what is tested.
  await admin.query('UPDATE api_keys SET rate_limit_per_second = 100000')
})

afterEach(() => expect(uncaught).toEqual([]))

afterAll(async () => {
  process.off('uncaughtException', note)
  process.off('unhandledRejection', note)
  const { disconnect } = await import('@/platform/db')
  await disconnect()
  await admin.end()
  await postgres.stop()
})

async function expectUnavailable(name: string, response: Response): Promise<void> {
  const text = await response.text()
  expect([name, response.status, text]).toEqual([name, 503, expect.stringContaining('SERVICE_UNAVAILABLE')])
  expect(Number(response.headers.get('retry-after')), name).toBeGreaterThan(0)
  expect(text).not.toMatch(/ECONN|SELECT|postgres|127\.0\.0\.1|node_modules/i)
}

let laterMs = 0

/**
 * Asks for the health at a later time on the clock, so that each call makes a write of its own and does not get the
 * answer of a moment ago.
 */
async function health(): Promise<{ status: number; body: unknown }> {
  const { handleRequest } = await import('@/rest/handle-request')
  laterMs += 10_000
  const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + laterMs)
  try {
    const response = await handleRequest(new Request(`${HOST}/api/v1/health`))
    return { status: response.status, body: await response.json() }
  } finally {
    now.mockRestore()
  }
}

const isDown = { status: 503, body: expect.objectContaining({ status: 'down', database: 'down' }) }
const isUp = { status: 200, body: expect.objectContaining({ database: 'ok' }) }

async function expectAllUnavailable(): Promise<void> {
  for (const [name, ask] of Object.entries(doors)) await expectUnavailable(name, await ask())
}

async function expectAllUp(): Promise<void> {
  for (const [name, ask] of Object.entries(doors)) {
    // A pool may still hand out connections of before, each once.
    await until(`${name} is answered`, async () => (await ask()).ok, 20_000)
  }
  await until('health is ok', async () => (await health()).status === 200, 20_000)
}

it('is up to begin with', expectAllUp)

it('Postgres is killed while requests hold connections: 503 at each door, then as if nothing had been', async () => {
  const blocker = await admin.connect()
  await blocker.query('BEGIN')
  await blocker.query('LOCK TABLE api_keys, outbox_events, users IN ACCESS EXCLUSIVE MODE')
  const underWay = Object.entries(doors).map(async ([name, ask]) => [name, await ask()] as const)
  await until('some of them wait for a lock', async () => {
    const { rows } = await blocker.query('SELECT FROM pg_locks WHERE NOT granted')
    return rows.length >= 3
  })
  await postgres.kill()
  for (const [name, response] of await Promise.all(underWay)) await expectUnavailable(name, response)
  blocker.release(true)
  await expectAllUnavailable()
  expect(await health()).toEqual(isDown)
  // While it starts it says 57P03, and its old backends may still be ending.
  const restarted = postgres.restart()
  for (let asked = 0; asked < 20; asked++) {
    const response = await doors['REST, a read']?.()
    expect([200, 503]).toContain(response?.status)
  }
  await restarted
  await expectAllUp()
})

it('a server that is frozen is 503 at each door in time, also for what was under way, and then serves again', async () => {
  await Promise.all(Object.values(doors).map((ask) => ask()))
  const ask = async (name: string, request: () => Promise<Response>) => {
    const startedMs = performance.now()
    await expectUnavailable(name, await request())
    return [name, performance.now() - startedMs] as const
  }
  const askAll = () => Promise.all(Object.entries(doors).map(([name, request]) => ask(name, request)))
  const underWay = askAll().catch(() => [])
  await postgres.freeze()
  // With connections that are kept ready, then with none.
  const answers = [...(await askAll()), ...(await askAll())]
  const healthStartedMs = performance.now()
  expect(await health()).toEqual(isDown)
  expect(performance.now() - healthStartedMs).toBeLessThan(HEALTH_WITHIN_MS)
  for (const [name, tookMs] of answers) expect(tookMs, name).toBeLessThan(ANSWER_WITHIN_MS)
  await underWay
  const thawedMs = performance.now()
  await postgres.thaw()
  await expectAllUp()
  expect(performance.now() - thawedMs).toBeLessThan(UP_AGAIN_WITHIN_MS)
  const { poolUse } = await import('@/platform/db')
  await until('no connection is lent out for good', () => poolUse().doors.used === 0)
})

it('while slow work has every connection of the doors, a request is 503 once it has waited for one', async () => {
  const giveBack = await lendAll()
  const startedMs = performance.now()
  for (const [name, response] of await Promise.all(
    Object.entries(doors).map(async ([name, request]) => [name, await request()] as const),
  )) {
    await expectUnavailable(name, response)
  }
  expect(performance.now() - startedMs).toBeLessThan(ANSWER_WITHIN_MS)
  await giveBack()
  await expectAllUp()
})

it('a request that waits for a lock is 503, and its connection is good for the next', async () => {
  const blocker = await admin.connect()
  await blocker.query('BEGIN')
  await blocker.query('LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE')
  const startedMs = performance.now()
  await expectUnavailable('REST, a batch', (await doors['REST, a batch']?.()) as Response)
  expect(performance.now() - startedMs).toBeLessThan(ANSWER_WITHIN_MS)
  const { rows } = await blocker.query(
    `SELECT FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()`,
  )
  expect(rows).toEqual([])
  await blocker.query('ROLLBACK')
  blocker.release()
  await expectAllUp()
})

it('answers 503 to requests whose session an administrator ends (57P01), and serves the next ones', async () => {
  const blocker = await admin.connect()
  await blocker.query('BEGIN')
  await blocker.query('LOCK TABLE outbox_events IN ACCESS EXCLUSIVE MODE')
  const underWay = doors['REST, a batch']?.()
  await until('it waits for the lock', async () => {
    const { rows } = await blocker.query('SELECT FROM pg_locks WHERE NOT granted')
    return rows.length > 0
  })
  await blocker.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL',
  )
  await expectUnavailable('REST, a batch', (await underWay) as Response)
  await blocker.query('ROLLBACK')
  blocker.release()
  await expectAllUp()
})

it('a server that is read-only after a failover (25006) is 503 for writes, and health says so', async () => {
  await admin.query('ALTER DATABASE postgres SET default_transaction_read_only = on')
  await endSessions()
  for (const name of ['REST, a batch', 'REST, one contact', 'REST, a read', 'tRPC with a key', 'the sign-in']) {
    await expectUnavailable(name, (await doors[name]?.()) as Response)
  }
  expect(await health()).toEqual(isDown)
  await admin.query('SET default_transaction_read_only = off')
  await admin.query('ALTER DATABASE postgres RESET default_transaction_read_only')
  await endSessions()
  await expectAllUp()
})

it('a server without a connection left (53300) is 503', async () => {
  await endSessions()
  const taken = await takeAllConnections()
  await expectAllUnavailable()
  expect(await health()).toEqual(isDown)
  await Promise.all(taken.map((client) => client.end()))
  await expectAllUp()
})

describe.each([
  ['53100', 'a full disk'],
  ['53200', 'no memory'],
  ['57014', 'a time limit of the server'],
  ['58030', 'a disk that fails'],
])('%s, %s', (sqlState) => {
  it.each([
    ['rate_limit_buckets', 'REST, a read'],
    ['contacts', 'REST, a batch'],
    ['batches', 'REST, one contact'],
    ['sessions', 'the sign-in'],
  ])('in %s is 503 for %s', async (table, name) => {
    const mend = await breakTable(table, { sqlState })
    await expectUnavailable(name, (await doors[name]?.()) as Response)
    await mend()
    await expectAllUp()
  })

  it('where health writes is 503', async () => {
    await health()
    const mend = await breakTable('health_check', { sqlState })
    expect(await health()).toEqual(isDown)
    await mend()
    expect(await health()).toEqual(isUp)
  })
})

describe('health', () => {
  it('answers within its own time-out when the server hangs', async () => {
    expect(await health()).toEqual(isUp)
    const { rows } = await admin.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'rollcall health'`,
    )
    const pid = rows[0]?.pid as number
    process.kill(pid, 'SIGSTOP')
    expect(await health()).toEqual(isDown)
    process.kill(pid, 'SIGCONT')
    await until('it is up again', async () => (await health()).status === 200)
  })

  it('answers while every connection of the doors is lent out', async () => {
    const giveBack = await lendAll()
    expect(await health()).toEqual(isUp)
    await giveBack()
  })

  it('takes new space of the disk, which a row that is written over does not', async () => {
    const taken = async () => {
      const { rows } = await admin.query<{ bytes: number }>(
        'SELECT temp_bytes::int AS bytes FROM pg_stat_database WHERE datname = current_database()',
      )
      return rows[0]?.bytes ?? 0
    }
    const before = await taken()
    expect(await health()).toEqual(isUp)
    // The connection tells its counts some time later, or when it ends.
    await endSessions()
    await until('the bytes are counted', async () => (await taken()) > before)
  })

  it('writes once, however many ask within a second', async () => {
    const { handleRequest } = await import('@/rest/handle-request')
    const writes = async () => {
      const { rows } = await admin.query<{ xmin: string }>('SELECT xmin::text FROM health_check')
      return rows.map(({ xmin }) => xmin)
    }
    const atMs = Date.now() + 3_600_000
    const now = vi.spyOn(Date, 'now').mockReturnValue(atMs)
    const ask = () => handleRequest(new Request(`${HOST}/api/v1/health`))
    await ask()
    const first = await writes()
    expect(first).toHaveLength(1)
    await Promise.all(Array.from({ length: 50 }, ask))
    expect(await writes()).toEqual(first)
    now.mockReturnValue(atMs + 1_000)
    await Promise.all(Array.from({ length: 50 }, ask))
    expect(await writes()).not.toEqual(first)
    now.mockRestore()
  })
})

/**
 * Takes every connection of the doors.
 *
 * @returns what gives them back
 */
async function lendAll(): Promise<() => Promise<unknown>> {
  const { poolUse, transaction } = await import('@/platform/db')
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { max } = poolUse().doors
  let lent = 0
  const holders = Array.from({ length: max }, () =>
    transaction(async (tx) => {
      await tx.execute`SELECT`
      lent++
      await held
    }),
  )
  await until('all are lent out', () => lent === max)
  return () => {
    letGo()
    return Promise.all(holders)
  }
}

const ADMIN_CONNECTIONS = 1

/** Takes what is free until none is left, also what the app got in between and loses again. */
async function takeAllConnections(): Promise<pg.Client[]> {
  const taken: pg.Client[] = []
  let ended: number | null = 0
  do {
    for (;;) {
      const client = new pg.Client({ connectionString: postgres.url, application_name: 'taken' })
      client.on('error', () => {})
      const refused = await client.connect().then(
        () => false,
        (error: pg.DatabaseError) => error.code === '53300',
      )
      if (refused) break
      taken.push(client)
    }
    const others = `pid <> pg_backend_pid() AND backend_type = 'client backend' AND application_name <> 'taken'`
    const { rowCount } = await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`)
    ended = rowCount
    // One that is still signing in is not among the sessions yet, so nobody ends it.
  } while (ended !== 0 || taken.length + ADMIN_CONNECTIONS < CONNECTIONS_MAX)
  return taken
}

async function endSessions(): Promise<void> {
  await admin.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL',
  )
  await until('they have ended', async () => {
    const { rows } = await admin.query(
      `SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    )
    return rows.length === 0
  })
}
