import { expect, it } from 'vitest'
import { togetherOrAlone } from './together-or-alone'

const sum = async (items: readonly number[]) => {
  if (items.some((item) => item < 0)) throw new Error(`negative: ${items.join()}`)
  return items.reduce((sum, item) => sum + item, 0)
}

it('does all at once', async () => {
  expect(await togetherOrAlone([1, 2, 3], sum)).toEqual({ results: [6], failed: [] })
  expect(await togetherOrAlone([], sum)).toEqual({ results: [], failed: [] })
})

it('one bad item does not fail the others', async () => {
  const { results, failed } = await togetherOrAlone([1, -2, 3], sum)
  expect(results).toEqual([1, 3])
  expect(failed).toEqual([{ item: -2, error: new Error('negative: -2') }])
})

it('throws the first error when every one fails', async () => {
  await expect(togetherOrAlone([-1, -2], sum)).rejects.toThrow('negative: -1,-2')
  await expect(togetherOrAlone([-1], sum)).rejects.toThrow('negative: -1')
})

it('does nothing alone while the database cannot be used', async () => {
  let tried = 0
  const work = async () => {
    tried++
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  }
  await expect(togetherOrAlone([1, 2, 3], work)).rejects.toThrow('ECONNRESET')
  expect(tried).toBe(1)
})
