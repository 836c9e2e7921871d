import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { listBatches } from '@/domain/batches/list-batches'
import { getCreditBalance } from '@/domain/credits/get-credit-balance'
import { setCredits } from '@/domain/credits/set-credits'
import { importStaged } from '@/domain/events'
import { getImport } from '@/domain/imports/get-import'
import { resumeImport } from '@/domain/imports/resume-import'
import { inngest } from '@/platform/inngest-client'
import { type Background, startBackground } from '@/testing/background'
import { breakTable } from '@/testing/break-table'
import { createTestOrganization, laterContact, type TestOrganization } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { until } from '@/testing/until'

// Three processes and a schedule of waits: on a busy machine this takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

let background: Background
let organization: TestOrganization

beforeAll(async () => {
  background = await startBackground()
  organization = await createTestOrganization({ credits: 1_000 })
})
afterAll(() => background.stop())

let numbers = 0

/** @param sizes contacts of each batch */
function stage(sizes: number[]): Promise<string> {
  const batches = sizes.map((size) => Array.from({ length: size }, () => laterContact(numbers++)))
  return stageImport(organization.actor, planImport(organization.agents.alwaysOn, { batches }))
}

async function untilStatus(importId: string, status: string) {
  const { actor } = organization
  await until(`the import is ${status}`, async () => (await getImport(actor, importId)).status === status, 150_000)
  return getImport(actor, importId)
}

it('enrolls many batches, with the event coming twice', async () => {
  const importId = await stage(Array.from({ length: 104 }, () => 1))
  await inngest.send(importStaged.of({ importId }))
  const done = await untilStatus(importId, 'completed')
  expect(done).toMatchObject({ rows: 104, accepted: 104, rejected: 0, leftOut: 0, waiting: 0 })
  const { batches } = await listBatches(organization.actor, { limit: 200 })
  expect(batches).toHaveLength(104)
  expect(new Set(batches.map(({ batchId }) => batchId))).toEqual(new Set(done.batches.map(({ batchId }) => batchId)))
})

it('tries again when it fails, until it does not', async () => {
  const mend = await breakTable('contacts', { times: 2 })
  const importId = await stage([3, 2])
  expect(await untilStatus(importId, 'completed')).toMatchObject({ accepted: 5 })
  await mend()
})

it('gives up in the end and says why; set going again, it enrolls everybody once', async () => {
  const mend = await breakTable('contacts')
  const importId = await stage([2, 2])
  expect((await untilStatus(importId, 'failed')).reason).toContain('The table contacts is broken.')
  await mend()
  await resumeImport(organization.actor, importId)
  expect(await untilStatus(importId, 'completed')).toMatchObject({ accepted: 4, rejected: 0, reason: null })
})

it('pauses for want of credits, and a resume goes on', async () => {
  const { allocated, available } = await getCreditBalance(organization.actor)
  const used = allocated - available
  await setCredits(organization.actor, { credits: used + 5 })
  const importId = await stage([4, 4])
  expect(await untilStatus(importId, 'paused')).toMatchObject({
    accepted: 4,
    waiting: 4,
    reasonCode: 'INSUFFICIENT_CREDITS',
  })
  await setCredits(organization.actor, { credits: used + 50 })
  await resumeImport(organization.actor, importId)
  expect(await untilStatus(importId, 'completed')).toMatchObject({ accepted: 8, waiting: 0 })
})
