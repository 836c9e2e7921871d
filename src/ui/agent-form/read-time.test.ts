import { expect, it } from 'vitest'
import { isTime, readTime } from './read-time'

it.each([
  ['9', '09:00'],
  ['09:30', '09:30'],
  ['930', '09:30'],
  ['17.30', '17:30'],
  ['5pm', '17:00'],
  ['12 am', '00:00'],
  ['12pm', '12:00'],
  ['24', '24:00'],
  [' 24:00 ', '24:00'],
  ['24:01', null],
  ['25', null],
  ['9:75', null],
  ['13pm', null],
  ['5:00\u202fPM', '17:00'],
  ['noon', '12:00'],
  ['Midnight', '24:00'],
  ['midnigh', null],
  ['', null],
])('%j is %s', (text, time) => expect(readTime(text)).toBe(time))

it('a time is what call windows have, and nothing that can only be read as one', () => {
  expect(['00:00', '09:30', '24:00', '9:30', '5pm', '25:00', ''].filter(isTime)).toEqual(['00:00', '09:30', '24:00'])
})
