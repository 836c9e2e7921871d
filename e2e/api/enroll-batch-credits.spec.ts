import { db } from '@/platform/db'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import { readCreditBooks } from '@/testing/credit-books'
import { laterContacts } from '@/testing/factories'
import { ApiClient } from './api-client'
import { countRows, createUnlimitedTenant, expect, expectError, originOf, test } from './contract-test'

test('20 batches at once, together over the credits, reserve no more than is there', async ({ baseURL }) => {
  const tenant = await createUnlimitedTenant({ credits: 50 })
  const api = new ApiClient(originOf(baseURL), tenant.apiKey)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, { contacts: laterContacts(7) })),
  )
  const accepted = answers.filter((answer) => answer.status === 202)
  // 7 times 7 is 49: exactly 7 fit into 50, whichever they are.
  expect(accepted).toHaveLength(7)
  for (const answer of answers.filter((one) => one.status !== 202)) {
    expectError(answer, 402, 'INSUFFICIENT_CREDITS')
    const { required, available } = answer.body.details as { required: number; available: number }
    expect(required).toBe(7)
    expect(available).toBeGreaterThanOrEqual(1)
    expect(available).toBeLessThan(7)
  }
  const { balances, ledger } = await readCreditBooks(tenant.organizationId)
  expect(balances).toMatchObject([{ allocated: 50, reserved: 49, spent: 0 }])
  expect(ledger).toEqual(balances)
  expect(await countRows(tenant.organizationId)).toMatchObject({ batches: 7, contacts: 49, ledger: 8 })
})

test("the price of a contact is its agent's, and a contact that is turned away costs nothing", async ({ baseURL }) => {
  const tenant = await createUnlimitedTenant({ credits: 100, agent: { creditsPerContact: 30 } })
  const api = new ApiClient(originOf(baseURL), tenant.apiKey)
  const contacts = [...laterContacts(3), { name: '', phoneNumber: '' }]
  expect((await api.enroll(tenant.agents.alwaysOn, { contacts })).body).toMatchObject({ accepted: 3 })
  const answer = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, { contacts: laterContacts(1) })
  expectError(answer, 402, 'INSUFFICIENT_CREDITS')
  expect(answer.body.details).toEqual({ required: 30, available: 10 })
  const { balances, ledger } = await readCreditBooks(tenant.organizationId)
  expect(balances).toMatchObject([{ reserved: 90 }])
  expect(ledger).toEqual(balances)
})

test('an agent that costs nothing enrolls without credits', async ({ baseURL }) => {
  const tenant = await createUnlimitedTenant({ credits: 0, agent: { creditsPerContact: 0 } })
  const api = new ApiClient(originOf(baseURL), tenant.apiKey)
  expect((await api.enroll(tenant.agents.alwaysOn, { contacts: laterContacts(2) })).status).toBe(202)
})

test('a month is opened by the first batch in it, once, however many come at once', async ({ api, tenant }) => {
  const { organizationId } = tenant
  // As if the organization had done nothing this month yet.
  await db().creditLedgerEntry.deleteMany({ where: { organizationId } })
  await db().creditBalance.deleteMany({ where: { organizationId } })
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => api.enroll(tenant.agents.alwaysOn, { contacts: laterContacts(2) })),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(202))
  const { balances, ledger } = await readCreditBooks(organizationId)
  expect(balances).toMatchObject([{ allocated: 100_000, reserved: 24 }])
  expect(ledger).toEqual(balances)
})
