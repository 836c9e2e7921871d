import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { newId } from '@/domain/ids'
import { db, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { checkNumbers } from './check-numbers'
import { createList } from './create-list'
import { discardUpload } from './discard-upload'
import { findOpenUpload } from './find-open-upload'
import { finishUpload } from './finish-upload'
import { getList } from './get-list'
import { listLists } from './list-lists'
import { listSuppressions } from './list-suppressions'
import { lockNumbers } from './lock-numbers'
import { optOutPerson } from './opt-out-person'
import { replaceList } from './replace-list'
import { stageNumbers } from './stage-numbers'
import { startUpload } from './start-upload'
import { suppressNumbers } from './suppress-numbers'
import type { UploadMode } from './suppression-limits.rules'
import { sweepSuppressions } from './sweep-suppressions'

let of: TestOrganization
let actor: Actor
let listId: string

beforeEach(async () => {
  of = await createTestOrganization()
  actor = of.actor
  listId = (await createList(actor, { name: 'Registry', kind: 'national registry' })).listId
})

const number = (n: number) => testContact(n).phoneNumber
const numbersOf = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => number(from + at))
const FINGERPRINT = 'ab'.repeat(32)

type Upload = { mode?: UploadMode; fingerprint?: string; numbers?: number; chunks?: number; listId?: string }

async function start(upload: Upload = {}) {
  const declared = { mode: 'replace' as const, fingerprint: FINGERPRINT, numbers: 4, chunks: 2, listId, ...upload }
  return startUpload(actor, { uploadId: newId(), fileName: 'registry.csv', invalid: 1, ...declared })
}

const suppressed = async (...numbers: string[]) =>
  (await checkNumbers(actor, { numbers })).numbers.map(({ suppressed }) => suppressed)
const entries = async () => (await getList(actor, listId)).entries
const CONFLICT = { code: 'CONFLICT' }

describe('a list that is replaced', () => {
  it('holds as it is until all numbers are there, and then is what the file says', async () => {
    await suppressNumbers(actor, { list: listId, numbers: [number(1), number(2)] })
    await db().execute`UPDATE suppression_entries SET since = since - interval '1 day'`
    const { uploadId } = await start()
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(2), number(3)] })
    expect(await suppressed(number(1), number(2), number(3), number(4))).toEqual([true, true, false, false])
    expect(await findOpenUpload(actor, listId)).toMatchObject({ mode: 'replace', numbers: 4, stored: 2 })
    await expect(replaceList(actor, { uploadId })).rejects.toMatchObject({ ...CONFLICT, details: { missing: 1 } })
    expect(await entries()).toBe(2)

    await stageNumbers(actor, { uploadId, chunk: 1, numbers: [number(4), number(5)] })
    expect(await suppressed(number(1), number(4))).toEqual([true, false])
    expect(await replaceList(actor, { uploadId })).toEqual({ numbers: 4 })
    expect(await suppressed(number(1), number(2), number(3), number(4))).toEqual([false, true, true, true])
    expect(await entries()).toBe(4)
    expect(await findOpenUpload(actor, listId)).toBeNull()
    expect(await replaceList(actor, { uploadId })).toEqual({ numbers: 4 })

    await sweepSuppressions()
    expect(await db().suppressionEntry.count({ where: { listId } })).toBe(4)
  })

  it('keeps who was added while the file was on its way', async () => {
    const { uploadId } = await start({ numbers: 1, chunks: 1 })
    await suppressNumbers(actor, { list: listId, numbers: [number(1), number(2)], reason: 'Wrote to us' })
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(2)] })
    expect(await replaceList(actor, { uploadId })).toEqual({ numbers: 2 })
    expect(await suppressed(number(1), number(2))).toEqual([true, true])
    expect(await entries()).toBe(2)
  })

  it('keeps who was on it before, and was asked for again meanwhile', async () => {
    await suppressNumbers(actor, { list: listId, numbers: [number(1), number(2)] })
    await db().execute`UPDATE suppression_entries SET since = since - interval '1 day'`
    const { uploadId } = await start({ numbers: 1, chunks: 1 })
    await suppressNumbers(actor, { list: listId, numbers: [number(1)], reason: 'Wrote to us' })
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(3)] })
    expect(await replaceList(actor, { uploadId })).toEqual({ numbers: 2 })
    expect(await suppressed(number(1), number(2), number(3))).toEqual([true, false, true])
    expect(await entries()).toBe(2)

    // The next file takes it off again: it was not asked for since that began.
    await db().execute`UPDATE suppression_entries SET asked_again_at = asked_again_at - interval '1 day'`
    const next = await start({ numbers: 1, chunks: 1 })
    await stageNumbers(actor, { uploadId: next.uploadId, chunk: 0, numbers: [number(3)] })
    expect(await replaceList(actor, { uploadId: next.uploadId })).toEqual({ numbers: 1 })
    expect(await suppressed(number(1))).toEqual([false])
  })

  it('lets the wider entry win where the file has a number that was added meanwhile', async () => {
    const soon = Date.now() + 3_600_000
    const [until, later] = [new Date(soon).toISOString(), new Date(soon + 1_000).toISOString()]
    const { uploadId } = await start({ numbers: 3, chunks: 1 })
    const numbers = [number(1), number(2), number(3)]
    await stageNumbers(actor, { uploadId, chunk: 0, numbers, ends: [until, later, null] })
    await suppressNumbers(actor, { list: listId, numbers: [number(1)], reason: 'Wrote to us', until: null })
    await suppressNumbers(actor, { list: listId, numbers: [number(2), number(3)], until })
    expect(await replaceList(actor, { uploadId })).toEqual({ numbers: 3 })
    const { suppressions } = await listSuppressions(actor, { list: listId, limit: 10 })
    const found = new Map(suppressions.map((one) => [one.phoneNumber, one]))
    expect(found.get(number(1))).toMatchObject({ until: null, reason: 'Wrote to us', source: 'api' })
    expect(found.get(number(2))).toMatchObject({ until: later, reason: null })
    expect(found.get(number(3))).toMatchObject({ until: null })
    expect(await entries()).toBe(3)
  })

  it('leaves behind who was added meanwhile and has ended before it comes into force', async () => {
    const { uploadId } = await start({ numbers: 1, chunks: 1 })
    await suppressNumbers(actor, { list: listId, numbers: [number(1)] })
    await db().execute`UPDATE suppression_entries SET until = now() - interval '1 second'`
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(2)] })
    expect(await replaceList(actor, { uploadId })).toEqual({ numbers: 1 })
    expect(await entries()).toBe(1)
  })

  it('is as young as the file', async () => {
    await db().execute`UPDATE suppression_lists SET refreshed_at = now() - interval '40 days'`
    const { uploadId } = await start({ numbers: 1, chunks: 1 })
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(1)] })
    expect(await getList(actor, listId)).toMatchObject({ isOld: true })
    await replaceList(actor, { uploadId })
    expect(await getList(actor, listId)).toMatchObject({ isOld: false })
  })

  it('counts what arrives while somebody asks for it', async () => {
    const { uploadId } = await start({ numbers: 4, chunks: 2 })
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: numbersOf(0, 2) })
    let replacing: ReturnType<typeof replaceList> | undefined
    await transaction(async (tx) => {
      await lockNumbers(tx, of.organizationId, [number(99)])
      replacing = replaceList(actor, { uploadId })
      await expect.poll(countLockWaits).toBe(1)
      await stageNumbers(actor, { uploadId, chunk: 1, numbers: numbersOf(2, 4) })
    })
    expect(await replacing).toEqual({ numbers: 4 })
    expect(await entries()).toBe(4)
  })

  it('cannot be the one that people were promised', async () => {
    await suppressNumbers(actor, { numbers: [number(1)] })
    const [builtIn] = await listLists(actor)
    await expect(start({ listId: builtIn?.listId ?? '' })).rejects.toMatchObject(CONFLICT)
  })

  it('is either the old or the new one, whenever somebody looks, and its count is right, whoever adds to it meanwhile', async () => {
    await suppressNumbers(actor, { list: listId, numbers: numbersOf(0, 50) })
    await db().execute`UPDATE suppression_entries SET since = since - interval '1 day'`
    const { uploadId } = await start({ numbers: 100, chunks: 4 })
    let isEnded = false
    const seen = new Set<string>()
    const look = async () => {
      while (!isEnded) {
        const states = await suppressed(...numbersOf(0, 150))
        const inOld = states.slice(0, 50)
        const inNew = states.slice(50)
        expect(new Set(inOld).size).toBe(1)
        expect(new Set(inNew).size).toBe(1)
        seen.add(`${inOld[0]} ${inNew[0]}`)
      }
    }
    const added = Array.from({ length: 20 }, (_, at) => number(1_000 + at))
    const add = async () => {
      for (const one of added) await suppressNumbers(actor, { list: listId, numbers: [one] })
    }
    const upload = async () => {
      const parts = [3, 1, 0, 2].map((chunk) =>
        stageNumbers(actor, { uploadId, chunk, numbers: numbersOf(50 + chunk * 25, 75 + chunk * 25) }),
      )
      await Promise.all(parts)
      await replaceList(actor, { uploadId })
    }
    const looking = look()
    try {
      await expect.poll(() => seen.has('true false')).toBe(true)
      await Promise.all([upload(), add()])
      await expect.poll(() => seen.has('false true')).toBe(true)
    } finally {
      isEnded = true
    }
    await looking
    expect([...seen].sort()).toEqual(['false true', 'true false'])
    expect(await suppressed(...added)).toEqual(added.map(() => true))
    expect(await entries()).toBe(120)
  })
})

describe('a list that is added to', () => {
  it('has each chunk at once, and counts those that were not there', async () => {
    await suppressNumbers(actor, { list: listId, numbers: [number(1)], reason: 'First' })
    const { uploadId } = await start({ mode: 'add' })
    await stageNumbers(actor, { uploadId, chunk: 1, numbers: [number(1), number(2)] })
    expect(await suppressed(number(1), number(2), number(3))).toEqual([true, true, false])
    await expect(finishUpload(actor, { uploadId })).rejects.toMatchObject(CONFLICT)
    await expect(replaceList(actor, { uploadId })).rejects.toMatchObject(CONFLICT)
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(3), number(4)] })
    expect(await finishUpload(actor, { uploadId })).toEqual({ added: 3 })
    expect(await finishUpload(actor, { uploadId })).toEqual({ added: 3 })
    expect(await entries()).toBe(4)
  })

  it('lets whoever is on it stay for longer, and not for shorter', async () => {
    const soon = Date.now() + 3_600_000
    const until = new Date(soon).toISOString()
    await suppressNumbers(actor, { list: listId, numbers: [number(1)], until })
    await suppressNumbers(actor, { list: listId, numbers: [number(2)] })
    const { uploadId } = await start({ mode: 'add', numbers: 3, chunks: 1 })
    const later = soon + 1_000
    const numbers = [number(1), number(2), number(3)]
    await stageNumbers(actor, { uploadId, chunk: 0, numbers, ends: [new Date(later).toISOString(), until, null] })
    const ends = await db().suppressionEntry.findMany({ where: { listId }, orderBy: { phoneNumber: 'asc' } })
    expect(ends.map(({ until }) => until?.getTime() ?? null)).toEqual([later, null, null])
  })

  it('keeps all agents from calling who was on it for one alone', async () => {
    await optOutPerson(actor, { phoneNumber: number(1), agentId: of.agents.alwaysOn })
    const [builtIn] = await listLists(actor)
    const { uploadId } = await start({ listId: builtIn?.listId ?? '', mode: 'add', numbers: 1, chunks: 1 })
    const ofEntry = async () =>
      (await db().suppressionEntry.findMany({ where: { listId: builtIn?.listId ?? '' } })).map(
        ({ agentIds }) => agentIds,
      )
    expect(await ofEntry()).toEqual([[expect.any(String)]])
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(1)] })
    expect(await ofEntry()).toEqual([[]])
  })

  it('begins the entry of somebody anew whose old one has ended', async () => {
    await suppressNumbers(actor, { list: listId, numbers: [number(1)], reason: 'Old' })
    await db().execute`UPDATE suppression_entries SET until = now() - interval '1 day'`
    const { uploadId } = await start({ mode: 'add', numbers: 1, chunks: 1 })
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(1)] })
    expect(await suppressed(number(1))).toEqual([true])
    const [entry] = await db().suppressionEntry.findMany({ where: { listId } })
    expect(entry).toMatchObject({ until: null, reason: null, source: 'file' })
    expect(await entries()).toBe(1)
  })

  it('ends new entries as it says, where the file says nothing', async () => {
    const { listId: short } = await createList(actor, { name: 'For a week', kind: 'own', entryDays: 7 })
    const { uploadId } = await start({ listId: short, mode: 'add', numbers: 1, chunks: 1 })
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(1)] })
    const [entry] = await db().suppressionEntry.findMany({ where: { listId: short } })
    const days = ((entry?.until?.getTime() ?? 0) - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(7, 1)
  })
})

describe('an upload', () => {
  it('that is declared again goes on where it was, and refuses others until it is discarded', async () => {
    const { uploadId } = await start()
    await stageNumbers(actor, { uploadId, chunk: 1, numbers: [number(1)] })
    expect(await start()).toEqual({ uploadId, arrived: [1] })
    await expect(start({ fingerprint: 'cd'.repeat(32) })).rejects.toMatchObject(CONFLICT)
    await expect(start({ mode: 'add' })).rejects.toMatchObject(CONFLICT)
    await discardUpload(actor, { uploadId })
    await discardUpload(actor, { uploadId })
    await expect(stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(2)] })).rejects.toMatchObject(CONFLICT)
    await expect(replaceList(actor, { uploadId })).rejects.toMatchObject(CONFLICT)

    // What the discarded one has left, also before it is swept, is not in force with the next.
    const next = await start({ numbers: 1, chunks: 1 })
    await stageNumbers(actor, { uploadId: next.uploadId, chunk: 0, numbers: [number(9)] })
    await replaceList(actor, { uploadId: next.uploadId })
    expect(await suppressed(number(1), number(9))).toEqual([false, true])
    await sweepSuppressions()
    expect(await db().suppressionEntry.count({ where: { listId } })).toBe(1)
    await expect(discardUpload(actor, { uploadId: next.uploadId })).rejects.toMatchObject(CONFLICT)
  })

  it('stores a chunk once, however often and at once it comes', async () => {
    const { uploadId } = await start({ mode: 'add', numbers: 30, chunks: 3 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 }), async (chunks) => {
        await Promise.all(
          chunks.map((chunk) =>
            stageNumbers(actor, { uploadId, chunk, numbers: numbersOf(chunk * 10, chunk * 10 + 10) }),
          ),
        )
      }),
      { numRuns: 5 },
    )
    for (const chunk of [0, 1, 2]) {
      await stageNumbers(actor, { uploadId, chunk, numbers: numbersOf(chunk * 10, chunk * 10 + 10) })
    }
    expect(await finishUpload(actor, { uploadId })).toEqual({ added: 30 })
    expect(await entries()).toBe(30)
  })

  it('refuses a chunk that was not declared, or has a number twice', async () => {
    const { uploadId } = await start()
    const twice = stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(1), number(2), number(1)] })
    await expect(twice).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path: 'numbers' }] })
    const asked = stageNumbers(actor, { uploadId, chunk: 2, numbers: [number(1)] })
    await expect(asked).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  })

  it('that nobody continues for a week is discarded, and leaves nothing', async () => {
    const { uploadId } = await start()
    await stageNumbers(actor, { uploadId, chunk: 0, numbers: [number(1)] })
    await sweepSuppressions()
    expect(await findOpenUpload(actor, listId)).not.toBeNull()
    await db().execute`UPDATE suppression_uploads SET progressed_at = now() - interval '8 days'`
    await sweepSuppressions()
    expect(await findOpenUpload(actor, listId)).toBeNull()
    expect(await db().suppressionEntry.count({ where: { listId } })).toBe(0)
  })

  it('is nothing to another organization', async () => {
    const { uploadId } = await start()
    const { actor: stranger } = await createTestOrganization()
    const chunk = { uploadId, chunk: 0, numbers: [number(1)] }
    await expect(stageNumbers(stranger, chunk)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    for (const ask of [replaceList, finishUpload, discardUpload]) {
      await expect(ask(stranger, { uploadId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    expect(await findOpenUpload(stranger, listId)).toBeNull()
    await expect(start({ listId: newId() })).rejects.toMatchObject({ code: 'SUPPRESSION_LIST_NOT_FOUND' })
  })
})
