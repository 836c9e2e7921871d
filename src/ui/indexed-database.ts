/**
 * Opens a database of this browser, and makes its stores when it is new. Works in the page and in workers.
 *
 * @throws DOMException when the browser keeps nothing: private, locked down, or out of room
 */
export function openDatabase(name: string, version: number, create: (database: IDBDatabase) => void) {
  return new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => create(request.result)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/**
 * Waits until a transaction is committed.
 *
 * @throws DOMException, named QuotaExceededError when the browser has no room
 */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
}

/** Returns the result of a request. Its transaction goes on as long as each result asks for the next one at once. */
export function answerOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/**
 * Returns the result of a request once its transaction is committed.
 *
 * @throws DOMException, named QuotaExceededError when the browser has no room
 */
export async function finish<Result>(
  transaction: IDBTransaction,
  work: (transaction: IDBTransaction) => IDBRequest<Result>,
): Promise<Result> {
  const request = work(transaction)
  await committed(transaction)
  return request.result
}
