import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId, toPublicId } from '@/domain/ids'
import { readSearchText } from './search-text.rules'

const read = (text: string) => readSearchText(text, 'US')

describe('a number', () => {
  it.each([
    ['(415) 555-2671', ['+14155552671']],
    ['+1 415 555 2671', ['+14155552671']],
    ['tel:+14155552671', []],
    ['0049 171 1234567', ['+491711234567']],
    ['+49 171 1234567', ['+491711234567']],
    ['Ada', []],
    ['12', []],
  ])('%s', (text, numbers) => {
    expect(read(text).numbers).toEqual(numbers)
  })

  it('may be several: all of an ambiguous text are looked for', () => {
    const { numbers } = readSearchText('491711234567', 'DE')
    expect(numbers).toContain('+491711234567')
    expect(numbers.length).toBeGreaterThan(1)
  })

  it.each([
    ['2671', ['2671']],
    ['555-2671', ['5552671']],
    ['0171 1234567', ['01711234567', '1711234567']],
    ['0777', ['0777']],
    ['267', []],
    ['A2671', []],
    ['1'.repeat(15), []],
  ])('%s is the end of one', (text, ends) => {
    expect(read(text).numberEnds).toEqual(ends)
  })
})

describe('an id', () => {
  it('is known by its prefix, in any case, and is also read as all else', () => {
    const id = newId()
    expect(read(toPublicId('agent', id))).toMatchObject({ agentId: id, sequenceId: null, callId: null, workId: null })
    expect(read(toPublicId('sequence', id).toUpperCase())).toMatchObject({ sequenceId: id })
    expect(read(toPublicId('call', id))).toMatchObject({ callId: id })
    expect(read(id)).toMatchObject({ workId: id, values: expect.arrayContaining([id]) })
    expect(read('agent.x')).toMatchObject({ agentId: null })
  })
})

it('a name is two characters at least, with a letter, and no address', () => {
  expect(read('Ada').name).toEqual({ whole: 'Ada', first: 'Ada', last: 'Ada' })
  expect(read('Ada  King Lovelace').name).toEqual({ whole: 'Ada King Lovelace', first: 'Ada', last: 'Lovelace' })
  for (const text of ['A', '12', 'ada@example.com', '']) expect(read(text).name).toBeNull()
  expect(read('ada@example.com').email).toBe('ada@example.com')
})

it('a value of a variable is tried as it is and in one case', () => {
  expect(read('Acme-1').values).toEqual(['Acme-1', 'acme-1', 'ACME-1'])
  expect(read('12').values).toEqual(['12'])
  expect(read('').values).toEqual([])
})

it('reads any text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
      for (const number of read(text.trim()).numbers) expect(number).toMatch(/^\+[0-9]+$/)
    }),
  )
})
