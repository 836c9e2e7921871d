import type { Inngest } from 'inngest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestClient, freePort, startTestApp, TEST_KEYS, type TestApp, until } from './testing/test-app'
import { createTestDatabase, type TestDatabase } from './testing/test-database'
import { startTestExecutor, type TestExecutor } from './testing/test-executor'

/** What the executor does otherwise than a real server, or what only its tables can show. */

let database: TestDatabase
let client: Inngest
let app: TestApp
let executor: TestExecutor

const begun: string[] = []
const failures = new Map<string, string>()
const fired: unknown[] = []

beforeAll(async () => {
  const port = await freePort()
  client = createTestClient('cloud', port)
  database = await createTestDatabase()
  app = await startTestApp(client, testFunctions())
  executor = await startTestExecutor({ databaseUrl: database.url, appUrl: app.url, port, env: TEST_KEYS })
  await until('in sync', async () => (await fetch(`${executor.url}/health`)).ok)
})

afterAll(async () => {
  await executor?.stop()
  await app?.close()
  await database?.drop()
})

function testFunctions() {
  const onFailure = async ({ event, error }: { event: { data: { event: { name: string } } }; error: Error }) =>
    void failures.set(event.data.event.name, `${error.name}: ${error.message}`)
  const waits = client.createFunction(
    { id: 'waits', onFailure, triggers: [{ event: 't/waits' }] },
    async ({ event, step }) => {
      begun.push(event.name)
      await step.waitForEvent('w', { event: 't/never', timeout: '1h' })
    },
  )
  const invokes = client.createFunction(
    { id: 'invokes', onFailure, triggers: [{ event: 't/invokes' }] },
    async ({ event, step }) => {
      begun.push(event.name)
      await step.invoke('i', { function: waits, data: {} })
    },
  )
  const signals = client.createFunction(
    { id: 'signals', onFailure, triggers: [{ event: 't/signals' }] },
    async ({ event, step }) => {
      begun.push(event.name)
      await step.waitForSignal('s', { signal: 'x', timeout: '1h', onConflict: 'fail' })
    },
  )
  const many = client.createFunction({ id: 'many', onFailure, triggers: [{ event: 't/many' }] }, async ({ step }) => {
    await Promise.all(Array.from({ length: 1_001 }, (_, index) => step.sleep(`nap ${index}`, '1h')))
  })
  const cron = client.createFunction({ id: 'cron', triggers: [{ cron: '0 0 1 1 *' }] }, async ({ event }) => {
    fired.push(event)
  })
  return [waits, invokes, signals, many, cron]
}

test.each([
  ['t/waits', 'step.waitForEvent'],
  ['t/invokes', 'step.invoke'],
  ['t/signals', 'step.waitForSignal'],
])('%s fails at once, naming what is missing', async (name, tool) => {
  await client.send({ name })
  await until('it has failed', () => failures.has(name))
  expect(failures.get(name)).toContain(`EmbeddedExecutorUnsupportedError: ${tool} `)
  expect(failures.get(name)).toContain('a real Inngest server has it')
  expect(begun.filter((one) => one === name)).toHaveLength(1)
})

test('more than 1,000 steps fail the run under the name that a real server gives it', async () => {
  await client.send({ name: 't/many' })
  await until('it has failed', () => failures.has('t/many'))
  expect(failures.get('t/many')).toMatch(/^InngestErrFunctionOverflowed/)
})

test('a cron fires at its planned time, once, and plans the next one', async () => {
  await database.query(
    `UPDATE executor.crons SET next_at = date_trunc('minute', now()) WHERE function_id = 'demo-cron'`,
  )
  await until('it has fired', () => fired.length > 0)
  expect(fired).toMatchObject([{ name: 'inngest/scheduled.timer', data: { cron: '0 0 1 1 *' } }])
  const [row] = await database.query<{ later: boolean }>(
    `SELECT next_at > now() AS later FROM executor.crons WHERE function_id = 'demo-cron'`,
  )
  expect(row).toEqual({ later: true })
})

test('an ended run leaves its row and its output, and no job', async () => {
  await until('all runs have ended', async () => {
    const [row] = await database.query<{ jobs: number }>('SELECT count(*)::int AS jobs FROM executor.jobs')
    return row?.jobs === 0
  })
  const rows = await database.query<{ status: string; output: string | null }>(
    `SELECT status, output FROM executor.runs WHERE function_id = 'demo-waits'`,
  )
  expect(rows).toEqual([{ status: 'failed', output: expect.stringContaining('step.waitForEvent') }])
  expect(await database.query(`SELECT id FROM executor.runs WHERE status = 'running'`)).toEqual([])
})
