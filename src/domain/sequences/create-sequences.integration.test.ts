import { beforeEach, describe, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { breakTable } from '@/testing/break-table'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { activateBatch, createSequences } from './create-sequences'

let organization: TestOrganization

beforeEach(async () => {
  organization = await createTestOrganization()
})

const scheduledAt = new Date(Date.now() + 86_400_000).toISOString()

/** Enrolls chains of contacts: `aab` means three contacts in two chains, `-` means one that is turned away. */
async function enroll(chains: string): Promise<string> {
  const contacts = [...chains].map((value, n) =>
    value === '-' ? {} : testContact(n, { account_id: value, scheduledAt }),
  )
  const { batchId } = await enrollBatch(organization.actor, {
    agentId: organization.agents.alwaysOn,
    body: { contacts, groupByField: 'account_id' },
    source: 'api',
  })
  return batchId
}

const sequencesOf = (batchId: string) => db().sequence.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
const statusOf = async (batchId: string) => (await db().batch.findUniqueOrThrow({ where: { id: batchId } })).status

describe('createSequences', () => {
  it('schedules the first of each chain, and lets the others wait', async () => {
    const batchId = await enroll('a-ab')
    expect(await createSequences({ batchId })).toEqual({ created: 3 })
    const contacts = await db().contact.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
    const sequences = await sequencesOf(batchId)
    expect(sequences.map(({ id, chainId, chainPosition }) => [id, chainId, chainPosition])).toEqual(
      contacts.map(({ id, chainId, chainPosition }) => [id, chainId, chainPosition]),
    )
    const due = new Date(scheduledAt)
    expect(sequences).toMatchObject([
      { index: 0, status: 'scheduled', dueAt: due, creditState: 'reserved', stepIndex: 0 },
      { index: 2, status: 'waiting', dueAt: null },
      { index: 3, status: 'scheduled', dueAt: due },
    ])
  })

  it('makes the same rows when it runs twice, and when it runs twice at once', async () => {
    const batchId = await enroll('aabc')
    await createSequences({ batchId })
    const first = await sequencesOf(batchId)
    expect(await createSequences({ batchId })).toEqual({ created: 0 })
    expect(await sequencesOf(batchId)).toEqual(first)

    const other = await enroll('aabc')
    const runs = await Promise.all(Array.from({ length: 6 }, () => createSequences({ batchId: other })))
    expect(runs.reduce((sum, { created }) => sum + created, 0)).toBe(4)
    expect(await sequencesOf(other)).toHaveLength(4)
  })

  it('leaves nothing when it fails in the middle', async () => {
    const batchId = await enroll('abcd')
    const mend = await breakTable('sequences')
    await expect(createSequences({ batchId })).rejects.toThrow('is broken')
    await mend()
    expect(await sequencesOf(batchId)).toEqual([])
    expect(await createSequences({ batchId })).toEqual({ created: 4 })
  })

  it('makes none for a batch that is gone, or that has failed', async () => {
    expect(await createSequences({ batchId: newId() })).toEqual({ created: 0 })
    const batchId = await enroll('a')
    await db().batch.update({ where: { id: batchId }, data: { status: 'failed' } })
    expect(await createSequences({ batchId })).toEqual({ created: 0 })
    expect(await activateBatch({ batchId })).toEqual({ activated: false })
  })

  it('touches no other batch', async () => {
    const [batchId, other] = [await enroll('ab'), await enroll('ab')]
    await createSequences({ batchId })
    expect(await sequencesOf(other)).toEqual([])
    expect(await statusOf(other)).toBe('accepted')
  })
})

describe('activateBatch', () => {
  it('ends the creation once, however often it runs, and announces the work once', async () => {
    const batchId = await enroll('ab')
    await createSequences({ batchId })
    const announced = () => db().outboxEvent.count({ where: { name: 'sequences/work.due' } })
    const before = await announced()
    const runs = await Promise.all(Array.from({ length: 6 }, () => activateBatch({ batchId })))
    expect(runs.filter(({ activated }) => activated)).toHaveLength(1)
    expect(await activateBatch({ batchId })).toEqual({ activated: false })
    expect(await announced()).toBe(before + 1)
    expect(await statusOf(batchId)).toBe('active')
  })

  it('picks up where a crash between the two steps left off', async () => {
    const batchId = await enroll('aab')
    await createSequences({ batchId })
    const made = await sequencesOf(batchId)
    // The run is repeated from its start.
    await createSequences({ batchId })
    expect(await activateBatch({ batchId })).toEqual({ activated: true })
    expect(await sequencesOf(batchId)).toEqual(made)
    expect(await createSequences({ batchId })).toEqual({ created: 0 })
  })

  it('refuses a batch that is missing sequences', async () => {
    const batchId = await enroll('abc')
    await expect(activateBatch({ batchId })).rejects.toThrow('3 sequences')
    await createSequences({ batchId })
    await db().sequence.deleteMany({ where: { batchId, index: 1 } })
    await expect(activateBatch({ batchId })).rejects.toThrow('1 sequences')
    expect(await statusOf(batchId)).toBe('accepted')
  })

  it('is no activation when the announcement cannot be written', async () => {
    const batchId = await enroll('ab')
    await createSequences({ batchId })
    const mend = await breakTable('outbox_events')
    await expect(activateBatch({ batchId })).rejects.toThrow()
    await mend()
    expect(await statusOf(batchId)).toBe('accepted')
    expect(await activateBatch({ batchId })).toEqual({ activated: true })
  })
})
