import { beforeEach, describe, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { activateBatch, createSequences } from '@/domain/sequences/create-sequences'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization, testContacts } from '@/testing/factories'
import { failBatch } from './fail-batch'
import { getBatch } from './get-batch'
import { retryBatch } from './retry-batch'

let organization: TestOrganization
let batchId: string

beforeEach(async () => {
  organization = await createTestOrganization()
  const { actor, agents } = organization
  ;({ batchId } = await enrollBatch(actor, {
    agentId: agents.alwaysOn,
    body: { contacts: testContacts(3) },
    source: 'api',
  }))
})

const events = () => db().outboxEvent.count({ where: { data: { equals: { batchId } } } })

describe('failBatch', () => {
  it('stores the reason, which the console shows', async () => {
    await failBatch({ batchId, reason: 'The disk is full.' })
    const batch = await getBatch(organization.actor, batchId)
    expect(batch).toMatchObject({ status: 'failed', failureReason: 'The disk is full.' })
  })

  it('keeps what can be stored of any reason', async () => {
    await failBatch({ batchId, reason: `a\u0000b\ud800${'🙂'.repeat(600)}` })
    const { failureReason } = await getBatch(organization.actor, batchId)
    expect(failureReason).toBe(`a\ufffdb\ufffd${'🙂'.repeat(496)}`)
  })

  it('leaves a batch alone that has its sequences', async () => {
    await createSequences({ batchId })
    await activateBatch({ batchId })
    await failBatch({ batchId, reason: 'Too late.' })
    expect(await getBatch(organization.actor, batchId)).toMatchObject({ status: 'active', failureReason: null })
  })
})

describe('retryBatch', () => {
  it('tells the background again, which then makes the sequences', async () => {
    await failBatch({ batchId, reason: 'The disk is full.' })
    expect(await createSequences({ batchId })).toEqual({ created: 0 })
    const before = await events()
    await retryBatch(organization.actor, batchId)
    expect(await events()).toBe(before + 1)
    expect(await getBatch(organization.actor, batchId)).toMatchObject({ status: 'accepted', failureReason: null })
    expect(await createSequences({ batchId })).toEqual({ created: 3 })
    expect(await activateBatch({ batchId })).toEqual({ activated: true })
  })

  it('makes nobody twice when some sequences were there already', async () => {
    await createSequences({ batchId })
    await db().sequence.deleteMany({ where: { batchId, index: 1 } })
    await failBatch({ batchId, reason: 'In the middle.' })
    await retryBatch(organization.actor, batchId)
    expect(await createSequences({ batchId })).toEqual({ created: 1 })
    expect(await db().sequence.count({ where: { batchId } })).toBe(3)
  })

  it('is for failed batches alone, and for one caller of several at once', async () => {
    await expect(retryBatch(organization.actor, batchId)).rejects.toMatchObject({ code: 'CONFLICT' })
    await failBatch({ batchId, reason: 'x' })
    const before = await events()
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => retryBatch(organization.actor, batchId)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await events()).toBe(before + 1)
  })

  it('is not for other organizations', async () => {
    await failBatch({ batchId, reason: 'x' })
    const other = await createTestOrganization()
    await expect(retryBatch(other.actor, batchId)).rejects.toMatchObject({ code: 'BATCH_NOT_FOUND' })
    expect((await getBatch(organization.actor, batchId)).status).toBe('failed')
  })
})
