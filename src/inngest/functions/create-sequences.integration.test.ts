import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { getBatch } from '@/domain/batches/get-batch'
import { retryBatch } from '@/domain/batches/retry-batch'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { type Background, startBackground } from '@/testing/background'
import { breakTable } from '@/testing/break-table'
import { countSequences } from '@/testing/count-sequences'
import { createTestOrganization, laterContacts, type TestOrganization } from '@/testing/factories'
import { until } from '@/testing/until'

// Three processes and a schedule of waits: on a busy machine this takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

let background: Background
let organization: TestOrganization

beforeAll(async () => {
  background = await startBackground()
  organization = await createTestOrganization()
})
afterAll(() => background.stop())

async function enroll(count: number): Promise<string> {
  const contacts = laterContacts(count)
  const { batchId } = await enrollBatch(organization.actor, {
    agentId: organization.agents.alwaysOn,
    body: { contacts },
    source: 'api',
  })
  return batchId
}

async function untilStatus(batchId: string, status: string): Promise<void> {
  const { actor } = organization
  await until(`the batch is ${status}`, async () => (await getBatch(actor, batchId)).status === status, 150_000)
}

it('makes the sequences of an accepted batch', async () => {
  const batchId = await enroll(3)
  await untilStatus(batchId, 'active')
  expect(await countSequences(batchId)).toBe(3)
})

it('tries again when it fails, until it does not', async () => {
  const mend = await breakTable('sequences', { times: 2 })
  const batchId = await enroll(5)
  await untilStatus(batchId, 'active')
  await mend()
  expect(await countSequences(batchId)).toBe(5)
})

it('gives up in the end and says why; set going again, it makes everybody once', async () => {
  const mend = await breakTable('sequences')
  const batchId = await enroll(4)
  await untilStatus(batchId, 'failed')
  const { failureReason } = await getBatch(organization.actor, batchId)
  expect(failureReason).toContain('The table sequences is broken.')
  expect(await countSequences(batchId)).toBe(0)
  await mend()
  await retryBatch(organization.actor, batchId)
  await untilStatus(batchId, 'active')
  expect(await countSequences(batchId)).toBe(4)
  expect((await getBatch(organization.actor, batchId)).failureReason).toBeNull()
})
