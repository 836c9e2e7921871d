import type { RouterInputs } from '@/ui/router-outputs'

export type StagedStart = RouterInputs['imports']['start']
export type StagedChunk = RouterInputs['imports']['stageChunk']

/** A frozen import whose rows are on their way from this browser to the server. */
export type Staging = {
  importId: string
  /** Nobody continues what another organization has begun in the same browser. */
  organizationId: string
  fileName: string
  createdAtMs: number
  /** Rows that are sent. */
  rows: number
  start: StagedStart
}

type StoredStaging = Staging & { complete: boolean }

const DATABASE = 'rollcall-imports'
const VERSION = 1
/** A tab that was closed while it froze rows leaves an incomplete staging, of which nothing can be sent. */
const INCOMPLETE_KEPT_MS = 24 * 60 * 60 * 1_000

/**
 * Keeps a frozen import until the server has it, so that a reload or a lost network in the middle goes on where it was.
 * Works in the page and in the worker.
 *
 * @throws DOMException, QuotaExceededError where the browser has no room
 */
export async function saveStaging(staging: Staging, chunks: Iterable<StagedChunk>): Promise<void> {
  const database = await open()
  const put = (store: 'stagings' | 'chunks', value: StoredStaging | StagedChunk) =>
    finish(database.transaction(store, 'readwrite'), (transaction) => transaction.objectStore(store).put(value))
  try {
    await put('stagings', { ...staging, complete: false })
    for (const chunk of chunks) await put('chunks', chunk)
    await put('stagings', { ...staging, complete: true })
  } catch (error) {
    await deleteStaging(staging.importId).catch(() => {})
    throw error
  } finally {
    database.close()
  }
}

/** What this browser has begun to send for an organization and not finished, oldest first. */
export async function listStagings(organizationId: string): Promise<Staging[]> {
  const database = await open()
  const stored = await finish<StoredStaging[]>(database.transaction('stagings'), (transaction) =>
    transaction.objectStore('stagings').getAll(),
  )
  database.close()
  for (const { importId, complete, createdAtMs } of stored) {
    if (!complete && createdAtMs < Date.now() - INCOMPLETE_KEPT_MS) await deleteStaging(importId)
  }
  return stored
    .filter((staging) => staging.complete && staging.organizationId === organizationId)
    .sort((a, b) => a.createdAtMs - b.createdAtMs)
}

/** @throws when the browser has thrown it away */
export async function readChunk(importId: string, number: number): Promise<StagedChunk> {
  const database = await open()
  const chunk = await finish<StagedChunk | undefined>(database.transaction('chunks'), (transaction) =>
    transaction.objectStore('chunks').get([importId, number]),
  )
  database.close()
  if (!chunk) throw new Error(`Chunk ${number} of import ${importId} is not in this browser any more.`)
  return chunk
}

export async function deleteStaging(importId: string): Promise<void> {
  const database = await open()
  await finish(database.transaction(['stagings', 'chunks'], 'readwrite'), (transaction) => {
    transaction.objectStore('chunks').delete(IDBKeyRange.bound([importId], [importId, Number.POSITIVE_INFINITY]))
    return transaction.objectStore('stagings').delete(importId)
  })
  database.close()
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('stagings', { keyPath: 'importId' })
      request.result.createObjectStore('chunks', { keyPath: ['importId', 'number'] })
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** The result of a request once its transaction is committed. */
function finish<Result>(
  transaction: IDBTransaction,
  work: (transaction: IDBTransaction) => IDBRequest<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const request = work(transaction)
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error ?? request.error)
  })
}
