import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { findFreePort } from '../scripts/launcher/ports'
import { findInngest } from '../scripts/test-run/find-inngest'
import { startTestApp, type TestApp } from '../scripts/test-run/test-app'
import { AppClient } from '../src/executor/app-client'
import { buildCallRequest } from '../src/executor/call-request'
import type { Health } from '../src/executor/http-server'
import { signBody } from '../src/executor/signatures'
import type { Job } from '../src/executor/state'
import { createTestClient, TEST_KEYS } from '../src/executor/testing/test-app'
import { startTestEngine } from '../src/executor/testing/test-engine'
import { TEST_INNGEST_KEYS } from '../src/testing/inngest-keys'
import { startInngestServer } from '../src/testing/inngest-server'
import { percentile } from './percentile'

// npm run bench:background
//
// 1. From the 202 for 1,000 contacts until all their sequences exist, on the production build. Floor: one raw INSERT of
//    as many rows into a table like `sequences`, committed.
// 2. Runs a second of a function with one step (told with the end of its run, and by itself), and of one with three steps
//    and a sleep of a second, with an app of its own process beside the engine. Floor: the same app called by HTTP once
//    a run, by nobody who remembers anything.
//
// With the embedded executor; and in the same run with a real Inngest server, where there is one (INNGEST_BIN, PATH).

const CONTACTS = 1_000
const BATCHES = 12
const WARM_UP_BATCHES = 2
const SINGLE_RUNS = 3_000
const SEVERAL_RUNS = 1_000
const WARM_UP_RUNS = 300
const EVENTS_PER_REQUEST = 100
const CALLS_AT_ONCE = 64
const RUNS_WITHIN_MS = 300_000
const TARGET_CREATION_MS = 1_000
const TARGET_RUNS_PER_SECOND = 300
const TARGET_RATIO = 1.5

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const binary = findInngest()
if (binary === null) console.log('No Inngest server is on this machine (INNGEST_BIN): the executor alone is measured.')

await measureCreation(null)
if (binary !== null) await measureCreation(binary)

// Durable, unlike the server of the tests: what is measured waits for its commits.
const app = await startTestApp(root)
try {
  process.env.TEST_DATABASE_URL = app.env.TEST_APP_DATABASE_URL
  const calls = await measureCalls()
  await measureRuns(null, calls)
  if (binary !== null) await measureRuns(binary, calls)
} finally {
  await app.stop()
}

async function measureCreation(server: string | null): Promise<void> {
  const port = await findFreePort()
  const enginePort = await findFreePort()
  const env: Record<string, string> = server
    ? {
        INNGEST_BASE_URL: `http://127.0.0.1:${enginePort}`,
        INNGEST_EVENT_KEY: TEST_INNGEST_KEYS.eventKey,
        INNGEST_SIGNING_KEY: TEST_INNGEST_KEYS.signingKey,
      }
    : {}
  const installation = await startTestApp(root, { port, env })
  const engine = server
    ? await startInngestServer(server, `${installation.url}/api/inngest`, enginePort)
    : { stop: async () => {} }
  try {
    await enrollBatches(installation, server ? 'Inngest' : 'executor')
  } finally {
    await engine.stop()
    await installation.stop()
  }
}

async function enrollBatches(installation: TestApp, name: string): Promise<void> {
  const demo = JSON.parse(await readFile(join(installation.dataDir, 'demo.json'), 'utf8'))
  const database = new pg.Client({ connectionString: installation.env.TEST_APP_DATABASE_URL })
  await database.connect()
  await database.query('UPDATE api_keys SET rate_limit_per_second = 1000000')
  await database.query('CREATE TABLE floor_sequences (LIKE sequences INCLUDING ALL)')
  const creations: number[] = []
  const floors: number[] = []
  for (let batch = 0; batch < WARM_UP_BATCHES + BATCHES; batch++) {
    const batchId = await enroll(installation, demo.organizations.acme, batch)
    const acceptedMs = performance.now()
    while ((await countSequences(database, batchId)) < CONTACTS) await sleep(5)
    const createdMs = performance.now()
    await database.query('INSERT INTO floor_sequences SELECT * FROM sequences WHERE batch_id = $1', [batchId])
    if (batch < WARM_UP_BATCHES) continue
    creations.push(createdMs - acceptedMs)
    floors.push(performance.now() - createdMs)
  }
  await database.end()
  const [p50, floor] = [percentile(creations, 50), percentile(floors, 50)]
  console.log(`\n${name}: from the 202 of ${CONTACTS} contacts until all sequences exist, ${BATCHES} batches`)
  console.log(`  p50 ${p50.toFixed(0)} ms   p95 ${percentile(creations, 95).toFixed(0)} ms`)
  console.log(`  floor p50 ${floor.toFixed(0)} ms, ratio ${(p50 / floor).toFixed(1)}; target ${TARGET_CREATION_MS} ms`)
}

async function enroll(installation: TestApp, acme: { apiKey: string; agents: { alwaysOn: string } }, batch: number) {
  // Next month: no call of theirs disturbs the run.
  const scheduledAt = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const contacts = Array.from({ length: CONTACTS }, (_, index) => ({
    name: `Person ${batch} ${index}`,
    phoneNumber: `+1415${String(2_000_000 + batch * CONTACTS + index)}`,
    account_id: `account-${index % 400}`,
    scheduledAt,
  }))
  const response = await fetch(`${installation.url}/api/v1/agents/${acme.agents.alwaysOn}/schedule/sequences`, {
    method: 'POST',
    headers: { 'x-api-key': acme.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ contacts }),
  })
  const answer = (await response.json()) as AcceptedBatch
  if (response.status !== 202) throw new Error(`The request was answered ${response.status}: ${JSON.stringify(answer)}`)
  return answer.batchId
}

async function countSequences(database: pg.Client, batchId: string): Promise<number> {
  const { rows } = await database.query('SELECT count(*)::int AS count FROM sequences WHERE batch_id = $1', [batchId])
  return rows[0].count
}

type EngineApp = { url: string; child: ChildProcess; ended: () => number; reset: () => void }

async function startEngineApp(enginePort: number): Promise<EngineApp> {
  const file = join(root, 'bench', 'engine-app.ts')
  const args = [String(enginePort), String(await findFreePort())]
  // The SDK copies the environment in every call: that of a server, without what npm and a desktop add.
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', NODE_ENV: 'production' as const }
  const child = fork(file, args, { execArgv: ['--import', 'tsx'], env })
  let seen = new Set<number>()
  child.on('message', (message: { ended?: number }) => message.ended !== undefined && seen.add(message.ended))
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return {
    url,
    child,
    ended: () => seen.size,
    reset: () => {
      seen = new Set()
    },
  }
}

/** @returns calls a second that the app answers to somebody who does nothing else */
async function measureCalls(): Promise<number> {
  const engineApp = await startEngineApp(await findFreePort())
  const client = new AppClient(engineApp.url, CALLS_AT_ONCE)
  // Asked for exactly its step, the SDK answers with the result alone. Left to itself it would report the step to an engine.
  const stepId = createHash('sha1').update('only').digest('hex')
  const leased = { functionId: 'demo-single', lane: '', version: 2, forcePlan: false, steps: [] }
  const call = async (n: number) => {
    const event = JSON.stringify({ data: { n }, id: `event-${n}`, name: 'bench/single', ts: 1 })
    const job: Job = { id: `job-${n}`, kind: 'call', stepId, attempt: 0, generation: 1, race: false }
    const { body } = buildCallRequest({ ...leased, runId: `run-${n}`, events: [event], job }, 4)
    const signature = signBody(body, TEST_KEYS.INNGEST_SIGNING_KEY, Date.now())
    const headers = { 'x-inngest-server-kind': 'cloud', 'x-inngest-signature': signature }
    const answer = await client.send({
      method: 'POST',
      query: { fnId: 'demo-single', stepId },
      headers,
      body,
      timeoutMs: 60_000,
    })
    if (answer.status !== 206) throw new Error(`The app answered ${answer.status}: ${answer.body.slice(0, 500)}`)
  }
  const callAll = async (from: number, count: number) => {
    let next = from
    const worker = async () => {
      while (next < from + count) await call(next++)
    }
    await Promise.all(Array.from({ length: CALLS_AT_ONCE }, worker))
  }
  await callAll(0, WARM_UP_RUNS)
  const started = performance.now()
  await callAll(WARM_UP_RUNS, SINGLE_RUNS)
  const perSecond = (SINGLE_RUNS / (performance.now() - started)) * 1000
  client.close()
  engineApp.child.disconnect()
  return perSecond
}

async function measureRuns(server: string | null, floor: number): Promise<void> {
  const enginePort = await findFreePort()
  const engineApp = await startEngineApp(enginePort)
  const engine = await startTestEngine({ style: 'cloud', appUrl: engineApp.url, port: enginePort }, server)
  const client = createTestClient('cloud', enginePort)

  const play = async (name: string, count: number): Promise<number> => {
    engineApp.reset()
    const started = performance.now()
    for (let from = 0; from < count; from += EVENTS_PER_REQUEST) {
      const events = Array.from({ length: Math.min(EVENTS_PER_REQUEST, count - from) }, (_, index) => ({
        name,
        data: { n: from + index },
      }))
      await client.send(events)
    }
    while (engineApp.ended() < count) {
      if (performance.now() - started > RUNS_WITHIN_MS) {
        throw new Error(`Only ${engineApp.ended()} of ${count} runs of ${name} came to their end.`)
      }
      await sleep(5)
    }
    // A run has ended once that is written. A real server does not tell.
    while (!server && !(await isIdle(engine.url))) await sleep(5)
    return (count / (performance.now() - started)) * 1000
  }

  try {
    console.log(`\n${server ? 'Inngest' : 'executor'}: from the first event sent until the last run's end`)
    await play('bench/single', WARM_UP_RUNS)
    await play('bench/reported', WARM_UP_RUNS)
    const single = await play('bench/single', SINGLE_RUNS)
    console.log(`  one step, with the end        ${single.toFixed(0)} runs a second; target ${TARGET_RUNS_PER_SECOND}`)
    console.log(
      `  floor                         ${floor.toFixed(0)} bare calls a second; ratio ${(floor / single).toFixed(2)} (target: at most ${TARGET_RATIO})`,
    )
    const reported = await play('bench/reported', SINGLE_RUNS)
    console.log(
      `  one step, reported by itself  ${reported.toFixed(0)} runs a second; ratio ${(floor / reported).toFixed(2)}`,
    )
    const several = await play('bench/several', SEVERAL_RUNS)
    console.log(`  three steps, 1 s nap          ${several.toFixed(0)} runs a second`)
  } finally {
    await engine.stop()
    engineApp.child.disconnect()
  }
}

async function isIdle(engineUrl: string): Promise<boolean> {
  const { queue } = (await (await fetch(`${engineUrl}/health`)).json()) as Health
  return queue !== null && queue.due + queue.underWay === 0
}
