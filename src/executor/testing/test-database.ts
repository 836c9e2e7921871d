import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

/** A database of its own for one test file, on the server of `TEST_DATABASE_URL`, or else of `DATABASE_URL`. */
export type TestDatabase = {
  url: string
  query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>
  drop: () => Promise<void>
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL
  if (!serverUrl)
    throw new Error('TEST_DATABASE_URL (or DATABASE_URL) must name a Postgres server on which databases may be created')
  const name = `executor_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`))
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return {
    url: url.href,
    query: async <Row extends object>(text: string, values: unknown[] = []) =>
      withClient(url.href, async (client) => (await client.query(text, values)).rows as Row[]),
    drop: async () => {
      await withClient(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
