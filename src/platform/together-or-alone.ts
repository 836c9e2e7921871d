import { isDatabaseTrouble } from './database-trouble'

/** What has failed by itself, and why. */
export type Failed<Item> = { item: Item; error: unknown }

/**
 * Does `work` for all items at once. When that fails, does it for each by itself, so that one bad item does not fail
 * the others; but not when the database cannot be used.
 *
 * @returns what `work` has returned, each time that it did, and the items for which it has failed
 * @throws what `work` has thrown, when it fails for every item: the fault is not one of theirs then
 */
export async function togetherOrAlone<Item, Result>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<Result>,
): Promise<{ results: Result[]; failed: Failed<Item>[] }> {
  if (items.length === 0) return { results: [], failed: [] }
  try {
    return { results: [await work(items)], failed: [] }
  } catch (error) {
    if (items.length === 1 || isDatabaseTrouble(error)) throw error
    const results: Result[] = []
    const failed: Failed<Item>[] = []
    for (const item of items) {
      try {
        results.push(await work([item]))
      } catch (error) {
        failed.push({ item, error })
      }
    }
    if (failed.length === items.length) throw error
    return { results, failed }
  }
}
