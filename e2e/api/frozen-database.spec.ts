import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { newId, toPublicId } from '@/domain/ids'
import { laterContact } from '@/testing/factories'
import { signalServer } from '../../scripts/launcher/embedded-postgres'
import { findPostgresHome } from '../../scripts/launcher/postgres-home'
import { findChild } from '../../scripts/test-run/launched-child'
import { OwnInstallation } from './own-installation'

// The production build on a Postgres that takes connections and says nothing, or that is gone: every kind of door is
// asked. No request waits for long, and afterwards all is as it was.

test.describe.configure({ mode: 'serial', timeout: 120_000 })

// The limits of src/platform/db.ts and database-probe.ts (2 s), and what a busy machine adds to them.
const ANSWER_WITHIN_MS = 10_000
const SHORTEST_WAIT_MS = 3_000
const HEALTH_WITHIN_MS = 3_000
/** An answer about the health may be so old (database-probe.ts): the launcher asks as well. */
const OLD_HEALTH_MS = 1_000
const UP_AGAIN_WITHIN_MS = 10_000

type Door = { isUp: number; ask: () => Promise<Response> }

let installation: OwnInstallation
let cookie: string
let doors: Record<string, Door>
let pages: Record<string, () => Promise<Response>>

test.beforeAll(async () => {
  test.setTimeout(600_000)
  installation = await OwnInstallation.start()
  const { app, apiKey, agentId, operator } = installation
  const json = { 'content-type': 'application/json' }
  const send = (path: string, headers: Record<string, string>, body: unknown) =>
    fetch(app.url + path, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })
  const key = { 'x-api-key': apiKey }
  const signIn = () => send('/api/auth/sign-in/email', { origin: app.url }, operator)
  cookie = (await signIn()).headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const dialed = toPublicId('call', newId())
  doors = {
    'REST, a read': { isUp: 200, ask: () => fetch(`${app.url}/api/v1/credits/usage`, { headers: key }) },
    'REST, an enrollment': {
      isUp: 201,
      ask: () => send(`/api/v1/agents/${agentId}/schedule/sequence`, key, laterContact()),
    },
    // A call that nobody knows: looked up, and refused.
    "a dialer's result": { isUp: 401, ask: () => send(`/api/v1/calls/${dialed}/result`, {}, {}) },
    'tRPC, a query': { isUp: 200, ask: () => fetch(`${app.url}/api/trpc/agents.list`, { headers: { cookie } }) },
    'tRPC, a mutation': {
      isUp: 200,
      ask: () => send('/api/trpc/enrollment.enrollBatch', { cookie }, { agentId, contacts: [laterContact()] }),
    },
    'the sign-in': { isUp: 200, ask: signIn },
  }
  pages = {
    'a page of the console': () => fetch(`${app.url}/agents`, { headers: { cookie } }),
    'the page to sign in': () => fetch(`${app.url}/sign-in`, { headers: { cookie }, redirect: 'manual' }),
  }
})

test.afterAll(async () => {
  if (!installation) return
  installation.app.launcher.kill('SIGCONT')
  await signalServer(await findPostgresHome(installation.app.dataDir), 'SIGCONT').catch(() => {})
  await installation.stop()
})

test('all is up to begin with', () => expectAllUp())

test('a frozen Postgres: each door answers 503 in time, and all of them once it is thawed', async () => {
  const postgres = await findPostgresHome(installation.app.dataDir)
  await signalServer(postgres, 'SIGSTOP')
  // With connections that are kept ready, then with none.
  for (let turn = 0; turn < 2; turn++) await expectAllDown()
  await signalServer(postgres, 'SIGCONT')
  await expectAllUp()
})

test('a tRPC request with too many calls is refused without the database, for a key and for a session', async () => {
  const postgres = await findPostgresHome(installation.app.dataDir)
  await signalServer(postgres, 'SIGSTOP')
  const { app, apiKey } = installation
  for (const [calls, headers] of [
    [11, { 'x-api-key': apiKey }],
    [31, { cookie }],
  ] as const) {
    const path = Array(calls).fill('agents.list').join(',')
    const { status, text, ms } = await timed(() => fetch(`${app.url}/api/trpc/${path}?batch=1`, { headers }))
    expect([status, text]).toEqual([400, expect.stringContaining(`at most ${calls - 1} in one`)])
    expect(ms).toBeLessThan(SHORTEST_WAIT_MS)
  }
  await signalServer(postgres, 'SIGCONT')
  await expectAllUp()
})

test('a Postgres that is killed: each door answers 503 until the launcher has started it again', async () => {
  const postgres = await findPostgresHome(installation.app.dataDir)
  // What is asked at the moment of its death gets an answer too.
  const underWay = Object.values(doors).map(async ({ isUp, ask }) =>
    expect([isUp, 503]).toContain((await ask()).status),
  )
  await installation.kill('postgres')
  await Promise.all(underWay)
  await expectAllUp()
  // Once more, with what is left of it frozen, and the launcher too, which would start it again within a second: nobody
  // listens.
  const { app } = installation
  const server = await findChild(app.dataDir, 'postgres')
  app.launcher.kill('SIGSTOP')
  process.kill(server?.pid ?? Number.NaN, 'SIGKILL')
  await signalServer(postgres, 'SIGSTOP')
  await expectAllDown()
  await signalServer(postgres, 'SIGCONT')
  app.launcher.kill('SIGCONT')
  await expectAllUp()
})

async function timed(
  ask: () => Promise<Response>,
): Promise<{ status: number; headers: Headers; text: string; ms: number }> {
  const startedMs = performance.now()
  const response = await ask()
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, ms: performance.now() - startedMs }
}

/** Asks all doors at once, as a day's traffic would. */
async function expectAllDown(): Promise<void> {
  const health = sleep(OLD_HEALTH_MS).then(() => timed(() => fetch(`${installation.app.url}/api/v1/health`)))
  const asked = Object.entries(doors).map(async ([name, { ask }]) => {
    const { status, headers, text, ms } = await timed(ask)
    expect([name, status, text]).toEqual([name, 503, expect.stringContaining('SERVICE_UNAVAILABLE')])
    expect(Number(headers.get('retry-after')), name).toBeGreaterThan(0)
    expect(ms, name).toBeLessThan(ANSWER_WITHIN_MS)
  })
  const opened = Object.entries(pages).map(async ([name, ask]) => {
    const { status, headers, text, ms } = await timed(ask)
    expect([name, status, text]).toEqual([name, 503, expect.stringContaining('Rollcall is not available right now')])
    expect(text).not.toContain('<script')
    expect(Number(headers.get('retry-after')), name).toBeGreaterThan(0)
    expect(ms, name).toBeLessThan(ANSWER_WITHIN_MS)
  })
  await Promise.all([...asked, ...opened])
  const { status, ms } = await health
  expect(status).toBe(503)
  expect(ms).toBeLessThan(HEALTH_WITHIN_MS)
}

async function expectAllUp(): Promise<void> {
  const all = [
    ...Object.entries(doors).map(([name, { isUp, ask }]) => ({ name, isUp: [isUp], ask })),
    // Whoever is signed in is led on from the page to sign in.
    ...Object.entries(pages).map(([name, ask]) => ({ name, isUp: [200, 307], ask })),
    { name: 'health', isUp: [200], ask: () => fetch(`${installation.app.url}/api/v1/health`) },
  ]
  await Promise.all(
    all.map(({ name, isUp, ask }) =>
      expect
        .poll(async () => isUp.includes((await ask()).status), { timeout: UP_AGAIN_WITHIN_MS, message: name })
        .toBe(true),
    ),
  )
}
