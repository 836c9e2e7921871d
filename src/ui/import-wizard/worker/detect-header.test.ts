import { describe, expect, it } from 'vitest'
import { detectHeader } from './detect-header'

describe('detectHeader', () => {
  it.each([
    [
      'the first row',
      [
        ['Name', 'Phone'],
        ['Ada', '+15551234567'],
      ],
      0,
    ],
    [
      'a row below a title',
      [
        ['Q3 call list', '', ''],
        ['Name', 'Cell', 'Plan'],
        ['Ann', '+1415', 'pro'],
      ],
      1,
    ],
    [
      'unknown words',
      [
        ['foo', 'bar'],
        ['1', '2'],
      ],
      0,
    ],
    ['a header without rows', [['name', 'phone']], 0],
    [
      'another script',
      [
        ['姓名', '电话'],
        ['三', '090-1000-0000'],
      ],
      0,
    ],
    [
      'duplicate names',
      [
        ['Name', 'Phone', 'Phone'],
        ['Ada', '+15551234567', ''],
      ],
      0,
    ],
    [
      'a year, and what somebody is to be asked, among known names',
      [
        ['Name', 'Phone', '2024', 'Questions to sales@acme.com'],
        ['Ada', '+15551234567', '3', ''],
      ],
      0,
    ],
    [
      'the questions of a form',
      [
        ['Timestamp', 'What is the number at which we may call you during office hours, country code included?'],
        ['2026-11-24 10:00', '+15551234567'],
      ],
      0,
    ],
    [
      'the header, and not a row in which labels are known names',
      [
        ['Given Name', 'Family Name', 'Phone 1 - Type', 'Phone 1 - Value', 'Phone 2 - Type'],
        ['Ada', 'Lovelace', 'Mobile', '+15551234567', 'Work Phone'],
      ],
      0,
    ],
  ])('finds %s', (_, records, index) => {
    expect(detectHeader(records)).toBe(index)
  })

  it('finds none in a list of numbers', () => {
    expect(
      detectHeader([
        ['Ada', '+15551234567'],
        ['Bo', '+15551234568'],
      ]),
    ).toBeNull()
    expect(detectHeader([['+15551234567'], ['+15551234568']])).toBeNull()
    expect(detectHeader([])).toBeNull()
  })
})
