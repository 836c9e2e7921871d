import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { placeCalls } from '@/domain/calls/place-calls'
import { newId } from '@/domain/ids'
import { db, transaction } from '@/platform/db'
import { countLockWaits } from '@/testing/count-lock-waits'
import type { Scene } from '@/testing/scene'
import { setUpScenes } from '@/testing/set-up-scenes'
import { createList } from './create-list'
import { lockAllNumbers, lockNumbersOfCalls } from './lock-numbers'
import { replaceList } from './replace-list'
import { stageNumbers } from './stage-numbers'
import { startUpload } from './start-upload'

const scenes = setUpScenes()
const { loop } = scenes

let scene: Scene
let names = 0

beforeEach(async () => {
  scene = await scenes.open({ lines: 50 })
})

/** Enrolls people whose calls are requested and not placed yet, and starts an upload of their numbers, which are staged to replace a list. */
async function requested(people: number, mode: 'add' | 'replace' = 'replace') {
  const own = Array.from({ length: people }, () => `replaced-${++names}`)
  await scene.enroll(own.map((name) => scene.contact(name)))
  await loop.run({ but: ['calls/call.requested'] })
  const contacts = await db().contact.findMany({ where: { name: { in: own } } })
  const calls = await db().call.findMany({ where: { sequenceId: { in: contacts.map(({ id }) => id) } } })
  const { listId } = await createList(scene.actor, { name: `List ${names}`, kind: 'national registry' })
  const numbers = contacts.map(({ phoneNumber }) => phoneNumber)
  const { uploadId } = await startUpload(scene.actor, {
    ...{ uploadId: newId(), listId, mode, fileName: 'registry.csv', fingerprint: 'ab'.repeat(32) },
    ...{ numbers: people, invalid: 0, chunks: 1 },
  })
  if (mode === 'replace') await stageNumbers(scene.actor, { uploadId, chunk: 0, numbers })
  return { uploadId, callIds: calls.map(({ id }) => id), names: own, numbers }
}

const asked = (own: readonly string[]) => scenes.dialer.asked.filter(({ name }) => own.includes(name)).length
const waits = () => expect.poll(countLockWaits).toBe(1)

describe('a list that is replaced while its people are called', () => {
  it('keeps the placement waiting, which then asks no dialer', async () => {
    const { uploadId, callIds, names: own } = await requested(3)
    const placing = await transaction(async (tx) => {
      await lockAllNumbers(tx, scene.actor.organizationId)
      const placing = placeCalls({ callIds })
      await waits()
      // What a replacement writes, under the lock that it has.
      await tx.execute`
        UPDATE suppression_lists list SET generation = upload.generation FROM suppression_uploads upload
        WHERE upload.id = ${uploadId}::uuid AND list.id = upload.list_id`
      return { placing }
    })
    const outcomes = (await placing.placing).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
    expect(asked(own)).toBe(0)
  })

  it('waits until it is written that a dialer is asked', async () => {
    const { uploadId, callIds } = await requested(1)
    const replacing = await transaction(async (tx) => {
      await lockNumbersOfCalls(tx, callIds)
      const replacing = replaceList(scene.actor, { uploadId })
      await waits()
      return { replacing }
    })
    expect(await replacing.replacing).toEqual({ numbers: 1 })
  })
})

describe('a list that is added to while its people are called', () => {
  it('waits until it is written that a dialer is asked', async () => {
    const { uploadId, callIds, numbers } = await requested(2, 'add')
    const adding = await transaction(async (tx) => {
      await lockNumbersOfCalls(tx, callIds)
      const adding = stageNumbers(scene.actor, { uploadId, chunk: 0, numbers })
      await waits()
      return { adding }
    })
    expect(await adding.adding).toEqual({ repeated: false })
  })

  it('keeps the placement from asking a dialer from its answer on', async () => {
    const { uploadId, callIds, names: own, numbers } = await requested(2, 'add')
    await stageNumbers(scene.actor, { uploadId, chunk: 0, numbers: numbers.slice(0, 1) })
    await placeCalls({ callIds })
    expect(asked(own)).toBe(1)
  })
})

describe('once a list is replaced no dialer is asked for its numbers but where that was written before', () => {
  /** Writes down which calls dialers are asked for in the very transaction that brings the new numbers into force. */
  beforeAll(async () => {
    await db().execute`CREATE TABLE asked_before_flip (call_id uuid)`
    await db().execute`
      CREATE FUNCTION note_flip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO asked_before_flip
        SELECT id FROM calls WHERE attempted_at IS NOT NULL AND organization_id = new.organization_id;
        RETURN new;
      END $$`
    await db().execute`
      CREATE TRIGGER note_flip AFTER UPDATE OF generation ON suppression_lists FOR EACH ROW EXECUTE FUNCTION note_flip()`
  })

  it.each([1, 2, 3])('with a batch on its way (%i)', async () => {
    const { uploadId, callIds } = await requested(24)
    const parts = Array.from({ length: 8 }, (_, part) => callIds.slice(part * 3, part * 3 + 3))
    const last = parts.pop() ?? []
    const place = async () => {
      for (const part of parts) await placeCalls({ callIds: part })
    }
    await Promise.all([place(), replaceList(scene.actor, { uploadId })])
    const outcomes = (await placeCalls({ callIds: last })).map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
    const after = await db().rows<{ id: string }>`
      SELECT id FROM calls WHERE id = ANY(${callIds}::uuid[]) AND attempted_at IS NOT NULL
        AND id NOT IN (SELECT call_id FROM asked_before_flip WHERE call_id IS NOT NULL)`
    expect(after).toEqual([])
  })
})
