import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { ApiClient } from './api-client'
import { OwnInstallation } from './own-installation'

// An installation of its own, with a token for the metrics and a log that is not silent: what is counted, what is
// written down, and what must not be.

const METRICS_TOKEN = randomBytes(24).toString('hex')
const WITHIN_MS = 60_000

test.describe.configure({ mode: 'serial', timeout: 240_000 })

let installation: OwnInstallation
let api: ApiClient

test.beforeAll(async () => {
  test.setTimeout(600_000)
  installation = await OwnInstallation.start({ METRICS_TOKEN, LOG_LEVEL: 'info' })
  api = new ApiClient(installation.app.url, installation.apiKey)
})

test.afterAll(() => installation?.stop())

const person = {
  name: 'Wilhelmina Harkerlog',
  phoneNumber: '+14155550001',
  toEmailAddress: 'wilhelmina.harker@privacy.example',
  account_id: 'secret-account-4711',
}
const badPerson = { name: 'Quincey Morrislog', phoneNumber: '+1415555', account_id: 'secret-account-4712' }

/** What the app, the background and the executor have written so far. */
async function readLogs(): Promise<string> {
  const folder = join(installation.app.dataDir, 'logs')
  const names = (await readdir(folder)).filter((name) => /^(?:app|background|executor)\.log/.test(name))
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n')
}

test('the id of a request is in the log of all that follows from it', async () => {
  const headers = { 'x-request-id': 'follow-me-1' }
  const answer = await api.enroll(installation.agentId, { contacts: [person, badPerson] }, headers)
  expect(answer.status, answer.text).toBe(202)
  await expect
    .poll(async () => functionsOf(await readLogs(), 'follow-me-1'), { timeout: WITHIN_MS })
    .toEqual(expect.arrayContaining(['after-call', 'create-sequences', 'place-call', 'simulate-call']))
  const { rows } = await installation.database.query('SELECT request_id FROM batches WHERE id = $1', [
    answer.body.batchId,
  ])
  expect(rows).toEqual([{ request_id: 'follow-me-1' }])
  const { rows: events } = await installation.database.query(
    `SELECT DISTINCT name FROM outbox_events WHERE data ->> 'requestId' = 'follow-me-1' ORDER BY name`,
  )
  expect(events.map(({ name }) => name)).toEqual(expect.arrayContaining(['calls/call.ended', 'calls/call.requested']))
})

function functionsOf(log: string, requestId: string): string[] {
  const lines = log.split('\n').filter((line) => line.startsWith('{') && line.includes(requestId))
  return lines.map((line) => String((JSON.parse(line) as { function?: string }).function).replace(/^rollcall-/, ''))
}

test('an upload that is broken off is a line, and no error with a stack', async () => {
  const { hostname, port } = new URL(installation.app.url)
  const paths = [`/api/v1/agents/${installation.agentId}/schedule/sequences`, '/api/trpc/enrollment.enrollBatch']
  for (const path of [...paths, '/api/auth/sign-in/email', '/api/v1/calls/call.1/result']) {
    await breakOff(hostname, Number(port), path)
  }
  await expect
    .poll(async () => (await readLogs()).match(/broke its upload off/g)?.length ?? 0)
    .toBeGreaterThanOrEqual(3)
  expect((await api.get('/health')).status).toBe(200)
  const written = await readLogs()
  expect(written).not.toMatch(/aborted[^"]*\n\s+at |ECONNRESET[^"]*\n\s+at /)
  expect(written.split('\n').filter((line) => line.includes('"level":50'))).toEqual([])
})

/** Says that a million bytes come, sends some and goes away. */
function breakOff(hostname: string, port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, hostname, () => {
      const headers = [`host: ${hostname}:${port}`, 'content-type: application/json', 'content-length: 1000000']
      const key = `x-api-key: ${installation.apiKey}`
      socket.write(`POST ${path} HTTP/1.1\r\n${[...headers, key].join('\r\n')}\r\n\r\n{"contacts":[`)
      setTimeout(() => socket.resetAndDestroy(), 300)
    })
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })
}

test('the log has no key, number, name or address, also where things fail', async () => {
  const { database } = installation
  // Postgres puts the whole row into the details of such an error.
  await database.query(`ALTER TABLE contacts ADD CONSTRAINT nobody CHECK (name NOT LIKE 'Wilhelmina%') NOT VALID`)
  expect((await api.enroll(installation.agentId, { contacts: [person] })).status).toBe(500)
  await database.query('ALTER TABLE contacts DROP CONSTRAINT nobody')
  const { status } = await api.post(`/agents/${installation.agentId}/schedule/sequence`, { json: person })
  expect(status).toBe(201)
  const signIn = { email: person.toEmailAddress, password: 'a password nobody has' }
  await fetch(`${installation.app.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: installation.app.url },
    body: JSON.stringify(signIn),
  })
  await expect.poll(async () => (await readLogs()).includes('A REST request failed.')).toBe(true)
  const log = await readLogs()
  expect(log).toContain('"function":')
  const forbidden = [
    installation.apiKey,
    ...Object.values(person),
    ...Object.values(badPerson),
    person.phoneNumber.slice(1),
    'Harkerlog',
    signIn.password,
    METRICS_TOKEN,
  ]
  expect(forbidden.filter((text) => log.includes(text))).toEqual([])
  expect(log).not.toMatch(/rollcall_[\w-]{20}/)
})

test.describe('/metrics', () => {
  const read = (headers: Record<string, string> = {}, url = installation.app.url) =>
    fetch(`${url}/metrics`, { headers })

  async function readValues(url?: string) {
    const answer = await read({ authorization: `Bearer ${METRICS_TOKEN}` }, url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    const values = new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    )
    return { text, values }
  }

  test('is only for whoever has the token', async () => {
    for (const authorization of ['', 'Bearer ', `Bearer ${METRICS_TOKEN}x`, METRICS_TOKEN, 'Basic x']) {
      const answer = await read(authorization === '' ? {} : { authorization })
      expect([authorization, answer.status]).toEqual([authorization, 401])
      expect(await answer.text()).not.toContain('rollcall_')
    }
  })

  test('tells of requests, batches, contacts, calls, queues, the pools and the event loop', async () => {
    await api.get('/batches/01a20983-26f8-75d9-89a6-70b0a20bc8d2')
    const { text, values } = await readValues()
    expect(values.get('rollcall_requests_total{door="rest",route="GET /batches/{batchId}",status="404"}')).toBe(1)
    expect(values.get('rollcall_batches_total{source="api"}')).toBe(2)
    expect(values.get('rollcall_contacts_total{code="ACCEPTED"}')).toBe(2)
    expect(values.get('rollcall_contacts_total{code="PHONE_INVALID"}')).toBe(1)
    expect(
      values.get('rollcall_calls_total{result="Goal Completed",dialer="simulated",reportedBy="dialer"}'),
    ).toBeGreaterThanOrEqual(1)
    for (const name of [
      'rollcall_outbox_unsent',
      'rollcall_outbox_age_seconds',
      'rollcall_calls_due',
      'rollcall_calls_due_age_seconds',
      'rollcall_database_pool_waiting{pool="doors"}',
      'rollcall_database_pool_waiting{pool="background"}',
      'rollcall_batches_waiting',
    ]) {
      expect(values.get(name), name).toBeGreaterThanOrEqual(0)
    }
    expect(values.get('rollcall_database_up')).toBe(1)
    const connections = (pool: string, state: string) =>
      values.get(`rollcall_database_pool_connections{pool="${pool}",state="${state}"}`) ?? Number.NaN
    expect(connections('doors', 'max')).toBeGreaterThan(connections('background', 'max'))
    expect(values.get('rollcall_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThan(0)
    // No organization, number or id of anybody: whoever runs the installation reads this.
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\+\d{7}/)
  })

  test('the process of the background tells of its functions, on connections of their own', async () => {
    const { text, values } = await readValues(installation.app.env.TEST_APP_BACKGROUND_URL)
    // Of the batch whose function the first test has waited for.
    expect(
      values.get('rollcall_function_runs_total{function="create-sequences",outcome="completed"}'),
    ).toBeGreaterThanOrEqual(1)
    const connections = (state: string) =>
      values.get(`rollcall_database_pool_connections{pool="background",state="${state}"}`) ?? Number.NaN
    expect(connections('idle') + connections('used')).toBeGreaterThan(0)
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}|\+\d{7}/)
  })
})
