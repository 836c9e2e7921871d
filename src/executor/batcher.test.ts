import { expect, test } from 'vitest'
import { Batcher } from './batcher'

test('items that come while a batch is under way go together, in order, up to the maximum', async () => {
  const batches: number[][] = []
  const batcher = new Batcher<number, number>(async (items) => {
    batches.push(items)
    await new Promise((resolve) => setTimeout(resolve, 5))
    return items.map((item) => item * 2)
  }, 3)
  const first = batcher.add(1)
  await new Promise((resolve) => setTimeout(resolve, 2))
  expect(await Promise.all([first, ...[2, 3, 4, 5].map((item) => batcher.add(item))])).toEqual([2, 4, 6, 8, 10])
  expect(batches).toEqual([[1], [2, 3, 4], [5]])
})

test('a bad item fails alone', async () => {
  const batcher = new Batcher<number, number>(async (items) => {
    if (items.includes(2)) throw new Error('bad')
    return items
  }, 10)
  const results = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)))
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
