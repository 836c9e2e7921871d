import type { CreditUsage } from '@/domain/credits/credit-usage-answer.schema'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { laterContacts, type TestOrganization } from '@/testing/factories'
import { expect, expectError, faultPaths, test } from './contract-test'

const isoMonth = (date: Date) => date.toISOString().slice(0, 7)
const isoDay = (date: Date) => date.toISOString().slice(0, 10)
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const thisMonth = () => isoMonth(new Date())

/** Books spends as the first placed call of a sequence will: from the reserved to the spent of a month. */
async function spend(tenant: TestOrganization, agent: string, amounts: number[], month: string, at = new Date()) {
  const { organizationId } = tenant
  const agentId = parsePublicId('agent', agent)
  const day = new Date(`${month}-01T00:00:00Z`)
  for (const amount of amounts) {
    await db().creditLedgerEntry.create({
      data: { organizationId, month: day, kind: 'spend', amount, reason: crypto.randomUUID(), agentId, createdAt: at },
    })
    await db().execute`
      UPDATE credit_balances SET spent = spent + ${amount}, reserved = reserved - ${amount}
      WHERE organization_id = ${organizationId} AND month = ${day}::date`
  }
}

test('the running month, by default and by name', async ({ api, tenant }) => {
  await api.enroll(tenant.agents.alwaysOn, { contacts: laterContacts(10) })
  await spend(tenant, tenant.agents.alwaysOn, [1, 1], thisMonth())
  await spend(tenant, tenant.agents.withEmail, [3], thisMonth())
  const answer = await api.get<CreditUsage>('/credits/usage')
  expect(answer.status).toBe(200)
  const [year, month] = thisMonth().split('-').map(Number)
  expect(answer.body).toEqual({
    period: {
      month: thisMonth(),
      startDate: `${thisMonth()}-01`,
      endDate: isoDay(new Date(Date.UTC(Number(year), Number(month), 0))),
    },
    organization: {
      allocatedCredits: 100_000,
      spentCredits: 5,
      reservedCredits: 5,
      remainingCredits: 99_990,
      percentageUsed: 0,
    },
    agents: [
      { agentId: tenant.agents.withEmail, agentName: 'With e-mail', spentCredits: 3, transactionCount: 1 },
      { agentId: tenant.agents.alwaysOn, agentName: 'Always on', spentCredits: 2, transactionCount: 2 },
    ],
  })
  expect((await api.get(`/credits/usage?month=${thisMonth()}`)).text).toBe(answer.text)
})

test('another organization sees nothing of it', async ({ api, tenant, stranger }) => {
  await api.enroll(tenant.agents.alwaysOn, { contacts: laterContacts(10) })
  await spend(tenant, tenant.agents.alwaysOn, [4], thisMonth())
  const { body } = await stranger.api.get<CreditUsage>('/credits/usage')
  expect(body.organization).toMatchObject({ spentCredits: 0, reservedCredits: 0 })
  expect(body.agents).toEqual([])
})

test('the percentage is that of the allocation, with one decimal', async ({ api, tenant }) => {
  const { organizationId } = tenant
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 3, spent: 1 } })
  expect((await api.get<CreditUsage>('/credits/usage')).body.organization.percentageUsed).toBe(33.3)
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 0, spent: 0 } })
  expect((await api.get<CreditUsage>('/credits/usage')).body.organization.percentageUsed).toBe(0)
})

test('a past month counts what is booked to it, whenever that happened', async ({ api, tenant }) => {
  const { organizationId } = tenant
  await db().creditBalance.create({
    data: { organizationId, month: new Date('2024-02-01T00:00:00Z'), allocated: 100, reserved: 10, spent: 0 },
  })
  await spend(tenant, tenant.agents.alwaysOn, [4], '2024-02')
  const { body } = await api.get<CreditUsage>('/credits/usage?month=2024-02')
  expect(body).toMatchObject({
    period: { month: '2024-02', startDate: '2024-02-01', endDate: '2024-02-29' },
    organization: {
      allocatedCredits: 100,
      spentCredits: 4,
      reservedCredits: 6,
      remainingCredits: 90,
      percentageUsed: 4,
    },
    agents: [{ agentId: tenant.agents.alwaysOn, spentCredits: 4, transactionCount: 1 }],
  })
  const empty = await api.get<CreditUsage>('/credits/usage?month=2001-01')
  expect(empty.body).toMatchObject({ organization: { allocatedCredits: 0, spentCredits: 0 }, agents: [] })
})

test('a range counts by the moment of booking, both days included, and has no allocation', async ({ api, tenant }) => {
  const { agents } = tenant
  await spend(tenant, agents.alwaysOn, [1], '2024-05', new Date('2024-06-09T23:59:59.999Z'))
  await spend(tenant, agents.alwaysOn, [2], '2024-06', new Date('2024-06-10T00:00:00.000Z'))
  await spend(tenant, agents.withEmail, [4], '2024-06', new Date('2024-06-11T23:59:59.999Z'))
  await spend(tenant, agents.alwaysOn, [8], '2024-06', new Date('2024-06-12T00:00:00.000Z'))
  const { body } = await api.get<CreditUsage>('/credits/usage?startDate=2024-06-10&endDate=2024-06-11')
  expect(body).toEqual({
    period: { startDate: '2024-06-10', endDate: '2024-06-11' },
    organization: {
      allocatedCredits: null,
      spentCredits: 6,
      reservedCredits: null,
      remainingCredits: null,
      percentageUsed: null,
    },
    agents: [
      { agentId: agents.withEmail, agentName: 'With e-mail', spentCredits: 4, transactionCount: 1 },
      { agentId: agents.alwaysOn, agentName: 'Always on', spentCredits: 2, transactionCount: 1 },
    ],
  })
  const oneDay = await api.get<CreditUsage>('/credits/usage?startDate=2024-06-12&endDate=2024-06-12')
  expect(oneDay.body.organization.spentCredits).toBe(8)
})

test('a range spans at most 366 days, both ends counted, and ends today at the latest', async ({ api }) => {
  const range = (start: Date, end: Date) => api.get(`/credits/usage?startDate=${isoDay(start)}&endDate=${isoDay(end)}`)
  expect((await range(daysAgo(365), daysAgo(0))).status).toBe(200)
  const tooLong = await range(daysAgo(366), daysAgo(0))
  expectError(tooLong, 400, 'VALIDATION_ERROR')
  expect(faultPaths(tooLong)).toEqual(['endDate'])
  // Two days, since midnight may be near.
  const future = await range(daysAgo(0), daysAgo(-2))
  expectError(future, 400, 'VALIDATION_ERROR')
  expect(faultPaths(future)).toEqual(['endDate'])
})

test('a query that makes no sense is a 400 that says what', async ({ api }) => {
  const faults: [query: string, path: string][] = [
    ['month=2026-13', 'month'],
    ['month=2026-00', 'month'],
    ['month=2026-1', 'month'],
    ['month=0000-05', 'month'],
    ['month=nonsense', 'month'],
    ['month=', 'month'],
    ['month=2026-11%00', 'month'],
    ['month=9999-12', 'month'],
    [`month=${isoMonth(daysAgo(-40))}`, 'month'],
    ['month=2024-01&startDate=2024-01-01', 'month'],
    ['month=2024-01&startDate=2024-01-01&endDate=2024-01-02', 'month'],
    ['startDate=2024-01-01', 'endDate'],
    ['endDate=2024-01-01', 'startDate'],
    ['startDate=2024-01-02&endDate=2024-01-01', 'endDate'],
    ['startDate=2024-02-30&endDate=2024-03-01', 'startDate'],
    ['startDate=2023-02-29&endDate=2023-03-01', 'startDate'],
    ['startDate=0000-01-01&endDate=2024-01-01', 'startDate'],
    ['startDate=2024-01-01&endDate=2024-1-2', 'endDate'],
    ['startDate=9999-12-30&endDate=9999-12-31', 'endDate'],
    ['months=2024-01', 'months'],
  ]
  for (const [query, path] of faults) {
    const answer = await api.get(`/credits/usage?${query}`)
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer), query).toContain(path)
  }
  expect((await api.get('/credits/usage?month=0001-01')).status).toBe(200)
})
