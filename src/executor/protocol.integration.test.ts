import { createServer } from 'node:http'
import type { Inngest } from 'inngest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashSigningKey } from './signatures'
import { createTestClient, freePort, startTestApp, TEST_KEYS, type TestApp, until } from './testing/test-app'
import { createTestDatabase, type TestDatabase } from './testing/test-database'
import { startTestExecutor, type TestExecutor } from './testing/test-executor'

/** The edges of the protocol: who is let in, what is refused, and how a changed app is noticed. */

const BEARER = `Bearer ${hashSigningKey(TEST_KEYS.INNGEST_SIGNING_KEY)}`
const EVENTS = `/e/${TEST_KEYS.INNGEST_EVENT_KEY}`

let database: TestDatabase
let port: number
let client: Inngest
let app: TestApp
let executor: TestExecutor

const started: string[] = []
const simple = (id: string, event: string) =>
  client.createFunction({ id, triggers: [{ event }] }, async () => void started.push(id))

beforeAll(async () => {
  port = await freePort()
  client = createTestClient('cloud', port)
  database = await createTestDatabase()
  app = await startTestApp(client, [simple('one', 't/one')])
  executor = await startTestExecutor({ databaseUrl: database.url, appUrl: app.url, port, env: TEST_KEYS })
  await until('in sync', async () => (await fetch(`${executor.url}/health`)).ok)
})

afterAll(async () => {
  await executor?.stop()
  await app?.close()
  await database?.drop()
})

async function request(
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
) {
  const body =
    options.body === undefined
      ? undefined
      : typeof options.body === 'string'
        ? options.body
        : JSON.stringify(options.body)
  const response = await fetch(executor.url + path, { method, body, headers: options.headers })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe('who is let in', () => {
  test('events need the event key', async () => {
    expect(await request('POST', '/e/wrong', { body: [{ name: 't/one' }] })).toEqual({
      status: 401,
      body: { ids: [], status: 401, error: 'Event key not found' },
    })
  })

  test.each([
    ['POST', '/fn/register', { appName: 'demo', functions: [] }],
    ['POST', '/v1/checkpoint/run/async', { qi_id: 'start', generation_id: 1, steps: [] }],
    ['GET', '/v0/runs/run/batch', undefined],
    ['GET', '/v0/runs/run/actions', undefined],
  ])('%s %s needs the signing key', async (method, path, body) => {
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: 'Bearer' }])
      expect(await request(method, path, { body, headers: headers as Record<string, string> })).toMatchObject({
        status: 401,
        body: { status: 401, error: 'Unauthorized' },
      })
  })

  test('an app with another key is not synced with, and its runs are not believed', async () => {
    const strangerPort = await freePort()
    const impostor = createServer((_request, response) => {
      response.writeHead(200, { 'x-inngest-sdk': 'inngest-js:v4.24.0', 'x-inngest-sync-kind': 'in_band' })
      response.end(JSON.stringify({ app_id: 'impostor', functions: [] }))
    })
    await new Promise<void>((resolve) => impostor.listen(strangerPort, '127.0.0.1', resolve))
    const second = await startTestExecutor({
      databaseUrl: database.url,
      appUrl: `http://127.0.0.1:${strangerPort}/api/inngest`,
      port: await freePort(),
      env: TEST_KEYS,
    })
    await until('it has asked', async () => {
      const health = (await (await fetch(`${second.url}/health`)).json()) as { app: { error: string | null } }
      return health.app.error?.includes('signature') === true
    })
    expect(await database.query('SELECT app_id FROM executor.app')).toEqual([{ app_id: 'demo' }])
    await second.stop()
    impostor.close()
  })
})

describe('events', () => {
  test.each([
    ['not JSON', 400, 'JSON'],
    ['[{"name":"inngest/function.invoked"}]', 400, 'reserved'],
    ['[{"name":"t/one"},{"data":{}}]', 400, 'event 1'],
    [`[{"name":"t/one","data":{"x":"${'x'.repeat(600_000)}"}}]`, 413, 'larger'],
  ])('refused as a whole, %#', async (body, status, error) => {
    const answer = await request('POST', EVENTS, { body })
    expect(answer).toMatchObject({ status, body: { ids: [], status } })
    expect(answer.body.error).toContain(error)
    expect(started).toEqual([])
  })

  test('an event that nobody listens to is accepted', async () => {
    const answer = await request('POST', EVENTS, { body: { name: 't/unheard' } })
    expect(answer).toMatchObject({ status: 200, body: { ids: [expect.stringMatching(/^[0-9A-Z]{26}$/)], status: 200 } })
  })
})

describe('registration', () => {
  test('a new release is noticed by the first event of a new name', async () => {
    app.replace([simple('one', 't/one'), simple('two', 't/two')])
    await client.send({ name: 't/two' })
    await until('it has run', () => started.includes('two'))
  })

  test('the app can register by itself', async () => {
    app.replace([simple('one', 't/one'), simple('two', 't/two'), simple('three', 't/one')])
    const response = await fetch(app.url, { method: 'PUT' })
    expect(await response.json()).toMatchObject({ modified: true })
    const again = await fetch(app.url, { method: 'PUT' })
    expect(await again.json()).toMatchObject({ modified: false })
    await client.send({ name: 't/one' })
    await until('both have run', () => started.includes('one') && started.includes('three'))
  })

  test('a function that is no longer listed starts nothing any more', async () => {
    app.replace([simple('one', 't/one')])
    await fetch(app.url, { method: 'PUT' })
    const before = started.length
    await client.send([{ name: 't/two' }, { name: 't/one' }])
    await until('the listed one has run', () => started.slice(before).includes('one'))
    await until('nothing is left', async () => {
      const [row] = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM executor.jobs')
      return row?.count === 0
    })
    expect(started.slice(before)).toEqual(['one'])
  })

  test('options beyond the scope are refused by name, and the functions before stay in force', async () => {
    const debounced = client.createFunction(
      { id: 'debounced', debounce: { period: '1s' }, triggers: [{ event: 't/one', if: 'event.data.n > 3' }] },
      async () => {},
    )
    const active = () => database.query('SELECT id FROM executor.functions WHERE active ORDER BY id')
    const before = await active()
    app.replace([debounced])
    const response = await fetch(app.url, { method: 'PUT' })
    const { message } = (await response.json()) as { message: string }
    expect(response.ok).toBe(false)
    expect(message).toContain('function "demo-debounced" uses the option "debounce"')
    expect(message).toContain('"if" on a trigger')
    expect(message).toContain('a real Inngest server does')
    expect(await active()).toEqual(before)
    app.replace([simple('one', 't/one')])
  })

  test('an app that expects a dev server is told', async () => {
    const headers = { authorization: BEARER, 'x-inngest-expected-server-kind': 'dev' }
    const answer = await request('POST', '/fn/register', { body: { appName: 'demo', functions: [] }, headers })
    expect(answer).toMatchObject({ status: 400, body: { status: 400, error: expect.stringContaining('dev') } })
  })
})

test('a checkpoint of a superseded call is refused, so that the call stops', async () => {
  const headers = { authorization: BEARER }
  const body = { qi_id: 'start', generation_id: 1, steps: [{ id: 'a', op: 'StepRun', data: 1 }] }
  expect(await request('POST', '/v1/checkpoint/nowhere/async', { body, headers })).toMatchObject({ status: 409 })
  const asynchronous = { ...body, steps: [{ id: 'a', op: 'Sleep', name: '1s' }] }
  expect(await request('POST', '/v1/checkpoint/nowhere/async', { body: asynchronous, headers })).toMatchObject({
    status: 400,
  })
})

test('what is not there is named', async () => {
  expect(await request('POST', '/v1/signals', { body: {} })).toMatchObject({
    status: 501,
    body: { error: expect.stringContaining('a real Inngest server has it') },
  })
  expect(await request('GET', '/v0/runs/nowhere/batch', { headers: { authorization: BEARER } })).toMatchObject({
    status: 404,
  })
  expect(await request('GET', '/nowhere')).toMatchObject({ status: 404 })
})

test('health tells of the app and the queue', async () => {
  expect(await request('GET', '/health')).toEqual({
    status: 200,
    body: { status: 'ok', database: true, app: { synced: true, error: null }, queue: { due: 0, underWay: 0 } },
  })
})

test('old runs and their events are removed; what is running or recent is kept', async () => {
  await client.send({ name: 't/one' })
  await until(
    'all ended',
    async () => (await database.query(`SELECT FROM executor.runs WHERE status = 'running'`)).length === 0,
  )
  const { Database } = await import('./database')
  const { removeOldRuns, RETENTION_MS } = await import('./remove-old-runs')
  const { pino } = await import('pino')
  const direct = new Database(database.url, pino({ level: 'silent' }))
  const countRows = async () =>
    (
      await database.query<{ runs: number; events: number }>(
        `SELECT (SELECT count(*)::int FROM executor.runs) AS runs, (SELECT count(*)::int FROM executor.events) AS events`,
      )
    )[0]
  expect(await removeOldRuns(direct, Date.now())).toBe(0)
  await client.send({ name: 't/one', ts: Date.now() + 3_600_000, id: 'far' })
  const later = Date.now() + RETENTION_MS + 60_000
  expect(await removeOldRuns(direct, later)).toBeGreaterThan(0)
  expect(await countRows()).toEqual({ runs: 1, events: 1 })
  await direct.close()
})

test('an app with another signing key is not called, and its runs lose no attempt', async () => {
  await client.send({ name: 't/one', id: 'late', ts: Date.now() + 1_000 })
  await executor.stop()
  await app.close()
  app = await startTestApp(
    createTestClient('cloud', port, { ...TEST_KEYS, INNGEST_SIGNING_KEY: 'signkey-test-ffffffffffffffff' }),
    [simple('one', 't/one')],
    app.port,
  )
  executor = await startTestExecutor({ databaseUrl: database.url, appUrl: app.url, port, env: TEST_KEYS })
  await until('the job is due', async () => {
    const { body } = await request('GET', '/health')
    return (body.queue as { due: number }).due > 0
  })
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await database.query('SELECT attempt FROM executor.jobs WHERE at < now()')).toEqual([{ attempt: 0 }])
  await app.close()
  app = await startTestApp(client, [simple('one', 't/one')], app.port)
  await until(
    'it has run',
    async () => (await database.query('SELECT FROM executor.jobs WHERE at < now()')).length === 0,
  )
})
