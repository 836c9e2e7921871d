import { afterEach, expect, it, vi } from 'vitest'
import { newId, parsePublicId } from '@/domain/ids'
import { db, Prisma, transaction } from '@/platform/db'
import { logger } from '@/platform/logger'
import { countLockWaits } from '@/testing/count-lock-waits'
import { readCreditSums } from '@/testing/credit-books'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { compareCreditSums } from './compare-credit-sums'
import { getCreditUsage } from './get-credit-usage'

afterEach(() => vi.restoreAllMocks())

type Booking = {
  agent?: 'alwaysOn' | 'withEmail'
  kind?: string
  amount?: number
  daysAgo?: number
  monthsAgo?: number
}

/** Books in one statement, as whatever books does: the sums are the ledger's own business. */
async function book({ organizationId, agents }: TestOrganization, bookings: Booking[]): Promise<void> {
  const rows = bookings.map(({ agent = 'alwaysOn', kind = 'spend', amount = 1, daysAgo = 0, monthsAgo = 0 }) => ({
    agent: parsePublicId('agent', agents[agent]),
    ...{ kind, amount, daysAgo, monthsAgo, reason: newId() },
  }))
  await db().execute`
    INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id, created_at)
    SELECT ${organizationId}, (credit_month() - make_interval(months => "monthsAgo"))::date, kind, amount, reason, agent,
      now() - make_interval(days => "daysAgo")
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS row(agent uuid, kind text, amount int, "daysAgo" int, "monthsAgo" int, reason text)`
}

it('every booking is summed up with it, by day, month and agent, and no other movement is', async () => {
  const tenant = await createTestOrganization()
  await book(tenant, [
    { amount: 2 },
    { amount: 3 },
    { agent: 'withEmail', amount: 0 },
    { daysAgo: 1 },
    { monthsAgo: 1 },
  ])
  await book(tenant, [{ amount: 5 }, { kind: 'release' }, { kind: 'reservation' }])
  const { kept, booked } = await readCreditSums(tenant.organizationId)
  expect(kept).toEqual(booked)
  expect(kept.map(({ spent, spends }) => [spent, spends]).sort()).toEqual([
    [0, 1],
    [1, 1],
    [1, 1],
    [10, 3],
  ])
})

it('what is rolled back is in no sum', async () => {
  const tenant = await createTestOrganization()
  await book(tenant, [{ amount: 2 }])
  const before = await readCreditSums(tenant.organizationId)
  const rolledBack = transaction(async (tx) => {
    await tx.execute`
      INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id)
      SELECT organization_id, month, kind, amount, ${newId()}, agent_id FROM credit_ledger
      WHERE organization_id = ${tenant.organizationId} AND kind = 'spend'`
    throw new Error('no more of this')
  })
  await expect(rolledBack).rejects.toThrow('no more of this')
  expect(await readCreditSums(tenant.organizationId)).toEqual(before)
})

it.each([
  ['a sum that is too high', Prisma.sql`UPDATE credit_sums SET spent = spent + 1`],
  ['a count that is too low', Prisma.sql`UPDATE credit_sums SET spends = spends - 1`],
  ['a sum that is missing', Prisma.sql`DELETE FROM credit_sums`],
  ['a sum in another month', Prisma.sql`UPDATE credit_sums SET month = (month - interval '7 months')::date`],
])('finds %s, says so and mends it, on that day alone', async (_, plant) => {
  const tenant = await createTestOrganization()
  for (const each of [tenant, await createTestOrganization()]) {
    await book(each, [{ amount: 4, daysAgo: 2 }, { agent: 'withEmail', amount: 6, daysAgo: 2 }, { amount: 8 }])
  }
  const { organizationId } = tenant
  const agentId = parsePublicId('agent', tenant.agents.alwaysOn)
  await db().execute`${plant} WHERE organization_id = ${organizationId} AND agent_id = ${agentId}::uuid
    AND day = (now() AT TIME ZONE 'UTC')::date - 2`
  const reported = vi.spyOn(logger, 'error').mockReturnValue()

  for (const daysAgo of [0, 1, 3]) expect(await compareCreditSums({ daysAgo })).toBe(0)
  expect(reported).not.toHaveBeenCalled()
  expect(await compareCreditSums({ daysAgo: 2 })).toBeGreaterThan(0)
  expect(reported).toHaveBeenCalledWith(
    expect.objectContaining({ organizationId, agentId }),
    expect.stringContaining('differs'),
  )
  const { kept, booked } = await readCreditSums(organizationId)
  expect(kept).toEqual(booked)
  expect(kept).toHaveLength(3)
  expect(await compareCreditSums({ daysAgo: 2 })).toBe(0)
})

it('waits for a booking that is under way before it mends, and keeps it', async () => {
  const tenant = await createTestOrganization()
  const { organizationId } = tenant
  await book(tenant, [{ amount: 4 }])
  await db().execute`UPDATE credit_sums SET spent = spent + 1 WHERE organization_id = ${organizationId}`
  vi.spyOn(logger, 'error').mockReturnValue()
  let comparing: Promise<number> | undefined
  await transaction(async (tx) => {
    await tx.execute`UPDATE credit_balances SET spent = spent + 2 WHERE organization_id = ${organizationId}`
    // Of an agent that has no sum yet.
    await tx.execute`
      INSERT INTO credit_ledger (organization_id, month, kind, amount, reason, agent_id)
      SELECT ${organizationId}, credit_month(), 'spend', 2, ${newId()}, ${parsePublicId('agent', tenant.agents.withEmail)}::uuid`
    comparing = compareCreditSums({ daysAgo: 0 })
    await expect.poll(countLockWaits).toBe(1)
  })
  expect(await comparing).toBe(1)
  const { kept, booked } = await readCreditSums(organizationId)
  expect(kept).toEqual(booked)
  expect(kept.map(({ spent }) => spent).sort()).toEqual([2, 4])
})

it('bookings that come while it compares are neither lost nor taken for differences', async () => {
  const tenant = await createTestOrganization()
  const reported = vi.spyOn(logger, 'error').mockReturnValue()
  const booking = async () => {
    for (let times = 0; times < 20; times++) await book(tenant, [{ amount: 1 }, { agent: 'withEmail', amount: 2 }])
  }
  const comparing = async () => {
    for (let times = 0; times < 20; times++) await compareCreditSums({ daysAgo: 0 })
  }
  await Promise.all([booking(), booking(), comparing(), comparing()])
  expect(reported).not.toHaveBeenCalled()
  const { agents } = await getCreditUsage(tenant.actor, {})
  expect(agents.map(({ spentCredits, transactionCount }) => [spentCredits, transactionCount])).toEqual([
    [80, 40],
    [40, 40],
  ])
})
