import type { FixBlock } from '@/ui/import-wizard/worker/fix-blocks'
import { answerOf, committed, finish, openDatabase } from '@/ui/indexed-database'
import { type DraftOwner, type FoundDraft, fateOf, isOwnedBy, type KeptDraft, readDraft } from './kept-draft'

const DATABASE = 'rollcall-drafts'
const VERSION = 1
const STORES = ['drafts', 'files', 'fixes']

/** A draft is gone: it was enrolled, discarded, or its member has signed out, perhaps in another tab. */
export class DraftGoneError extends Error {
  override readonly name = 'DraftGoneError'
}

/**
 * Keeps a new draft with its file, and drops what was kept under its id. The browser copies the file's bytes itself;
 * no script holds them.
 *
 * @throws DOMException, named QuotaExceededError when the browser has no room
 */
export function beginDraft(draft: KeptDraft, file: Blob): Promise<void> {
  return using(async (database) => {
    await finish(database.transaction(STORES, 'readwrite'), (transaction) => {
      transaction.objectStore('fixes').delete(blocksOf(draft.draftId))
      transaction.objectStore('files').put(file, draft.draftId)
      return transaction.objectStore('drafts').put(draft)
    })
  })
}

/**
 * Keeps what has changed of a draft. One block is made after the other, so that whoever calls can answer others
 * meanwhile.
 *
 * @throws DraftGoneError when the draft is not there any more: it does not come back by being written
 * @throws DOMException, named QuotaExceededError when the browser has no room
 */
export function saveDraft(draft: KeptDraft, blocks: Iterable<FixBlock>): Promise<void> {
  return using(async (database) => {
    const transaction = database.transaction(['drafts', 'fixes'], 'readwrite')
    const drafts = transaction.objectStore('drafts')
    const write = async () => {
      const stored = await answerOf<KeptDraft | undefined>(drafts.get(draft.draftId))
      if (!stored || stored.discardedAtMs !== null) throw new DraftGoneError()
      for (const block of blocks) {
        await answerOf(transaction.objectStore('fixes').put(block, [draft.draftId, block.block]))
      }
      await answerOf(drafts.put(draft))
    }
    await Promise.all([write(), committed(transaction)])
  })
}

/** Reads a draft of this owner; null when this browser does not have it, or it was discarded. */
export function findDraft(draftId: string, owner: DraftOwner, nowMs: number): Promise<FoundDraft | null> {
  return using(async (database) => {
    const stored = await answerOf<unknown>(database.transaction('drafts').objectStore('drafts').get(draftId))
    if (!isOwnedBy(stored, owner) || fateOf(stored, nowMs) !== 'offered') return null
    return { draftId, draft: readDraft(stored) }
  })
}

/** Reads the file of a draft and its fixes. The file is null when the browser has lost it. */
export function readDraftFile(draftId: string): Promise<{ file: Blob | null; blocks: FixBlock[] }> {
  return using(async (database) => {
    const transaction = database.transaction(['files', 'fixes'])
    const [file, blocks] = await Promise.all([
      answerOf<unknown>(transaction.objectStore('files').get(draftId)),
      answerOf<FixBlock[]>(transaction.objectStore('fixes').getAll(blocksOf(draftId))),
    ])
    return { file: file instanceof Blob ? file : null, blocks }
  })
}

/** Lists the drafts of an owner, the last changed first, and deletes whatever is over, whoever's it is. */
export function listDrafts(owner: DraftOwner, nowMs: number): Promise<FoundDraft[]> {
  return using(async (database) => {
    const store = database.transaction('drafts').objectStore('drafts')
    const [ids, stored] = await Promise.all([answerOf(store.getAllKeys()), answerOf<unknown[]>(store.getAll())])
    for (const [at, id] of ids.entries()) if (fateOf(stored[at], nowMs) === 'over') await remove(database, id as string)
    return stored
      .filter((one) => isOwnedBy(one, owner) && fateOf(one, nowMs) === 'offered')
      .map((one) => ({ draftId: (one as KeptDraft).draftId, draft: readDraft(one) }))
      .toSorted((a, b) => (b.draft?.changedAtMs ?? 0) - (a.draft?.changedAtMs ?? 0))
  })
}

/**
 * Marks a draft as discarded at a moment, or takes that back with null. It also marks one that cannot be read.
 */
export function markDiscarded(draftId: string, discardedAtMs: number | null): Promise<void> {
  return using(async (database) => {
    const transaction = database.transaction('drafts', 'readwrite')
    const drafts = transaction.objectStore('drafts')
    const write = async () => {
      const stored = await answerOf<object | undefined>(drafts.get(draftId))
      if (stored) await answerOf(drafts.put({ ...stored, discardedAtMs }))
    }
    await Promise.all([write(), committed(transaction)])
  })
}

export function deleteDraft(draftId: string): Promise<void> {
  return using((database) => remove(database, draftId))
}

/** Deletes all drafts in this browser. A tab that still prepares one keeps it no longer (`saveDraft`). */
export function deleteDrafts(): Promise<void> {
  return using(async (database) => {
    await finish(database.transaction(STORES, 'readwrite'), (transaction) => {
      for (const store of STORES) transaction.objectStore(store).clear()
      return transaction.objectStore('drafts').count()
    })
  })
}

async function remove(database: IDBDatabase, draftId: string): Promise<void> {
  await finish(database.transaction(STORES, 'readwrite'), (transaction) => {
    transaction.objectStore('fixes').delete(blocksOf(draftId))
    transaction.objectStore('files').delete(draftId)
    return transaction.objectStore('drafts').delete(draftId)
  })
}

function blocksOf(draftId: string): IDBKeyRange {
  return IDBKeyRange.bound([draftId], [draftId, Number.POSITIVE_INFINITY])
}

async function using<Result>(work: (database: IDBDatabase) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(DATABASE, VERSION, (created) => {
    created.createObjectStore('drafts', { keyPath: 'draftId' })
    created.createObjectStore('files')
    created.createObjectStore('fixes')
  })
  try {
    return await work(database)
  } finally {
    database.close()
  }
}
