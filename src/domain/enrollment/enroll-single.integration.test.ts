import { expect, it } from 'vitest'
import { webhookEventHappened } from '@/domain/events'
import { parsePublicId } from '@/domain/ids'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db } from '@/platform/db'
import { readCreditBooks } from '@/testing/credit-books'
import { createTestOrganization, laterContact, type TestOrganization } from '@/testing/factories'
import { enrollSingle } from './enroll-single'

const enroll = ({ actor, agents }: TestOrganization, n: number) =>
  enrollSingle(actor, { agentId: agents.alwaysOn, body: laterContact(n), source: 'api' })

/** Opens an organization that is told of each batch. */
async function openTold(credits: number): Promise<TestOrganization> {
  const organization = await createTestOrganization({ credits })
  await createEndpoint(organization.actor, { url: 'https://example.com/hook', events: ['batch.created'] })
  return organization
}

/** Counts what there is of an organization's enrollments, also the events of its batches, and those that it is told of. */
async function countRows({ organizationId, agents }: TestOrganization) {
  const where = { organizationId }
  const agentId = parsePublicId('agent', agents.alwaysOn) ?? ''
  const [batches, contacts, sequences, reservations, events, told] = await Promise.all([
    db().batch.count({ where: { ...where, status: 'active', activatedAt: { not: null } } }),
    db().contact.count({ where }),
    db().sequence.count({ where }),
    db().creditLedgerEntry.count({ where: { ...where, kind: 'reservation' } }),
    db().outboxEvent.count({ where: { data: { path: ['agentId'], equals: agentId } } }),
    db().outboxEvent.count({
      where: { name: webhookEventHappened.name, data: { path: ['organizationId'], equals: organizationId } },
    }),
  ])
  return { batches, contacts, sequences, reservations, events, told }
}

it('contacts at the same moment take the credits that there are, and whoever gets none leaves nothing behind', async () => {
  const organization = await openTold(5)
  const enrolled = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => enroll(organization, n)))
  const refused = enrolled.filter((one) => one.status === 'rejected')
  expect(refused).toHaveLength(15)
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'INSUFFICIENT_CREDITS' })
  expect(await countRows(organization)).toEqual({
    ...{ batches: 5, contacts: 5, sequences: 5, reservations: 5, events: 5, told: 5 },
  })
  const books = await readCreditBooks(organization.organizationId)
  expect(books.balances).toMatchObject([{ allocated: 5, reserved: 5, spent: 0 }])
  expect(books.ledger).toEqual(books.balances)
})

it('the first contact of a month opens it, and is enrolled once', async () => {
  const organization = await openTold(100)
  const where = { organizationId: organization.organizationId }
  await db().creditLedgerEntry.deleteMany({ where })
  await db().creditBalance.deleteMany({ where })
  await enroll(organization, 1)
  await enroll(organization, 2)
  expect(await countRows(organization)).toEqual({
    ...{ batches: 2, contacts: 2, sequences: 2, reservations: 2, events: 2, told: 2 },
  })
  const books = await readCreditBooks(organization.organizationId)
  expect(books.balances).toMatchObject([{ allocated: 100, reserved: 2, spent: 0 }])
  expect(books.ledger).toEqual(books.balances)
})
