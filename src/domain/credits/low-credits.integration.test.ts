import { beforeEach, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { announceLowCredits, findLowCredits, noteLowCreditsTold } from './announce-low-credits'
import { getCreditForecast } from './get-credit-forecast'
import { listCreditBatches } from './list-credit-batches'
import { listCreditDays } from './list-credit-days'
import { listLedger } from './list-ledger'
import { setCreditAlert } from './set-credit-alert'

let organization: TestOrganization

beforeEach(async () => {
  organization = await createTestOrganization({ credits: 10 })
})

const enroll = (amount: number, from = 0) =>
  enrollBatch(organization.actor, {
    agentId: organization.agents.alwaysOn,
    body: { contacts: Array.from({ length: amount }, (_, at) => testContact(from + at)), name: 'Spring' },
    source: 'api',
  })
const found = async () =>
  (await findLowCredits()).filter(({ organizationId }) => organizationId === organization.organizationId)

it('owners and admins are told once a month, when the share that was set is reached', async () => {
  await enroll(8)
  expect(await found()).toEqual([])
  await enroll(1, 8)
  const [low] = await found()
  expect(low?.userIds.length).toBeGreaterThan(0)
  expect((await getCreditForecast(organization.actor)).isLow).toBe(true)
  const { organizationId, month, userIds } = low ?? { organizationId: '', month: '', userIds: [] }
  for (const userId of userIds) await announceLowCredits({ organizationId, month, userId })
  // Somebody who has left meanwhile.
  await announceLowCredits({ organizationId, month, userId: 'nobody' })
  await noteLowCreditsTold({ organizationId, month })
  expect(await found()).toEqual([])
})

it('another share is set, with a line in the audit log, and whoever was told is told again at it', async () => {
  const { actor, organizationId } = organization
  await enroll(6)
  await setCreditAlert(actor, { percent: 50 })
  await setCreditAlert(actor, { percent: 50 })
  expect(await found()).toHaveLength(1)
  expect(await db().auditEntry.findMany({ where: { organizationId, action: 'organization.changed' } })).toMatchObject([
    { before: { creditAlertPercent: 10 }, after: { creditAlertPercent: 50 } },
  ])
  await setCreditAlert(actor, { percent: 0 })
  expect(await found()).toEqual([])
})

it('the ledger is listed newest first in pages, and batches by what they took', async () => {
  const first = await enroll(3)
  const second = await enroll(4, 3)
  const all = await listLedger(organization.actor, { limit: 50 })
  expect(all.entries).toMatchObject([
    { kind: 'reservation', amount: 4, batchId: second.batchId, batchName: 'Spring', sequenceId: null },
    { kind: 'reservation', amount: 3, batchId: first.batchId },
    { kind: 'allocation', amount: 10, batchId: null, agentId: null },
  ])
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listLedger(organization.actor, { limit: 1, cursor })
    seen.push(...page.entries.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(all.entries.map(({ id }) => id))
  expect(await listCreditBatches(organization.actor, { limit: 20 })).toMatchObject({
    batches: [
      { batchId: second.batchId, reserved: 4, spent: 0, released: 0 },
      { batchId: first.batchId, reserved: 3 },
    ],
    nextCursor: null,
  })
  const third = await enroll(3, 7)
  const took: string[] = []
  let after: string | undefined
  do {
    const page = await listCreditBatches(organization.actor, { limit: 1, cursor: after })
    took.push(...page.batches.map(({ batchId }) => batchId))
    after = page.nextCursor ?? undefined
  } while (after !== undefined)
  expect(took).toEqual([second.batchId, third.batchId, first.batchId])
  expect(await listCreditBatches(organization.actor, { month: '2020-01', limit: 1 })).toMatchObject({ batches: [] })
  expect(await listCreditDays(organization.actor, {})).toEqual([])
  const other = await createTestOrganization({ credits: 1 })
  expect((await listLedger(other.actor, { limit: 50 })).entries.every(({ batchId }) => batchId === null)).toBe(true)
  expect(await listCreditBatches(other.actor, { limit: 20 })).toEqual({ batches: [], nextCursor: null })
})
