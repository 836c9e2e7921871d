import { beforeEach, describe, expect, it } from 'vitest'
import { newId, parsePublicId } from '@/domain/ids'
import { db, transaction } from '@/platform/db'
import { readCreditBooks } from '@/testing/credit-books'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { getCreditBalance } from './get-credit-balance'
import { openCreditMonth } from './open-credit-month'
import { reserveCredits } from './reserve-credits'
import { setCredits } from './set-credits'

let organization: TestOrganization

beforeEach(async () => {
  organization = await createTestOrganization({ credits: 100 })
})

function reserve(required: number, batchId = newId()): Promise<void> {
  const agentId = parsePublicId('agent', organization.agents.alwaysOn) ?? ''
  return transaction((tx) => reserveCredits(tx, organization.actor, { batchId, agentId, required }))
}

/** Turns reserved credits into spent ones, in the balance and in the ledger. */
async function spend(amount: number): Promise<void> {
  const { organizationId } = organization
  const [balance] = await db().creditBalance.findMany({ where: { organizationId } })
  if (!balance) throw new Error('Nothing was reserved.')
  await db().creditBalance.updateMany({
    where: { organizationId },
    data: { reserved: { decrement: amount }, spent: { increment: amount } },
  })
  await db().creditLedgerEntry.create({
    data: { organizationId, month: balance.month, kind: 'spend', amount, reason: `spend:${newId()}` },
  })
}

/** Deletes all bookings, as if a month had just begun. */
async function forgetMonth(): Promise<void> {
  const where = { organizationId: organization.organizationId }
  await db().creditLedgerEntry.deleteMany({ where })
  await db().creditBalance.deleteMany({ where })
}

async function expectBooks(book: { allocated: number; reserved: number }): Promise<void> {
  const { balances, ledger } = await readCreditBooks(organization.organizationId)
  expect(balances).toMatchObject([{ ...book, spent: 0 }])
  expect(ledger).toEqual(balances)
}

describe('reserveCredits', () => {
  it('takes what is left to the last credit, and no more', async () => {
    await reserve(60)
    await reserve(40)
    await expect(reserve(1)).rejects.toMatchObject({
      code: 'INSUFFICIENT_CREDITS',
      details: { required: 1, available: 0 },
    })
    await expectBooks({ allocated: 100, reserved: 100 })
  })

  it('says how many are missing, for people', async () => {
    await expect(reserve(1_000)).rejects.toThrow('This needs 1,000 credits, and 100 are left this month.')
    await reserve(99)
    await expect(reserve(2)).rejects.toThrow('This needs 2 credits, and 1 is left this month.')
  })

  it('never takes more than is left, however many come at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => reserve(9)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(11)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'INSUFFICIENT_CREDITS' })
    }
    await expectBooks({ allocated: 100, reserved: 99 })
  })

  it('counts what is spent as taken, to the last credit', async () => {
    await reserve(60)
    await spend(60)
    await expect(reserve(41)).rejects.toMatchObject({
      code: 'INSUFFICIENT_CREDITS',
      details: { required: 41, available: 40 },
    })
    await reserve(40)
    const { balances, ledger } = await readCreditBooks(organization.organizationId)
    expect(balances).toMatchObject([{ allocated: 100, reserved: 40, spent: 60 }])
    expect(ledger).toEqual(balances)
  })

  it('opens the month, once, when nothing was booked in it', async () => {
    await forgetMonth()
    await Promise.all(Array.from({ length: 12 }, () => reserve(2)))
    await expectBooks({ allocated: 100, reserved: 24 })
    const entries = await db().creditLedgerEntry.count({
      where: { organizationId: organization.organizationId, kind: 'allocation' },
    })
    expect(entries).toBe(1)
  })

  it('takes nothing from a month that is over', async () => {
    const { organizationId } = organization
    const [balance] = await db().creditBalance.findMany({ where: { organizationId } })
    if (!balance) throw new Error('The month is not open.')
    const month = new Date(balance.month)
    month.setUTCMonth(month.getUTCMonth() - 1)
    await db().creditBalance.create({ data: { organizationId, month, allocated: 5_000 } })
    await expect(reserve(101)).rejects.toMatchObject({ details: { required: 101, available: 100 } })
    await reserve(100)
    const { balances } = await readCreditBooks(organizationId)
    expect(balances).toMatchObject([
      { allocated: 5_000, reserved: 0 },
      { allocated: 100, reserved: 100 },
    ])
  })

  it('opens no month for a request that does not fit into it', async () => {
    await forgetMonth()
    await expect(reserve(101)).rejects.toMatchObject({ details: { required: 101, available: 100 } })
    expect(await readCreditBooks(organization.organizationId)).toEqual({ balances: [], ledger: [] })
    expect(await getCreditBalance(organization.actor)).toMatchObject({ allocated: 100, reserved: 0, available: 100 })
  })

  it('books a batch once', async () => {
    const batchId = newId()
    await reserve(5, batchId)
    await expect(reserve(5, batchId)).rejects.toThrow()
    await expectBooks({ allocated: 100, reserved: 5 })
  })

  it('takes nothing from another organization', async () => {
    const other = await createTestOrganization({ credits: 7 })
    await reserve(50)
    expect((await readCreditBooks(other.organizationId)).balances).toMatchObject([{ allocated: 7, reserved: 0 }])
  })
})

describe('openCreditMonth', () => {
  it('makes one balance and one ledger row of several at once', async () => {
    await forgetMonth()
    const { organizationId } = organization
    await Promise.all(Array.from({ length: 12 }, () => transaction((tx) => openCreditMonth(tx, organizationId))))
    await expectBooks({ allocated: 100, reserved: 0 })
  })

  it('is of the month by the clock of the database, UTC', async () => {
    const [row] = await db().rows<{ month: string }>`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM') AS month`
    const { balances } = await readCreditBooks(organization.organizationId)
    expect(balances.map(({ month }) => month)).toEqual([row?.month])
  })
})

describe('setCredits', () => {
  const monthlyCredits = async () =>
    (await db().organization.findUniqueOrThrow({ where: { id: organization.organizationId } })).monthlyCredits

  it('changes this month at once, and the months to come', async () => {
    await reserve(30)
    const raised = await setCredits(organization.actor, { credits: 500 })
    expect(raised).toMatchObject({ allocated: 500, reserved: 30, spent: 0, available: 470 })
    await expectBooks({ allocated: 500, reserved: 30 })
    const lowered = await setCredits(organization.actor, { credits: 30 })
    expect(lowered).toMatchObject({ allocated: 30, available: 0 })
    await expectBooks({ allocated: 30, reserved: 30 })
    expect(await monthlyCredits()).toBe(30)
  })

  it('books nothing when nothing changes', async () => {
    const count = () => db().creditLedgerEntry.count({ where: { organizationId: organization.organizationId } })
    const before = await count()
    await setCredits(organization.actor, { credits: 100 })
    expect(await count()).toBe(before)
  })

  it('does not go below what is reserved or spent, and then changes nothing', async () => {
    await reserve(30)
    await expect(setCredits(organization.actor, { credits: 29 })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    await expectBooks({ allocated: 100, reserved: 30 })
    expect(await monthlyCredits()).toBe(100)
  })

  it('does not go below what is reserved and spent together', async () => {
    await reserve(50)
    await spend(20)
    await expect(setCredits(organization.actor, { credits: 49 })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    expect(await setCredits(organization.actor, { credits: 50 })).toMatchObject({
      allocated: 50,
      reserved: 30,
      spent: 20,
      available: 0,
    })
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1_000_000_001])('refuses %d', async (credits) => {
    await expect(setCredits(organization.actor, { credits })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    await expectBooks({ allocated: 100, reserved: 0 })
  })

  it('opens the month when nothing was booked in it', async () => {
    await forgetMonth()
    await setCredits(organization.actor, { credits: 40 })
    await expectBooks({ allocated: 40, reserved: 0 })
  })

  it('keeps the books right while others reserve', async () => {
    const changes = [90, 60, 120, 45, 80].map((credits) => setCredits(organization.actor, { credits }))
    const reservations = Array.from({ length: 20 }, () => reserve(5))
    await Promise.allSettled([...changes, ...reservations])
    const { balances, ledger } = await readCreditBooks(organization.organizationId)
    expect(ledger).toEqual(balances)
    const [balance] = balances
    expect(balance?.reserved).toBeLessThanOrEqual(balance?.allocated ?? 0)
    expect(balance?.allocated).toBe(await monthlyCredits())
  })
})
