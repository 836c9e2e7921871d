import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { newId } from '@/domain/ids'
import { createSequences } from '@/domain/sequences/create-sequences'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { callAgain } from './call-again'
import { callAgainSchema } from './call-again.schema'
import { enrollBatch } from './enroll-batch'

vi.setConfig({ testTimeout: 240_000 })

const api = { source: 'api' as const }
const PEOPLE = 80
const PAGES = 3

describe('more than a thousand', () => {
  /**
   * Enrolls these people, in batches of at most a thousand, in this order, and ends them all as nobody who was reached. A
   * person is a number and an extension: the two of one number are two people.
   */
  async function enrollEnded(own: TestOrganization, people: readonly number[]): Promise<void> {
    const { actor, agents } = own
    for (let from = 0; from < people.length; from += 1_000) {
      const contacts = people.slice(from, from + 1_000).map((person, at) => ({
        name: `${person}`,
        phoneNumber: `+1415${5_550_000 + (person >> 1)}`,
        ...(person % 2 === 1 && { phoneNumberExt: '7' }),
        account_id: `${from + at}`,
      }))
      const body = { contacts, allowDuplicates: true, bypassAllowedCallWindow: true }
      const { batchId } = await enrollBatch(actor, { agentId: agents.alwaysOn, body, source: 'api' })
      await createSequences({ batchId })
      // Sent one by one they would be as many batches.
      await db().execute`UPDATE batches SET options = options - 'allowDuplicates' WHERE id = ${batchId}::uuid`
    }
    await end(own)
  }

  async function end({ organizationId }: TestOrganization): Promise<void> {
    await db().execute`
      UPDATE sequences SET status = 'done', due_at = NULL, ended_at = now(), last_result_type = 'No Answer'
      WHERE organization_id = ${organizationId} AND sequence_is_open(status)`
  }

  /** Calls all of a filter again, page by page. What is enrolled ends at once, and matches the filter. */
  async function goThrough(own: TestOrganization, filter: object): Promise<{ total: number; pages: number }> {
    let after: string | undefined
    let [total, pages] = [0, 0]
    do {
      const page = await callAgain(own.actor, callAgainSchema.parse({ filter, after }), api)
      if (page.batchId !== null) await createSequences({ batchId: page.batchId })
      await end(own)
      expect(page.rejected).toEqual([])
      total += page.accepted
      pages++
      after = page.next ?? undefined
    } while (after !== undefined)
    return { total, pages }
  }

  it('are each called again once, by their newest, however often and on whatever pages they stand, whoever asks at once', async () => {
    const person = fc.integer({ min: 0, max: PEOPLE - 1 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1_000 * (PAGES - 1) + 1, maxLength: 1_000 * PAGES, size: 'max' }),
        fc.integer({ min: 1, max: 3 }),
        async (people, askers) => {
          const own = await createTestOrganization()
          await enrollEnded(own, people)
          const before = await db().contact.findMany({
            where: { organizationId: own.organizationId },
            orderBy: { id: 'asc' },
          })
          const newest = new Map(before.map((one) => [`${one.phoneNumber};${one.phoneNumberExt}`, one.id]))
          const filter = { enrolledBefore: new Date().toISOString(), results: ['nobody reached'] }
          const runs = await Promise.all(Array.from({ length: askers }, () => goThrough(own, filter)))
          expect(runs.reduce((sum, { total }) => sum + total, 0)).toBe(newest.size)
          for (const { pages } of runs) expect(pages).toBe(PAGES)
          const again = await db().contact.findMany({
            where: { organizationId: own.organizationId, againOf: { not: null } },
          })
          expect(again.map(({ againOf }) => againOf).sort()).toEqual([...newest.values()].sort())
        },
      ),
      { numRuns: 3 },
    )
  })

  it('are those of the moment of the first page, also when the filter names none', async () => {
    const own = await createTestOrganization()
    const people = Array.from({ length: 2_500 }, (_, at) => at)
    await enrollEnded(own, people)
    expect(await goThrough(own, { results: ['nobody reached'] })).toEqual({ total: 2_500, pages: 3 })
    // They have ended meanwhile and match the filter: asking anew means them.
    expect(await goThrough(own, { results: ['nobody reached'] })).toMatchObject({ total: 2_500 })
  })

  it('go on where the page before ended, and nowhere else', async () => {
    const own = await createTestOrganization()
    await enrollEnded(
      own,
      Array.from({ length: 1_001 }, (_, at) => at),
    )
    const first = await callAgain(own.actor, callAgainSchema.parse({ filter: {} }), { ...api, isPreview: true })
    const others = [
      { filter: { results: ['failed'] }, after: first.next },
      { filter: {}, after: newId() },
    ]
    for (const input of others) {
      await expect(callAgain(own.actor, callAgainSchema.parse(input), api)).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
      })
    }
  })
})

it('means the newest of a number alone, open or not, and each of those who were sent as duplicates', async () => {
  const own = await createTestOrganization()
  const { actor, agents } = own
  const enrollAda = async (times: number, isEnded = true) => {
    const contacts = Array.from({ length: times }, () => ({ name: 'Ada', phoneNumber: '+14155550123' }))
    const body = { contacts, allowDuplicates: true, bypassAllowedCallWindow: true }
    const { batchId } = await enrollBatch(actor, { agentId: agents.alwaysOn, body, source: 'api' })
    await createSequences({ batchId })
    if (isEnded) {
      await db().execute`
        UPDATE sequences SET status = 'done', due_at = NULL, ended_at = now() WHERE batch_id = ${batchId}::uuid`
    }
    return batchId
  }
  const preview = (filter: object) => callAgain(actor, callAgainSchema.parse({ filter }), { ...api, isPreview: true })
  const first = await enrollAda(2)
  expect(await preview({})).toMatchObject({ total: 2, leftOut: 0 })
  const second = await enrollAda(1)
  expect(await preview({})).toMatchObject({ total: 1, leftOut: 2 })
  // The newest is of what was chosen.
  expect(await preview({ batchId: first })).toMatchObject({ total: 2, leftOut: 0 })
  expect(await preview({ batchId: second })).toMatchObject({ total: 1, leftOut: 0 })
  // Whoever is to be called anyway is not called for an earlier time.
  await enrollAda(1, false)
  expect(await preview({})).toMatchObject({ total: 0, leftOut: 4 })
  // A test is nobody's newest.
  await db()
    .execute`UPDATE batches SET test = true WHERE id > ${second}::uuid AND organization_id = ${own.organizationId}`
  expect(await preview({})).toMatchObject({ total: 1, leftOut: 2 })
  expect(await preview({ tests: true })).toMatchObject({ total: 1, leftOut: 3 })
})
