import { finish, openDatabase } from '@/ui/indexed-database'
import type { RouterInputs } from '@/ui/router-outputs'

export type StagedStart = RouterInputs['imports']['start']
export type StagedChunk = RouterInputs['imports']['stageChunk']

/** A frozen import whose rows are on their way from this browser to the server. */
export type Staging = {
  importId: string
  /** Another organization in the same browser must not continue it. */
  organizationId: string
  fileName: string
  createdAtMs: number
  /** How many rows are sent. */
  rows: number
  start: StagedStart
}

type StoredStaging = Staging & { complete: boolean }

const DATABASE = 'rollcall-imports'
const VERSION = 1
/**
 * How long an incomplete staging is kept, in ms. It is left by a tab that was closed while it froze rows, and nothing
 * of it can be sent.
 */
const INCOMPLETE_KEPT_MS = 24 * 60 * 60 * 1_000

/**
 * Stores a frozen import in this browser until the server has it, so that sending goes on after a reload or a lost
 * network. Works in the page and in the worker.
 *
 * @throws DOMException, named QuotaExceededError when the browser has no room
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

/**
 * Lists the stagings of an organization that this browser has not finished sending, oldest first. Also deletes old
 * incomplete ones.
 */
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

/**
 * Reads one chunk of a staging.
 *
 * @throws Error when the browser no longer has the chunk
 */
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
  return openDatabase(DATABASE, VERSION, (database) => {
    database.createObjectStore('stagings', { keyPath: 'importId' })
    database.createObjectStore('chunks', { keyPath: ['importId', 'number'] })
  })
}
