import type { Actor } from '@/domain/actor'

/** What a list is asked for, as far as tests are concerned. */
export type TestFilter = {
  tests?: boolean | undefined
  batchId?: string | undefined
  importId?: string | undefined
}

/**
 * Says whether a list has tests in it: what was enrolled by a test key, and test calls. Every list leaves them out
 * unless they are asked for, by `tests` or by the batch or import that they are in. A test key sees what it does.
 */
export function showsTests(actor: Pick<Actor, 'test'>, { tests, batchId, importId }: TestFilter): boolean {
  return tests ?? (actor.test === true || batchId !== undefined || importId !== undefined)
}
