import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { mortalPool } from '@/testing/mortal-pool'
import { killChild, type ServiceName } from '../../scripts/test-run/launched-child'
import type { TestApp } from '../../scripts/test-run/test-app'

const ROUND_MS = 10_000
const KILL_EVERY_MS = 60_000
const TELL_EVERY_MS = 60_000
const SETTLED_WITHIN_MS = 5 * 60_000
const SERVICES: ServiceName[] = ['app', 'background', 'executor', 'postgres']

type Options = {
  app: TestApp
  organizationId: string
  minutes: number
  callsPerSecond: number
  /** Enrolls so many people, of whom nobody was enrolled before; asked twice for the same ones, it enrolls them once. */
  enroll: (count: number, firstPerson: number) => Promise<void>
}

/**
 * Enrolls people every ten seconds, kills one part a minute, and prints once a minute what may grow. At the
 * end each of them must have been called once.
 *
 * @throws Error when one was not called, or twice
 */
export async function soak(options: Options): Promise<void> {
  const { app, minutes, callsPerSecond, enroll } = options
  const callsPerRound = (callsPerSecond * ROUND_MS) / 1_000
  const database = mortalPool(app.env.TEST_APP_DATABASE_URL, 1)
  const rows = () => readRows(database, options.organizationId)
  const endMs = Date.now() + minutes * 60_000
  let [enrolled, kills, toldMs, killedMs] = [0, 0, 0, Date.now()]
  while (Date.now() < endMs) {
    const startedMs = Date.now()
    if (Date.now() - toldMs > TELL_EVERY_MS) {
      toldMs = Date.now()
      await tell(app, enrolled, rows)
    }
    if (Date.now() - killedMs > KILL_EVERY_MS) {
      killedMs = Date.now()
      await killChild(app.dataDir, SERVICES[kills++ % SERVICES.length] as ServiceName)
    }
    await untilTaken(() => enroll(callsPerRound, enrolled))
    enrolled += callsPerRound
    await sleep(Math.max(0, ROUND_MS - (Date.now() - startedMs)))
  }
  await untilSettled(enrolled, rows)
  await tell(app, enrolled, rows)
  await database.end()
}

async function untilTaken(work: () => Promise<void>): Promise<void> {
  for (const lastMs = Date.now() + 60_000; ; ) {
    try {
      return await work()
    } catch (error) {
      if (Date.now() > lastMs) throw error
      await sleep(200)
    }
  }
}

async function untilSettled(enrolled: number, rows: () => Promise<Rows>): Promise<void> {
  const lastMs = Date.now() + SETTLED_WITHIN_MS
  for (;;) {
    const { open } = await rows().catch(() => ({ open: -1 }))
    if (open === 0) break
    if (Date.now() > lastMs) throw new Error(`${open} sequences have not ended.`)
    await sleep(500)
  }
  const { calls, people, called } = await rows()
  if (people !== enrolled || called !== enrolled || calls !== enrolled) {
    throw new Error(`Of ${enrolled} people ${people} are there, and ${called} were called, ${calls} times in all.`)
  }
}

type Rows = {
  people: number
  open: number
  calls: number
  called: number
  unsent: number
  jobs: number
  runs: number
  megabytes: number
}

async function readRows(database: pg.Pool, organizationId: string): Promise<Rows> {
  const { rows } = await database.query<Rows>(
    `SELECT
       (SELECT count(*)::int FROM contacts WHERE organization_id = $1) AS people,
       (SELECT count(*)::int FROM contacts LEFT JOIN sequences USING (id)
        WHERE contacts.organization_id = $1 AND sequences.ended_at IS NULL) AS open,
       (SELECT count(*)::int FROM calls WHERE organization_id = $1 AND status <> 'withdrawn') AS calls,
       (SELECT count(DISTINCT sequence_id)::int FROM calls WHERE organization_id = $1 AND status <> 'withdrawn') AS called,
       (SELECT count(*)::int FROM outbox_events WHERE sent_at IS NULL) AS unsent,
       (SELECT count(*)::int FROM executor.jobs) AS jobs,
       (SELECT count(*)::int FROM executor.runs) AS runs,
       (pg_database_size(current_database()) / 1e6)::int AS megabytes`,
    [organizationId],
  )
  if (!rows[0]) throw new Error('The database has said nothing.')
  return rows[0]
}

async function tell(app: TestApp, enrolled: number, rows: () => Promise<Rows>): Promise<void> {
  const found = await rows().catch(() => null)
  const memory = await Promise.all(SERVICES.map(async (name) => `${name} ${await residentMegabytes(app, name)}`))
  const database = found
    ? `${found.open} open, ${found.calls} calls, ${found.unsent} unsent events, ${found.jobs} jobs, ${found.runs} runs, ${found.megabytes} MB`
    : 'the database is away'
  console.log(
    `${new Date().toISOString().slice(11, 19)}  ${enrolled} enrolled; ${database}; resident MB: ${memory.join(', ')}`,
  )
}

/** Returns what a process holds in memory now; NaN while it is dead. */
async function residentMegabytes(app: TestApp, name: ServiceName): Promise<number> {
  const lock = JSON.parse(await readFile(join(app.dataDir, 'launcher.lock'), 'utf8')) as {
    children: { name: string; pid: number }[]
  }
  const pid = lock.children.find((child) => child.name === name)?.pid
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? Number.NaN) / 1_024)
}
