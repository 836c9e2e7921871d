import { describe, expect, it } from 'vitest'
import { dragWindow, joinWindows, layOut, minuteAt } from './week-drag'

const office = { start: '09:00', end: '17:00' }

describe('layOut', () => {
  it('puts a window that crosses midnight on both days, over the end of the week too', () => {
    const days = layOut({ monday: [office], sunday: [{ start: '22:00', end: '02:00' }] })
    expect(days.monday).toEqual([
      { start: 540, end: 1_020, day: 'monday', index: 0, isRest: false },
      { start: 0, end: 120, day: 'sunday', index: 0, isRest: true },
    ])
    expect(days.sunday).toEqual([{ start: 1_320, end: 1_440, day: 'sunday', index: 0, isRest: false }])
    expect(days.tuesday).toEqual([])
  })

  it('leaves out what cannot be read yet', () => {
    expect(layOut({ monday: [{ start: '9', end: '17:00' }] }).monday).toEqual([])
  })
})

it.each([
  [0, 0],
  [0.38, 540],
  [1, 1_440],
  [-0.2, 0],
  [1.3, 1_440],
])('the place %d is the minute %d', (place, minute) => expect(minuteAt(place)).toBe(minute))

it.each([
  ['a new one, to the right', { kind: 'new', from: 540 }, 1_020, office],
  ['a new one, to the left', { kind: 'new', from: 1_020 }, 540, office],
  ['a new one without length', { kind: 'new', from: 540 }, 540, null],
  ['an earlier start', { kind: 'start', window: office, from: 540 }, 480, { start: '08:00', end: '17:00' }],
  ['a start behind the end', { kind: 'start', window: office, from: 540 }, 1_200, { start: '16:30', end: '17:00' }],
  ['a later end', { kind: 'end', window: office, from: 1_020 }, 1_440, { start: '09:00', end: '24:00' }],
  ['an end before the start', { kind: 'end', window: office, from: 1_020 }, 60, { start: '09:00', end: '09:30' }],
  ['moved', { kind: 'move', window: office, from: 600 }, 660, { start: '10:00', end: '18:00' }],
  ['moved beyond the day', { kind: 'move', window: office, from: 600 }, 1_440, { start: '16:00', end: '24:00' }],
] as const)('%s', (_, drag, to, window) => expect(dragWindow(drag, to)).toEqual(window))

it('joins windows that touch or overlap, and leaves the others', () => {
  const night = { start: '22:00', end: '02:00' }
  const windows = [
    { start: '13:00', end: '17:00' },
    night,
    { start: '09:00', end: '12:00' },
    { start: '12:00', end: '12:30' },
  ]
  expect(joinWindows(windows)).toEqual([{ start: '09:00', end: '12:30' }, { start: '13:00', end: '17:00' }, night])
})
