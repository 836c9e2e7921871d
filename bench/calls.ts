import { cpus, loadavg } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { findFreePort } from '../scripts/launcher/ports'
import { findInngest } from '../scripts/test-run/find-inngest'
import { startTestApp, type TestApp } from '../scripts/test-run/test-app'
import { TEST_INNGEST_KEYS } from '../src/testing/inngest-keys'
import { startInngestServer } from '../src/testing/inngest-server'
import { PROVIDER_FAKES } from '../src/testing/provider-fakes'
import { checkCalls } from './calls/check-calls'
import { startDialer } from './calls/dialer-process'
import { measureFloor, providerFloor, webhookFloor } from './calls/floor'
import { cpuOfTree } from './calls/process-tree'
import { soak } from './calls/soak'
import { type Door, describeDoors, watchDoors } from './calls/watch-doors'

// npm run bench:calls [-- <calls>] [--dialer <kind>] [--lost <percent>] [--inngest]
// npm run bench:calls -- --minutes 30 [--rate <calls a second>]
//
// Calls through the whole pipeline on the production build: due, dispatched, placed with a dialer in a process of its
// own, talked for a second, its result sent by HTTP, settled. With one agent of 500 lines and with 20 agents of 25; each
// beside a floor measured in the same run. Meanwhile the doors are knocked at: health, a read, an enrollment of 1,000.
// In the end the dialer's count is held to what is stored: nobody was rung twice, and no result is missing.
//
// The dialer is a webhook, or the fake of a provider (--dialer retell): it sends its events, and is asked how each call
// stands. Of so many percent of its calls the events are lost (--lost 100), so that it is asked without any.
//
// With the embedded executor, or with a real Inngest server (INNGEST_BIN, PATH). What an engine in the cloud bills is
// counted too: events, runs of functions, and steps.
//
// With --minutes it goes on for so long with one agent, with `kill -9` of each part in turn, and tells what grows.

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dialer: { type: 'string', default: 'webhook' },
    lost: { type: 'string', default: '0' },
    inngest: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    rate: { type: 'string', default: '100' },
  },
})
const CALLS = Number(positionals[0] ?? 2_500)
const TALK_MS = 1_000
const SHAPES = [
  { agents: 1, lines: 500 },
  { agents: 20, lines: 25 },
]
/** How long after the start of their enrollment all contacts are due. All sequences exist by then. */
const DUE_IN_MS = 15_000
const IDLE_MS = 8_000
const ENDED_WITHIN_MS = 10 * 60_000
const CONTACTS_PER_BATCH = 1_000
const METRICS_TOKEN = 'the-token-of-the-bench'
const FLOOR_CONNECTIONS = 20
const provider = PROVIDER_FAKES.find(({ kind }) => kind === options.dialer)
if (!provider && options.dialer !== 'webhook') throw new Error(`There is no fake of ${options.dialer}.`)
// A provider is asked for each call, and then how it stands; a minute later where the event is lost, for which there is no target.
const callsPerSecond = options.lost !== '0' ? null : provider ? 60 : 100
const TARGETS = { callsPerSecond, cpuMs: 12, transactions: 8, doorRatio: 2 }

type Tenant = { organizationId: string; apiKey: string; agents: string[]; secret: string | null }

const root = dirname(dirname(fileURLToPath(import.meta.url)))
console.log(`${CALLS.toLocaleString('en-US')} calls of ${TALK_MS} ms by ${options.dialer}, ${cpus().length} cores`)
const dialer = await startDialer(options.dialer, TALK_MS, Number(options.lost))
if (provider) process.env.DIALER_FAKES = `${provider.kind}=${dialer.url}`
// The use case that makes the tenants looks at its environment once: the second database would be the first one's.
const server = options.inngest ? findInngest() : null
if (options.inngest && server === null) throw new Error('There is no Inngest server (INNGEST_BIN).')
const { app, stop } = await start(server)
const database = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
// In a soak Postgres is killed.
database.on('error', () => {})
await database.connect()
try {
  if (options.minutes !== undefined) {
    const tenant = await makeTenant({ agents: 1, lines: 500 })
    const enroll = (count: number, from: number) => enrollCalls(tenant, count, from, new Date().toISOString())
    await soak({
      app,
      organizationId: tenant.organizationId,
      minutes: Number(options.minutes),
      callsPerSecond: Number(options.rate),
      enroll,
    })
  } else for (const shape of SHAPES) await measure(shape)
} finally {
  await database.end()
  await stop()
  dialer.stop()
}

async function measure({ agents, lines }: (typeof SHAPES)[number]): Promise<void> {
  const tenant = await makeTenant({ agents, lines })
  const doors = doorsOf(tenant)
  await watchDoors(doors, AbortSignal.timeout(IDLE_MS / 2))
  const idle = await watchDoors(doors, AbortSignal.timeout(IDLE_MS))

  const dueMs = Date.now() + DUE_IN_MS
  await enrollCalls(tenant, CALLS, 0, new Date(dueMs).toISOString())
  await sleep(dueMs - Date.now())
  await dialer.count()
  const before = await readUse()
  const enough = new AbortController()
  const watching = watchDoors(doors, enough.signal)
  const ended = await waitForCalls(tenant, dueMs)
  const after = await readUse()
  enough.abort()
  const busy = await watching

  const counted = await dialer.count()
  await checkCalls(database, { organizationId: tenant.organizationId, expected: CALLS, counted })

  const onlyDialer = provider ? providerFloor(provider.kind) : webhookFloor(dialer.url)
  const floor = await measureFloor(app.env.TEST_APP_DATABASE_URL ?? '', onlyDialer, {
    calls: CALLS,
    lines: agents * lines,
    connections: FLOOR_CONNECTIONS,
    onUrl: (eventsUrl) => dialer.workFor({ secret: tenant.secret, eventsUrl }),
  })
  const perSecond = (CALLS / (ended - dueMs)) * 1_000
  const load = loadavg().map((value) => value.toFixed(1))
  console.log(`\n${server ? 'Inngest' : 'executor'}, ${agents} × ${lines} lines; load ${load.join(', ')}`)
  line('calls a second', perSecond, TARGETS.callsPerSecond, 'at least')
  console.log(`  ${'floor'.padEnd(26)} ${floor.toFixed(1)}; ratio ${(floor / perSecond).toFixed(1)}`)
  line('CPU a call, ms', (after.cpuMs - before.cpuMs) / CALLS, TARGETS.cpuMs, 'at most')
  line('transactions a call', (after.transactions - before.transactions) / CALLS, TARGETS.transactions, 'at most')
  const per100 = (name: 'events' | 'runs' | 'steps') => (((after[name] - before[name]) / CALLS) * 100).toFixed(0)
  console.log(`  of 100 calls: ${per100('events')} events, ${per100('runs')} runs, ${per100('steps')} steps`)
  const { requests, refused } = counted
  console.log(
    `  the dialer was asked ${(requests / CALLS).toFixed(2)} times a call; ${refused} times it had to send again`,
  )
  console.log('  everybody was rung once, and every result is stored')
  console.log(`  doors meanwhile; target of the ratio: at most ${TARGETS.doorRatio}`)
  for (const door of describeDoors(busy, idle)) console.log(`  ${door}`)
}

function line(name: string, value: number, target: number | null, sign: string): void {
  console.log(`  ${name.padEnd(26)} ${value.toFixed(1)}${target === null ? '' : `   (target: ${sign} ${target})`}`)
}

async function start(server: string | null): Promise<{ app: TestApp; stop: () => Promise<void> }> {
  const port = await findFreePort()
  const enginePort = await findFreePort()
  // The engine as it is in production, not as in tests.
  const inProduction = { EXECUTOR_BACKOFF_BASE_MS: undefined, EXECUTOR_BATCH_INTERVAL_MS: undefined }
  const env: Record<string, string | undefined> = { ...inProduction, OUTBOUND_ALLOW_PRIVATE: '1', METRICS_TOKEN }
  if (server !== null) {
    Object.assign(env, {
      INNGEST_BASE_URL: `http://127.0.0.1:${enginePort}`,
      INNGEST_EVENT_KEY: TEST_INNGEST_KEYS.eventKey,
      INNGEST_SIGNING_KEY: TEST_INNGEST_KEYS.signingKey,
    })
  }
  const app = await startTestApp(root, { port, env })
  if (server === null) return { app, stop: () => app.stop() }
  const engine = await startInngestServer(server, `${app.url}/api/inngest`, enginePort)
  return {
    app,
    stop: async () => {
      await engine.stop()
      await app.stop()
    },
  }
}

async function makeTenant({ agents, lines }: { agents: number; lines: number }): Promise<Tenant> {
  const { BETTER_AUTH_SECRET, CREDENTIALS_KEY, APP_URL, TEST_APP_DATABASE_URL: DATABASE_URL } = app.env
  const ofApp = { BETTER_AUTH_SECRET, CREDENTIALS_KEY, APP_URL, DATABASE_URL, OUTBOUND_ALLOW_PRIVATE: '1' }
  Object.assign(process.env, ofApp)
  const { createOrganization } = await import('../src/domain/organizations/create-organization')
  const { createDialerAccount } = await import('../src/domain/dialer-accounts/create-dialer-account')
  const { getDialerAccount } = await import('../src/domain/dialer-accounts/get-dialer-account')
  const { createAgent } = await import('../src/domain/agents/create-agent')
  const { testAgents } = await import('../src/testing/factories')
  const { disconnect } = await import('../src/platform/db')
  const { organizationId, apiKey } = await createOrganization({
    name: `Bench of ${agents} × ${lines}`,
    email: `bench-${agents}@test.example`,
    country: 'US',
    credits: 10_000_000,
    normalizationEnabled: true,
    ruleSets: [],
  })
  const actor = { organizationId, kind: 'system', id: 'bench', label: 'Bench' } as const
  const kind = provider?.kind ?? 'webhook'
  const ofKind = provider ? { credentials: provider.credentials } : { url: dialer.url }
  const { dialerAccountId, secret } = await createDialerAccount(actor, { kind, name: 'Bench', ...ofKind })
  dialer.workFor({ secret, eventsUrl: (await getDialerAccount(actor, dialerAccountId)).eventsUrl })
  const made: string[] = []
  // The last one is called at no time: the doors enroll with it.
  for (let at = 0; at <= agents; at++) {
    const settings = { ...testAgents.alwaysOn, ...provider?.agent, name: `Agent ${at}`, lines, dialerAccountId }
    made.push((await createAgent(actor, settings)).agentId)
  }
  await disconnect()
  await database.query('UPDATE api_keys SET rate_limit_per_second = 1000000')
  return { organizationId, apiKey, agents: made, secret }
}

function doorsOf(tenant: Tenant): Door[] {
  const idleAgent = tenant.agents.at(-1) ?? ''
  const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString()
  let people = 0
  return [
    { name: 'GET /health', everyMs: 200, open: () => ask(tenant, '/health') },
    { name: 'GET /credits/usage', everyMs: 250, open: () => ask(tenant, '/credits/usage') },
    {
      name: 'enrollment of 1,000',
      everyMs: 2_000,
      open: () => {
        const contacts = makeContacts(CONTACTS_PER_BATCH, 1_000_000 + people, nextMonth)
        people += CONTACTS_PER_BATCH
        return ask(tenant, `/agents/${idleAgent}/schedule/sequences`, { contacts })
      },
    },
  ]
}

async function enrollCalls(tenant: Tenant, calls: number, firstPerson: number, scheduledAt: string): Promise<void> {
  const callers = tenant.agents.slice(0, -1)
  for (const [at, agent] of callers.entries()) {
    const share = Math.floor(calls / callers.length) + (at < calls % callers.length ? 1 : 0)
    for (let from = 0; from < share; from += CONTACTS_PER_BATCH) {
      const count = Math.min(CONTACTS_PER_BATCH, share - from)
      const contacts = makeContacts(count, firstPerson + at * 100_000 + from, scheduledAt)
      await ask(tenant, `/agents/${agent}/schedule/sequences`, { contacts }, `people-${agent}-${firstPerson + from}`)
    }
  }
}

function makeContacts(count: number, from: number, scheduledAt: string) {
  return Array.from({ length: count }, (_, at) => ({
    name: `Person ${from + at}`,
    phoneNumber: `+1415${2_000_000 + ((from + at) % 7_000_000)}`,
    scheduledAt,
  }))
}

async function ask(tenant: Tenant, path: string, body?: object, idempotencyKey?: string): Promise<void> {
  const response = await fetch(`${app.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      'x-api-key': tenant.apiKey,
      'content-type': 'application/json',
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${answer.slice(0, 500)}`)
}

type Use = { cpuMs: number; transactions: number; events: number; runs: number; steps: number }

async function readUse(): Promise<Use> {
  const { rows } = await database.query<{ transactions: string; events: string }>(
    `SELECT xact_commit + xact_rollback AS transactions, (SELECT count(*) FROM outbox_events) AS events
     FROM pg_stat_database WHERE datname = current_database()`,
  )
  const [row] = rows
  const counted = await readCounters(`${app.env.TEST_APP_BACKGROUND_URL}/metrics`)
  return {
    cpuMs: await cpuOfTree(app.launcher.pid ?? 0),
    transactions: Number(row?.transactions),
    events: Number(row?.events),
    runs: counted.get('rollcall_function_runs_total') ?? 0,
    steps: counted.get('rollcall_function_steps_total') ?? 0,
  }
}

/** Returns the counters of a process, each summed over its labels. */
async function readCounters(url: string): Promise<Map<string, number>> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
  const counters = new Map<string, number>()
  for (const line of (await answer.text()).split('\n')) {
    const [, name, value] = line.match(/^(\w+)(?:\{.*\})? (\S+)$/) ?? []
    if (name) counters.set(name, (counters.get(name) ?? 0) + Number(value))
  }
  return counters
}

/** @returns the moment, in ms since 1970, at which the last call was settled */
async function waitForCalls(tenant: Tenant, dueMs: number): Promise<number> {
  for (;;) {
    const { rows } = await database.query<{ settled: number; last: Date | null }>(
      `SELECT count(*)::int AS settled, max(settled_at) AS last FROM calls
       WHERE status = 'settled' AND organization_id = $1`,
      [tenant.organizationId],
    )
    const [row] = rows
    if (row?.last && row.settled >= CALLS) return row.last.getTime()
    if (Date.now() - dueMs > ENDED_WITHIN_MS) throw new Error(`Only ${row?.settled} of ${CALLS} calls were settled.`)
    await sleep(100)
  }
}
