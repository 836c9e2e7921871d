import { expect, test } from 'vitest'
import { newUlid, parseEventIdSeed, seededUlid, ulidFloor } from './ulid'

const NOW = 1795449879805

test('a ULID has 26 characters and sorts by time', () => {
  expect(newUlid(NOW)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  expect(newUlid(NOW) < newUlid(NOW + 1)).toBe(true)
  expect(ulidFloor(NOW) <= newUlid(NOW)).toBe(true)
  expect(ulidFloor(NOW + 1) > newUlid(NOW)).toBe(true)
})

test('known value: ULID of the specification', () => {
  expect(ulidFloor(1469918176385).slice(0, 10)).toBe('01ARYZ6S41')
})

test('a seed gives the same ids again, one per index, wrapping in the last four bytes', () => {
  const seed = parseEventIdSeed(`${NOW},${Buffer.from([1, 2, 3, 4, 5, 6, 255, 255, 255, 255]).toString('base64')}`)
  if (!seed) throw new Error('seed not read')
  expect(seededUlid(seed, 0)).toBe(seededUlid(seed, 0))
  expect(seededUlid(seed, 0)).not.toBe(seededUlid(seed, 1))
  // 0xffffffff + 1 wraps to 0: the last characters are zero.
  expect(seededUlid(seed, 0).endsWith('000000')).toBe(true)
})

test.each([undefined, '', 'x', '12', '12,', '12,AAAA', 'abc,AAAAAAAAAAAAAA==', '12,AAAAAAAAAAAAAAAAAAAAAA=='])(
  'not a seed: %s',
  (header) => {
    expect(parseEventIdSeed(header)).toBeNull()
  },
)
