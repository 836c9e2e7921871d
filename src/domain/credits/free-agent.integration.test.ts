import { expect, it } from 'vitest'
import { getBatch } from '@/domain/batches/get-batch'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { dryRunSingle, enrollSingle } from '@/domain/enrollment/enroll-single'
import { estimateBatch } from '@/domain/estimates/estimate-batch'
import { createSequences } from '@/domain/sequences/create-sequences'
import { readCreditBooks, readCreditSums } from '@/testing/credit-books'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, laterContact, testContact } from '@/testing/factories'
import { getCreditBalance } from './get-credit-balance'
import { getCreditForecast } from './get-credit-forecast'
import { getCreditUsage } from './get-credit-usage'
import { listCreditBatches } from './list-credit-batches'
import { listCreditDays } from './list-credit-days'

/** Lists the numbers of an answer that are none: what a division by zero leaves. */
function brokenNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => brokenNumbers(inner, `${path}.${name}`))
}

// An agent may cost nothing, as one for trying out or for a service that is paid otherwise. Then nothing is reserved,
// whatever is left of the month.
it('an agent that costs nothing enrolls without any credits, and breaks no figure', async () => {
  const { actor, agents, organizationId } = await createTestOrganization({
    credits: 0,
    agent: { creditsPerContact: 0 },
  })
  const agentId = agents.alwaysOn
  const source = 'api' as const
  const tried = await dryRunSingle(actor, { agentId, body: laterContact(1), source })
  expect(tried.credits).toEqual({ required: 0, available: 0 })
  const { batchId } = await enrollBatch(actor, {
    agentId,
    body: { contacts: [laterContact(2), laterContact(3)] },
    source,
  })
  await createSequences({ batchId })
  await enrollSingle(actor, { agentId, body: laterContact(4), source })
  await endedCall(actor, agentId, testContact(5))
  expect(await getCreditBalance(actor)).toMatchObject({ allocated: 0, reserved: 0, spent: 0, available: 0 })
  expect((await getBatch(actor, batchId)).credits).toEqual({ reserved: 0, spent: 0, released: 0 })
  const { batches } = await listCreditBatches(actor, { limit: 20 })
  expect(batches).toHaveLength(3)
  for (const batch of batches) expect(batch).toMatchObject({ reserved: 0, spent: 0, released: 0 })
  const figures = {
    batches,
    forecast: await getCreditForecast(actor),
    usage: await getCreditUsage(actor, {}),
    days: await listCreditDays(actor, {}),
    estimate: await estimateBatch(actor, batchId),
  }
  expect(brokenNumbers(figures)).toEqual([])
  const books = await readCreditBooks(organizationId)
  expect(books.ledger).toEqual(books.balances)
  const sums = await readCreditSums(organizationId)
  expect(sums.kept).toEqual(sums.booked)
})
