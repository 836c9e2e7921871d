import { expect, it } from 'vitest'
import { findUnknownNumbers } from './unknown-numbers.rules'

const LISTED = [
  { id: 'n-1', phoneNumber: '+15559876543' },
  { id: 'n-2', phoneNumber: '+15559876544' },
  { id: 'n-3', phoneNumber: null },
]
const FIRST = { fromNumber: '+15559876543', moreFromNumbers: [], remoteNumberId: 'n-1' }

it.each([
  ['the number that was chosen', FIRST, []],
  ['a number that is listed, without a choice', { ...FIRST, remoteNumberId: null }, []],
  ['an id that was typed in', { ...FIRST, remoteNumberId: 'n-9' }, []],
  ['an id that is listed without its number', { ...FIRST, remoteNumberId: 'n-3' }, []],
  ['no number yet', { ...FIRST, fromNumber: null }, []],
  ['another number than the chosen one', { ...FIRST, remoteNumberId: 'n-2' }, ['remoteNumberId']],
  [
    'a number that is not listed, without a choice',
    { ...FIRST, fromNumber: '+15550000000', remoteNumberId: null },
    ['remoteNumberId'],
  ],
  [
    'further numbers, of which one is listed',
    { ...FIRST, moreFromNumbers: ['+15559876544', '+15550000000'] },
    ['moreFromNumbers.1'],
  ],
  [
    'faults of both',
    { ...FIRST, moreFromNumbers: ['+15550000000'], remoteNumberId: 'n-2' },
    ['remoteNumberId', 'moreFromNumbers.0'],
  ],
])('%s', (_, numbers, paths) => {
  const faults = findUnknownNumbers(numbers, 'Vapi', LISTED)
  expect(faults.map(({ path }) => path)).toEqual(paths)
  for (const { message } of faults) expect(message).toContain('Vapi')
})
