import { expect, it } from 'vitest'
import { currentRequestId, withRequestContext } from './request-context'
import { Rounds } from './rounds'

/** Rounds of which each ends when the test says so, and which fails for a negative number. */
function heldRounds({ sizeMax = 100, gatherMs = 0 } = {}) {
  const handled: number[][] = []
  const releases: (() => void)[] = []
  const rounds = new Rounds<number, number>({ sizeMax, gatherMs }, async (items) => {
    handled.push([...items])
    await new Promise<void>((resolve) => releases.push(resolve))
    if (items.some((item) => item < 0)) throw new Error('negative')
    return items.map((item) => item * 2)
  })
  const release = async () => {
    releases.shift()?.()
    await new Promise(setImmediate)
  }
  return { rounds, handled, release }
}

it('what arrives while a round is under way is handled together in the next', async () => {
  const { rounds, handled, release } = heldRounds()
  const results = [1, 2, 3].map((item) => rounds.add(item))
  expect(handled).toEqual([[1]])
  await release()
  expect(handled).toEqual([[1], [2, 3]])
  await release()
  expect(await Promise.all(results)).toEqual([2, 4, 6])
  const later = rounds.add(4)
  expect(handled.at(-1)).toEqual([4])
  await release()
  expect(await later).toBe(8)
})

it('a round waits for what comes a moment later, unless it is full', async () => {
  const { rounds, handled, release } = heldRounds({ sizeMax: 3, gatherMs: 20 })
  const results = [rounds.add(1)]
  await new Promise(setImmediate)
  results.push(rounds.add(2))
  await expect.poll(() => handled).toEqual([[1, 2]])
  results.push(...[3, 4, 5, 6].map((item) => rounds.add(item)))
  await release()
  expect(handled.at(-1)).toEqual([3, 4, 5])
  await release()
  await expect.poll(() => handled.at(-1)).toEqual([6])
  await release()
  expect(await Promise.all(results)).toEqual([2, 4, 6, 8, 10, 12])
})

it('no round is larger than allowed', async () => {
  const { rounds, handled, release } = heldRounds({ sizeMax: 2 })
  const results = [1, 2, 3, 4, 5, 6].map((item) => rounds.add(item))
  for (let round = 0; round < 4; round++) await release()
  expect(await Promise.all(results)).toEqual([2, 4, 6, 8, 10, 12])
  expect(handled).toEqual([[1], [2, 3], [4, 5], [6]])
})

it('one bad item fails by itself', async () => {
  const { rounds, handled, release } = heldRounds()
  const results = Promise.allSettled([1, 2, -3, 4].map((item) => rounds.add(item)))
  for (let round = 0; round < 5; round++) await release()
  expect((await results).map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
    2,
    4,
    'failed',
    8,
  ])
  expect(handled).toEqual([[1], [2, -3, 4], [2], [-3], [4]])
})

it('while the database cannot be used, a round fails at once as a whole', async () => {
  const handled: number[] = []
  const rounds = new Rounds<number, number>({ sizeMax: 100, gatherMs: 5 }, async (items) => {
    handled.push(items.length)
    throw Object.assign(new Error('terminating connection'), { code: '57P01' })
  })
  const results = await Promise.allSettled([1, 2, 3].map((item) => rounds.add(item)))
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(handled).toEqual([3])
})

it('a round belongs to none of the requests in it', async () => {
  const ids: (string | undefined)[] = []
  const rounds = new Rounds<number, number>({ sizeMax: 100, gatherMs: 5 }, async (items) => {
    ids.push(currentRequestId())
    return items
  })
  const ask = (requestId: string, item: number) => withRequestContext({ requestId }, () => rounds.add(item))
  expect(await Promise.all([ask('one', 1), ask('other', 2)])).toEqual([1, 2])
  expect(ids).toEqual([undefined])
})
