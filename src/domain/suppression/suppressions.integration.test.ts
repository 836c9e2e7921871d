import { beforeEach, describe, expect, it } from 'vitest'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { checkNumbers } from './check-numbers'
import { createList } from './create-list'
import { deleteList } from './delete-list'
import { findSuppressions } from './find-suppressions'
import { listLists } from './list-lists'
import { listSuppressions } from './list-suppressions'
import { suppressNumbers } from './suppress-numbers'
import { sweepSuppressions } from './sweep-suppressions'
import { unsuppressNumbers } from './unsuppress-numbers'
import { updateList } from './update-list'

let of: TestOrganization
const page = { limit: 200 }
const number = (n: number) => testContact(n).phoneNumber
const soon = () => new Date(Date.now() + 3_600_000).toISOString()

beforeEach(async () => {
  of = await createTestOrganization()
})

/** Lets the entries of a list end. */
const endAll = (listId: string) => db().execute`
  UPDATE suppression_entries SET until = now() - interval '1 second' WHERE list_id = ${listId}::uuid`

const suppressed = async (phoneNumber: string, agentId?: string) =>
  (await checkNumbers(of.actor, { numbers: [phoneNumber], agentId })).numbers[0]?.suppressed

describe('numbers', () => {
  it('go onto the built-in list, which is made with the first, in any format and without their extensions', async () => {
    expect(await listLists(of.actor)).toEqual([])
    const numbers = ['+1 555 000 0001', '(555) 000-0002 ext. 7', '555.000.0002', 'n/a', '']
    const answer = await suppressNumbers(of.actor, { numbers, reason: 'Asked' })
    expect(answer).toMatchObject({ list: { name: 'Do not call', kind: 'own' }, added: 2, known: 1 })
    expect(answer.invalid.map(({ index, code }) => [index, code])).toEqual([
      [3, 'PHONE_INVALID'],
      [4, 'PHONE_REQUIRED'],
    ])
    expect(await listLists(of.actor)).toMatchObject([{ builtIn: true, agentIds: null, entries: 2, isOld: false }])
    const { suppressions } = await listSuppressions(of.actor, page)
    expect(suppressions.map(({ phoneNumber }) => phoneNumber).sort()).toEqual([number(1), number(2)])
    expect(suppressions[0]).toMatchObject({ source: 'api', addedBy: 'First key', reason: 'Asked', until: null })
  })

  it('that come again change nothing, but for a later end and another reason', async () => {
    const numbers = [number(1)]
    await suppressNumbers(of.actor, { numbers, until: soon(), reason: 'First' })
    expect(await suppressNumbers(of.actor, { numbers, until: soon() })).toMatchObject({ added: 0, known: 1 })
    expect((await listSuppressions(of.actor, page)).suppressions).toMatchObject([{ reason: 'First' }])
    await suppressNumbers(of.actor, { numbers, reason: 'For good' })
    await suppressNumbers(of.actor, { numbers, until: soon() })
    expect((await listSuppressions(of.actor, page)).suppressions).toMatchObject([{ reason: 'For good', until: null }])
    expect(await listLists(of.actor)).toMatchObject([{ entries: 1 }])
  })

  it('whose entry has ended may be called, and come anew', async () => {
    const { list } = await suppressNumbers(of.actor, { numbers: [number(1)], until: soon(), reason: 'Old' })
    await endAll(list.listId)
    expect(await suppressed(number(1))).toBe(false)
    expect((await listSuppressions(of.actor, page)).suppressions).toEqual([])
    expect(await suppressNumbers(of.actor, { numbers: [number(1)] })).toMatchObject({ added: 1, known: 0 })
    expect((await listSuppressions(of.actor, page)).suppressions).toMatchObject([{ reason: null, until: null }])
    expect(await listLists(of.actor)).toMatchObject([{ entries: 1 }])
  })

  it('are taken off, and are off for others only when they are on no other list', async () => {
    const { listId } = await createList(of.actor, { name: 'Plaintiffs', kind: 'litigators' })
    await suppressNumbers(of.actor, { numbers: [number(1), number(2)] })
    await suppressNumbers(of.actor, { numbers: [number(1)], list: 'plaintiffs' })
    const numbers = [number(1), number(2), number(3)]
    expect(await unsuppressNumbers(of.actor, { numbers })).toMatchObject({ removed: 2, unknown: 1 })
    const { numbers: checked } = await checkNumbers(of.actor, { numbers })
    expect(checked.map(({ suppressed }) => suppressed)).toEqual([true, false, false])
    expect(checked[0]?.lists).toEqual([{ listId, name: 'Plaintiffs', kind: 'litigators' }])
    expect(await listLists(of.actor)).toMatchObject([{ entries: 0 }, { entries: 1 }])
  })

  it('with an end that has passed are refused', async () => {
    const until = new Date(Date.now() - 1_000).toISOString()
    await expect(suppressNumbers(of.actor, { numbers: [number(1)], until })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: [{ path: 'until' }],
    })
  })

  it('are of one organization', async () => {
    const stranger = await createTestOrganization()
    await suppressNumbers(stranger.actor, { numbers: [number(1)] })
    expect(await suppressed(number(1))).toBe(false)
    expect((await listSuppressions(of.actor, page)).suppressions).toEqual([])
    expect(await unsuppressNumbers(of.actor, { numbers: [number(1)] })).toMatchObject({ removed: 0 })
  })

  it('added by twenty at once are counted once each', async () => {
    const numbers = Array.from({ length: 30 }, (_, n) => number(n))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        suppressNumbers(of.actor, { numbers: at % 2 ? numbers : numbers.toReversed() }),
      ),
    )
    expect(answers.reduce((sum, { added }) => sum + added, 0)).toBe(30)
    expect(await listLists(of.actor)).toMatchObject([{ entries: 30 }])
  })
})

describe('a page', () => {
  it('has the newest first, and all pages have each entry once', async () => {
    for (const numbers of [[1, 2, 3], [4], [5, 6]]) await suppressNumbers(of.actor, { numbers: numbers.map(number) })
    const seen: (string | null)[] = []
    let cursor: string | undefined
    do {
      const answer = await listSuppressions(of.actor, { limit: 2, cursor })
      seen.push(...answer.suppressions.map(({ phoneNumber }) => phoneNumber))
      cursor = answer.nextCursor ?? undefined
    } while (cursor)
    expect(seen.slice(0, 3).sort()).toEqual([number(4), number(5), number(6)].sort())
    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 5, 6].map(number))
  })

  it('of a number has it on every list', async () => {
    await createList(of.actor, { name: 'Registry', kind: 'national registry' })
    for (const list of [undefined, 'Registry']) await suppressNumbers(of.actor, { numbers: [number(1)], list })
    const { suppressions } = await listSuppressions(of.actor, { ...page, phoneNumber: '(555) 000-0001' })
    expect(suppressions.map(({ list }) => list.name).sort()).toEqual(['Do not call', 'Registry'])
    const one = await listSuppressions(of.actor, { ...page, phoneNumber: number(1), list: 'Registry' })
    expect(one.suppressions).toMatchObject([{ list: { name: 'Registry' } }])
  })
})

describe('a list', () => {
  it('of some agents keeps nobody else from calling', async () => {
    const { alwaysOn, officeHours } = of.agents
    await createList(of.actor, { name: 'Sales', kind: 'other', agentIds: [alwaysOn] })
    await suppressNumbers(of.actor, { numbers: [number(1)], list: 'Sales' })
    expect(await suppressed(number(1), alwaysOn)).toBe(true)
    expect(await suppressed(number(1), officeHours)).toBe(false)
    expect(await suppressed(number(1))).toBe(true)
  })

  it('gives the facts that the decision takes', async () => {
    const { alwaysOn } = of.agents
    const { listId } = await createList(of.actor, { name: 'Sales', kind: 'other', agentIds: [alwaysOn] })
    const until = soon()
    await suppressNumbers(of.actor, { numbers: [number(1)], list: listId, until })
    const own = [number(1), number(2)].map((phoneNumber) => ({ organizationId: of.organizationId, phoneNumber }))
    const factsOf = await findSuppressions(db(), own)
    expect(own.map(factsOf)).toEqual([
      [
        {
          listId,
          listName: 'Sales',
          kind: 'other',
          sinceMs: expect.any(Number),
          untilMs: Date.parse(until),
          agentIds: [parsePublicId('agent', alwaysOn)],
        },
      ],
      [],
    ])
  })

  it('lets new entries last as long as it says, and those that were there as they were', async () => {
    const { listId } = await createList(of.actor, { name: 'Five years', kind: 'other', entryDays: 1_826 })
    await suppressNumbers(of.actor, { numbers: [number(1)], list: listId })
    await updateList(of.actor, listId, { entryDays: null })
    await suppressNumbers(of.actor, { numbers: [number(2)], list: listId })
    const { suppressions } = await listSuppressions(of.actor, { ...page, list: listId })
    const ends = suppressions.map(({ until }) => until && Math.round((Date.parse(until) - Date.now()) / 86_400_000))
    expect(ends).toEqual([null, 1_826])
  })

  it('of a registry is old after 31 days, and fresh again when somebody says so', async () => {
    const { listId } = await createList(of.actor, { name: 'FTC', kind: 'national registry' })
    const age = (days: number) => db().execute`
      UPDATE suppression_lists SET refreshed_at = now() - make_interval(days => ${days}) WHERE id = ${listId}::uuid`
    await age(30)
    expect(await listLists(of.actor)).toMatchObject([{ isOld: false, oldAfterDays: 31 }])
    await age(32)
    expect(await listLists(of.actor)).toMatchObject([{ isOld: true }])
    expect(await updateList(of.actor, listId, { refreshed: true })).toMatchObject({ isOld: false })
  })

  it('has a name of its own, in upper or lower case, and never that of the built-in one', async () => {
    await createList(of.actor, { name: 'Plaintiffs', kind: 'litigators' })
    for (const name of ['PLAINTIFFS', 'do not call']) {
      await expect(createList(of.actor, { name, kind: 'other' })).rejects.toMatchObject({ code: 'CONFLICT' })
    }
    const { listId } = await createList(of.actor, { name: 'Other', kind: 'other' })
    await expect(updateList(of.actor, listId, { name: 'plaintiffs' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('that is built in is neither changed nor deleted', async () => {
    const { list } = await suppressNumbers(of.actor, { numbers: [number(1)] })
    await expect(deleteList(of.actor, list.listId)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(updateList(of.actor, list.listId, { entryDays: 5 })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await suppressed(number(1))).toBe(true)
  })

  it('that was deleted holds nobody back at once, and is gone with the next sweep', async () => {
    const { listId } = await createList(of.actor, { name: 'Plaintiffs', kind: 'litigators' })
    await suppressNumbers(of.actor, { numbers: [number(1), number(2)], list: listId })
    await deleteList(of.actor, listId)
    expect(await suppressed(number(1))).toBe(false)
    expect(await listLists(of.actor)).toEqual([])
    await createList(of.actor, { name: 'Plaintiffs', kind: 'litigators' })
    expect(await sweepSuppressions()).toBeGreaterThanOrEqual(2)
    expect(await db().suppressionList.count({ where: { id: listId } })).toBe(0)
    expect(await db().suppressionEntry.count({ where: { listId } })).toBe(0)
  })
})

describe('the sweep', () => {
  it('deletes what has ended or was replaced, and nothing that holds', async () => {
    const { listId } = await createList(of.actor, { name: 'Registry', kind: 'national registry' })
    await suppressNumbers(of.actor, { numbers: [number(1)], list: listId, until: soon() })
    await endAll(listId)
    await suppressNumbers(of.actor, { numbers: [number(2), number(3)], list: listId })
    await sweepSuppressions()
    expect(await listLists(of.actor)).toMatchObject([{ entries: 2 }])
    await db().execute`UPDATE suppression_lists SET generation = 2, entries = 0 WHERE id = ${listId}::uuid`
    await suppressNumbers(of.actor, { numbers: [number(4)], list: listId })
    await sweepSuppressions()
    const left = await db().suppressionEntry.findMany({ where: { listId } })
    expect(left.map(({ phoneNumber }) => phoneNumber)).toEqual([number(4)])
    expect(await listLists(of.actor)).toMatchObject([{ entries: 1 }])
  })
})
