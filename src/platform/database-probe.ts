import pg from 'pg'
import { env } from './env'

/** For connecting and writing together: whoever asks for the health gives up soon, and takes that for no answer. */
const PROBE_TIMEOUT_MS = 2_000
/** The database is probed at most this often, however many ask. */
const PROBE_EVERY_MS = 1_000

/**
 * Writes one row, which a server that has become read-only refuses. Overwriting a row takes no new space, so the
 * statement also makes a temporary file, which fails on a full disk.
 */
const PROBE_SQL = `
  BEGIN;
  SET LOCAL work_mem = '64kB';
  SELECT count(*) FROM generate_series(1, 10000);
  INSERT INTO health_check (id, written_at) VALUES (true, now())
    ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at;
  COMMIT`

type Probe = { pool: pg.Pool; asked: { atMs: number; answer: Promise<void> } | null }

// As with the pool of db.ts: one per process, however often Next loads this module.
const globals = globalThis as typeof globalThis & { rollcallDatabaseProbe?: Probe }

/**
 * Checks that the database accepts a write, on a connection of its own, so that it also works while all others are in
 * use. Writes at most once a second; everybody who asks meanwhile gets that answer.
 *
 * @param nowMs of the process's clock
 * @throws whatever kept it from writing within two seconds
 */
export function probeDatabase(nowMs: number): Promise<void> {
  globals.rollcallDatabaseProbe ??= { pool: openPool(), asked: null }
  const probe = globals.rollcallDatabaseProbe
  if (probe.asked === null || nowMs - probe.asked.atMs >= PROBE_EVERY_MS || nowMs < probe.asked.atMs) {
    probe.asked = { atMs: nowMs, answer: write(probe.pool) }
  }
  return probe.asked.answer
}

/** Closes the probe's connection, for tests and scripts. */
export async function closeDatabaseProbe(): Promise<void> {
  const open = globals.rollcallDatabaseProbe
  globals.rollcallDatabaseProbe = undefined
  await open?.pool.end()
}

function openPool(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: 1,
    application_name: 'rollcall health',
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
    statement_timeout: PROBE_TIMEOUT_MS,
  })
  // Told by the next probe. Unheard, a connection that breaks would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

async function write(pool: pg.Pool): Promise<void> {
  const startedMs = performance.now()
  const client = await pool.connect()
  let broken = true
  try {
    const leftMs = PROBE_TIMEOUT_MS - (performance.now() - startedMs)
    // The types of pg do not know the limit of a single query.
    const probe: pg.QueryConfig & { query_timeout: number } = { text: PROBE_SQL, query_timeout: Math.max(leftMs, 1) }
    await client.query(probe)
    broken = false
  } finally {
    // A transaction that failed half-way ends with its connection.
    client.release(broken)
  }
}
