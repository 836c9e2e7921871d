import { expect, it } from 'vitest'
import { readTime } from './read-time'

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
  ['noon', null],
  ['', null],
])('%j is %s', (text, time) => expect(readTime(text)).toBe(time))
