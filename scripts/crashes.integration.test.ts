import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inBackground } from '@/platform/background'
import { checkInvariants } from '@/testing/check-invariants'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { mortalPool } from '@/testing/mortal-pool'
import { type PlannedDialer, startPlannedDialer } from '@/testing/planned-dialer'
import { type Fate, foretell, type PlannedContact, plannedResult } from '@/testing/result-plan'
import { Scene } from '@/testing/scene'
import { seededRandom } from '@/testing/seeded-random'
import { until } from '@/testing/until'
import { killRepeatedly } from './test-run/kill-repeatedly'
import { startTestApp, type TestApp } from './test-run/test-app'

// The whole installation, as the launcher runs it, with `kill -9` of its parts at any moment while sequences are at work.
// A dialer that knows what each call will end with, and a reference model that knows what must come of it.

const root = fileURLToPath(new URL('..', import.meta.url))
const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 30)
const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 100_000)
const PAUSE_MS_MAX = Number(process.env.FAULT_PAUSE_MS ?? 5_000)
/** Calls of people in no chain, as fast as the installation makes them. 15,000 keep it busy for 30 rounds. */
const SINGLES = Number(process.env.FAULT_CALLS ?? 600)
const SINGLES_LINES = 500
const CONTACTS_PER_REQUEST = 1_000
const CHAINS = 20
const CHAIN_LENGTH = 5
const END_WITHIN_MS = 300_000

const call = { stepType: 'CALL' as const, delaySeconds: 0 }
const mail = { stepType: 'EMAIL' as const, delaySeconds: 0, subject: 'We called', body: 'Hello {{name}}.' }
/** In all of them, who is called next within a chain does not depend on how fast anything is. */
/** The shortest wait that there is. */
const AGAIN = { after: '1m', times: 1, otherTimeOfDay: false }
const retried = { ...call, retry: { Busy: AGAIN, 'No Answer': AGAIN, Voicemail: AGAIN, Failed: AGAIN } }
const teams = [
  { team: 'calls', rules: { steps: [call], chainAdvance: 'call' as const, lines: 4 } },
  { team: 'sequences', rules: { steps: [call, mail, call], chainAdvance: 'sequence' as const, lines: 6 } },
  { team: 'retries', rules: { steps: [retried], chainAdvance: 'call' as const, lines: 100 } },
]

let app: TestApp
let tenant: TestOrganization
let dialer: PlannedDialer
let database: pg.Pool

beforeAll(async () => {
  // The dialer is on loopback. Retries come soon enough for a test, and late enough for a part to come back.
  app = await startTestApp(root, { env: { OUTBOUND_ALLOW_PRIVATE: '1', EXECUTOR_BACKOFF_BASE_MS: '2000' } })
  // Use cases that set up and look behind work on its database; agents may be told of a dialer on loopback.
  Object.assign(process.env, {
    DATABASE_URL: app.env.TEST_APP_DATABASE_URL,
    CREDENTIALS_KEY: app.env.CREDENTIALS_KEY,
    OUTBOUND_ALLOW_PRIVATE: '1',
  })
  database = mortalPool(process.env.DATABASE_URL, 2)
  tenant = await createTestOrganization()
}, 600_000)

afterAll(async () => {
  await database?.end()
  await dialer?.close()
  await app?.stop()
})

it('survives kill -9 of the app, the background, the executor and Postgres while chains are at work', async () => {
  console.info(`FAULT_SEED=${SEED}`)
  const placements = new CommittedPlacements()
  const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
  dialer = await startPlannedDialer(secret, (callId) => placements.see(callId))
  const expected = new Map<string, Fate>()
  const scenes: Scene[] = []
  for (const { team, rules } of teams) {
    const scene = await openScene(rules, secret)
    scenes.push(scene)
    const contacts = contactsOf(team)
    for (const [name, fate] of foretell(rules, contacts)) expected.set(name, fate)
    await enroll(scene, contacts)
  }
  scenes.push(await enrollSingles(secret, expected))

  const watching = placements.watch()
  const random = seededRandom(SEED)
  const killed = await killRepeatedly(app.dataDir, { rounds: ROUNDS, pauseMsMax: PAUSE_MS_MAX, random })
  expect(killed).toHaveLength(ROUNDS)
  await until('every sequence has ended', async () => (await countOpen()) === 0, END_WITHIN_MS)
  await until('every run has ended', async () => (await countRuns('running')) === 0, END_WITHIN_MS)
  placements.stop()
  await watching
  console.info(await describePace())

  const fates = new Map<string, Fate>()
  for (const scene of scenes) {
    for (const { name, status } of await scene.sequences()) {
      fates.set(name, { status, calls: dialer.placed.get(name)?.length ?? 0 })
    }
  }
  expect(await describeOthers(fates, expected)).toEqual([])
  expect(placements.askedAgain).toEqual([])
  expect(await withdrawnAmong([...dialer.placed.values()].flat())).toBe(0)
  expect(await mailsPerSequenceMax()).toBe(1)
  expect(await failedRuns()).toEqual([])
  await until(
    'the clock has repeated each run of its own that failed',
    async () => (await countUnrepeated()) === 0,
    90_000,
  )
  expect(await deadlocksLeft()).toEqual([])
  // With the time that the background has for a statement: it looks at all that there is.
  await inBackground(() => checkInvariants(tenant.organizationId))
}, 900_000)

function contactsOf(team: string): PlannedContact[] {
  return Array.from({ length: CHAINS * CHAIN_LENGTH }, (_, n) => ({
    name: `${team} ${n}`,
    tag: '',
    // Each waits a minute for its second call, and nobody for the others of a chain.
    chain: `${team} ${team === 'retries' ? n : n % CHAINS}`,
  }))
}

async function openScene(agent: Parameters<typeof Scene.open>[2], secret: string): Promise<Scene> {
  const scene = await Scene.open(tenant.actor, dialer.url, agent)
  await database.query('UPDATE dialer_accounts SET secret = $1 WHERE url = $2', [`clear.${secret}`, dialer.url])
  return scene
}

async function enrollSingles(secret: string, expected: Map<string, Fate>): Promise<Scene> {
  const scene = await openScene({ steps: [call], lines: SINGLES_LINES }, secret)
  const contacts = Array.from({ length: SINGLES }, (_, n) => ({ name: `single ${n}`, tag: '', chain: `single ${n}` }))
  for (let from = 0; from < SINGLES; from += CONTACTS_PER_REQUEST) {
    await enroll(scene, contacts.slice(from, from + CONTACTS_PER_REQUEST))
  }
  for (const { name } of contacts) {
    expected.set(name, { status: plannedResult(name, 1) === 'Failed' ? 'failed' : 'done', calls: 1 })
  }
  return scene
}

async function enroll(scene: Scene, contacts: PlannedContact[]): Promise<void> {
  const response = await fetch(`${app.url}/api/v1/agents/${scene.agentId}/schedule/sequences`, {
    method: 'POST',
    headers: { 'x-api-key': tenant.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      contacts: contacts.map(({ name, chain }) => scene.contact(name, { account_id: chain })),
      groupByField: 'account_id',
    }),
  })
  expect(response.status, await response.text()).toBe(202)
}

const WATCH_EVERY_MS = 200

/** Calls whose placing the executor has committed: the dialer must not be asked for them again. */
class CommittedPlacements {
  readonly askedAgain: string[] = []
  private readonly committed = new Set<string>()
  private readonly seen = new Set<string>()
  private stopped = false

  see(callId: string): void {
    if (this.committed.has(callId)) this.askedAgain.push(callId)
  }

  async watch(): Promise<void> {
    while (!this.stopped) {
      // Postgres may be away.
      await this.look().catch(() => {})
      await sleep(WATCH_EVERY_MS)
    }
    expect(this.committed.size).toBeGreaterThan(0)
  }

  /** Reads what is new alone: to read it all each time would take one of two cores at the end. */
  private async look(): Promise<void> {
    const steps = await query<{ runId: string; stepId: string }>(`
      SELECT steps.run_id AS "runId", steps.step_id AS "stepId" FROM executor.runs
      JOIN executor.steps ON steps.run_id = runs.id
      WHERE runs.function_id LIKE '%place-call' AND steps.value LIKE '%"placed"%'`)
    const fresh = steps.filter(({ runId, stepId }) => !this.seen.has(`${runId} ${stepId}`))
    const rows = await query<{ callId: string }>(
      `SELECT event.body::json -> 'data' ->> 'callId' AS "callId"
       FROM unnest($1::text[], $2::text[]) AS fresh (run_id, step_id)
       JOIN executor.steps USING (run_id, step_id)
       JOIN executor.batched_events batched ON batched.run_id = steps.run_id
       JOIN executor.events event ON event.id = batched.event_id
       WHERE strpos(steps.value, event.body::json -> 'data' ->> 'callId') = 0`,
      [fresh.map(({ runId }) => runId), fresh.map(({ stepId }) => stepId)],
    )
    for (const { callId } of rows) this.committed.add(callId)
    for (const { runId, stepId } of fresh) this.seen.add(`${runId} ${stepId}`)
  }

  stop(): void {
    this.stopped = true
  }
}

async function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.query<Row>(sql, values)).rows
}

async function count(sql: string, values: unknown[] = []): Promise<number> {
  const [row] = await query<{ count: number }>(sql, values)
  return row?.count ?? 0
}

/**
 * Counts the sequences that have not ended and the contacts without a sequence. Returns -1 while the database is away.
 */
function countOpen(): Promise<number> {
  return count(
    `SELECT count(*)::int AS count FROM contacts LEFT JOIN sequences USING (id)
     WHERE contacts.organization_id = $1 AND sequences.ended_at IS NULL`,
    [tenant.organizationId],
  ).catch(() => -1)
}

/**
 * Lists the sequences that did not end as the model foretold: what was foretold, what came, and all that is known of
 * their calls, since a run under kills is not seen a second time.
 */
async function describeOthers(fates: Map<string, Fate>, expected: Map<string, Fate>): Promise<unknown[]> {
  const names = [...new Set([...fates.keys(), ...expected.keys()])].filter(
    (name) => JSON.stringify(fates.get(name)) !== JSON.stringify(expected.get(name)),
  )
  if (names.length === 0) return []
  const kept = await query(
    `SELECT contacts.name, to_jsonb(sequences) AS sequence, array_agg(to_jsonb(calls)) AS calls
     FROM contacts JOIN sequences USING (id) LEFT JOIN calls ON calls.sequence_id = sequences.id
     WHERE contacts.name = ANY($1) GROUP BY contacts.name, sequences.id`,
    [names.slice(0, 20)],
  )
  console.error(JSON.stringify(kept, null, 1))
  return names.map((name) => ({
    name,
    foretold: expected.get(name),
    came: fates.get(name),
    asked: dialer.placed.get(name),
  }))
}

/** How fast it went: over all, with the parts that were down meanwhile, and in the middle and the best tenth of its seconds. */
async function describePace(): Promise<string> {
  const [row] = await query<{ calls: number; seconds: number; middle: number; best: number }>(
    `SELECT sum(calls)::int AS calls, extract(epoch FROM max(second) - min(second))::int AS seconds,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY calls)::int AS middle,
       percentile_disc(0.9) WITHIN GROUP (ORDER BY calls)::int AS best
     FROM (SELECT date_trunc('second', placed_at) AS second, count(*) AS calls FROM calls GROUP BY 1) seconds`,
  )
  return `${row?.calls} calls in ${row?.seconds} s through ${ROUNDS} kills; a second ${row?.middle} in the middle, ${row?.best} in the best tenth`
}

/** Why a run fails whose app or Postgres is killed under each of its attempts. */
const KILLED =
  /^TransportError|ECONNREFUSED|ECONNRESET|EPIPE|reach database server|connection (?:terminated|timeout|error)|terminating connection|timeout exceeded when trying to connect|query read timeout|server closed the connection|database system is/i

/**
 * Lists the runs that failed for another reason than kills: of each, its function and why it failed. A slow machine is
 * down for so long after a kill that some run meets one at each of its attempts. What it was to do has been done by
 * another, or the fates would not be what they are.
 */
async function failedRuns(): Promise<unknown[]> {
  const failed = await query<{ function: string; reason: string }>(
    `SELECT function_id AS function, concat(output::json ->> 'name', ': ', output::json ->> 'message') AS reason
     FROM executor.runs WHERE status = 'failed'`,
  )
  if (failed.length > 0)
    console.info(`Runs that met a kill at each try: ${failed.map((run) => run.function).join(', ')}`)
  return failed.filter(({ reason }) => !KILLED.test(reason))
}

/** Counts the runs of crons that failed and after which no run of their function was completed yet. */
function countUnrepeated(): Promise<number> {
  return count(
    `SELECT count(*)::int AS count FROM executor.runs failed
     WHERE status = 'failed' AND function_id IN (SELECT function_id FROM executor.crons) AND NOT EXISTS (
       SELECT FROM executor.runs later
       WHERE later.function_id = failed.function_id AND later.status = 'completed' AND later.created_at > failed.ended_at
     )`,
  )
}

function countRuns(status: string): Promise<number> {
  return count('SELECT count(*)::int AS count FROM executor.runs WHERE status = $1', [status])
}

function withdrawnAmong(callIds: string[]): Promise<number> {
  return count(`SELECT count(*)::int AS count FROM calls WHERE id = ANY($1::uuid[]) AND status = 'withdrawn'`, [
    callIds,
  ])
}

function mailsPerSequenceMax(): Promise<number> {
  return count('SELECT max(mails)::int AS count FROM (SELECT count(*) AS mails FROM emails GROUP BY sequence_id) made')
}

/**
 * Finds the log lines of what is ours that tell of a deadlock. A transaction that is run again leaves none.
 */
async function deadlocksLeft(): Promise<string[]> {
  const folder = join(app.dataDir, 'logs')
  const files = (await readdir(folder)).filter((name) => /^(app|background|executor)\.log/.test(name))
  const lines = (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('\n').split('\n')
  return lines.filter((line) => /40P01|40001|deadlock/i.test(line))
}
