import pg from 'pg'
import { afterAll, expect, inject, it } from 'vitest'
import { cloneTemplateDatabase } from './template-database'

const clients: pg.Client[] = []
afterAll(() => Promise.all(clients.map((client) => client.end())))

async function connect(url: string | undefined): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  clients.push(client)
  await client.connect()
  return client
}

const countOrganizations = async (client: pg.Client) =>
  (await client.query('SELECT count(*)::int AS n FROM organizations')).rows[0].n

it('gives each test file a migrated database of its own', async () => {
  const mine = await connect(process.env.DATABASE_URL)
  const other = await cloneTemplateDatabase(inject('templateUrl'))
  const theirs = await connect(other.url)
  await mine.query(`INSERT INTO organizations (id, name, slug) VALUES ('one', 'One', 'one')`)

  expect(await countOrganizations(mine)).toBe(1)
  expect(await countOrganizations(theirs)).toBe(0)
  await other.drop()
  await expect(connect(other.url)).rejects.toThrow('does not exist')
})
