import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareCreditSums } from '@/domain/credits/compare-credit-sums'
import { parsePublicId } from '@/domain/ids'
import { createTestOrganization } from '@/testing/factories'
import { fill, type Tenant } from './fill'

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
beforeAll(() => client.connect())
afterAll(() => client.end())

async function makeTenant(): Promise<Tenant> {
  const { organizationId, apiKey, agents } = await createTestOrganization()
  return { organizationId, apiKey, agents: Object.values(agents).map((id) => parsePublicId('agent', id) ?? '') }
}

const listIndexes = async () =>
  (await client.query(`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1`)).rows

it('fills what there is in the tables of today, and leaves their indexes as they were', async () => {
  const indexes = await listIndexes()
  await fill(client, { main: await makeTenant(), other: await makeTenant() }, 10)
  expect(await listIndexes()).toEqual(indexes)
  const count = async (table: string) => Number((await client.query(`SELECT count(*) FROM ${table}`)).rows[0].count)
  expect(await count('sequences')).toBe(10_000)
  expect(await count('calls')).toBeGreaterThan(6_000)
  expect(await count('credit_ledger')).toBeGreaterThan(19_000)
  expect(await count('chains')).toBe(1_200)
  for (const daysAgo of [1, 7, 30]) expect(await compareCreditSums({ daysAgo })).toBe(0)
})
