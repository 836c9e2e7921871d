import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import pg from 'pg'
import { parsePublicId } from '@/domain/ids'
import { killChild, type ServiceName } from '../../scripts/test-run/launched-child'
import { startTestApp, type TestApp } from '../../scripts/test-run/test-app'

const root = fileURLToPath(new URL('../../', import.meta.url))
const KILL_WITHIN_MS = 180_000

/** An installation for one spec file, started by the real launcher: its parts are killed, and the launcher starts each again. */
export class OwnInstallation {
  readonly app: TestApp
  readonly database: pg.Client
  /** Of the demo; the key is not slowed down. */
  readonly apiKey: string
  readonly agentId: string
  readonly operator: Demo['operator']

  private constructor(app: TestApp, database: pg.Client, { operator, organizations: { acme } }: Demo) {
    this.app = app
    this.database = database
    this.operator = operator
    this.apiKey = acme.apiKey
    this.agentId = acme.agents.alwaysOn
  }

  /** @param env added to its environment */
  static async start(env: Record<string, string> = {}): Promise<OwnInstallation> {
    const app = await startTestApp(root, { env })
    const demo = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8')) as Demo
    const database = await connect(app)
    await database.query('UPDATE api_keys SET rate_limit_per_second = 100000')
    return new OwnInstallation(app, database, demo)
  }

  async stop(): Promise<void> {
    await this.database.end()
    await this.app.stop()
  }

  /** `kill -9`, as soon as there is a process to kill. */
  async kill(service: ServiceName): Promise<void> {
    await expect(async () => expect(await killChild(this.app.dataDir, service)).toBe(true)).toPass({
      timeout: KILL_WITHIN_MS,
    })
  }

  /** `kill -9` while somebody who writes to the table waits for a lock: whatever it was about is under way. */
  async killInTheMiddle(service: ServiceName, table: string, begin: () => Promise<void>): Promise<void> {
    const blocker = await connect(this.app)
    await blocker.query('BEGIN')
    await blocker.query(`LOCK TABLE ${table} IN SHARE MODE`)
    await begin()
    await expect
      .poll(async () => {
        const sql = 'SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted'
        return (await this.database.query(sql, [table])).rows.length
      })
      .toBeGreaterThan(0)
    await this.kill(service)
    await blocker.query('COMMIT')
    await blocker.end()
  }

  /** The balance is what the ledger has, and what was accepted: all of it is for later. */
  async expectBooksInOrder(): Promise<void> {
    const { rows } = await this.database.query(
      `
      SELECT balance.reserved, sum(entry.amount) FILTER (WHERE entry.kind = 'reservation')::int AS booked,
        (SELECT sum(accepted)::int FROM batches WHERE organization_id = balance.organization_id) AS accepted
      FROM credit_balances balance JOIN credit_ledger entry USING (organization_id, month)
      WHERE balance.organization_id = (SELECT organization_id FROM agents WHERE id = $1::uuid)
      GROUP BY balance.organization_id, balance.reserved`,
      [parsePublicId('agent', this.agentId)],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].booked).toBe(rows[0].reserved)
    expect(rows[0].accepted).toBe(rows[0].reserved)
  }
}

type Demo = {
  operator: { email: string; password: string }
  organizations: { acme: { apiKey: string; agents: { alwaysOn: string } } }
}

async function connect(app: TestApp): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
  // Told by the next query; unheard, it would end the tests of a Postgres that is killed.
  client.on('error', () => {})
  await client.connect()
  return client
}
