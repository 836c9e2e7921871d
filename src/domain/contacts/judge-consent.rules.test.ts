import { describe, expect, it } from 'vitest'
import { NOW_MS, validationContext } from '@/testing/validation-context'
import { judgeContact } from './judge-contact.rules'
import { prepareValidation } from './prepare-validation.rules'

const at = new Date(NOW_MS - 86_400_000).toISOString()
const given = { basis: 'written', at, source: 'Shop in Main Street' }

const judge = (consent: unknown) =>
  judgeContact({ name: 'Ada', phoneNumber: '+12125550123', consent }, prepareValidation(validationContext()))

const faultsOf = (consent: unknown) => {
  const judged = judge(consent)
  return judged.ok ? [] : judged.faults.map(({ code, field }) => [code, field])
}

describe('the consent of a contact', () => {
  it('is read with its moment and its text', () => {
    const judged = judge({ ...given, text: 'Yes.' })
    expect(judged.ok && judged.contact.consent).toEqual({
      ...{ basis: 'written', atMs: Date.parse(at), source: 'Shop in Main Street', text: 'Yes.' },
    })
    expect(judged.ok && judged.contact.variables).toEqual({})
  })

  it('is absent where there is none, and the contact is as it was', () => {
    for (const none of [undefined, null, '', ' ']) {
      const judged = judge(none)
      expect(judged.ok && judged.contact).not.toHaveProperty('consent')
    }
  })

  it('is a variable where it is a text', () => {
    const judged = judge('yes')
    expect(judged.ok && judged.contact.variables).toEqual({ consent: 'yes' })
    expect(judged.ok && judged.contact).not.toHaveProperty('consent')
  })

  it.each([
    ['a basis that there is not', { ...given, basis: 'hope' }],
    ['no basis', { at, source: 'Shop' }],
    ['a moment without an offset', { ...given, at: '2026-01-01T10:00:00' }],
    ['a moment to come', { ...given, at: new Date(NOW_MS + 2 * 86_400_000).toISOString() }],
    ['a source that cannot be stored', { ...given, source: 'Shop\0' }],
    ['what is not known', { ...given, colour: 'red' }],
  ])('is refused with %s', (_, consent) => {
    expect(faultsOf(consent)).toEqual([['CONSENT_INVALID', 'consent']])
  })

  it('may be of a clock that is ahead', () => {
    expect(faultsOf({ ...given, at: new Date(NOW_MS + 3_600_000).toISOString() })).toEqual([])
  })

  it.each([[5], [true], [['a']]])('that is %j is no text and no consent', (consent) => {
    expect(faultsOf(consent)).toEqual([['VARIABLE_INVALID', 'consent']])
  })
})
