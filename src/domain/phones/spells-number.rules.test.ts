import fc from 'fast-check'
import { getCountries, getExampleNumber } from 'libphonenumber-js'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, it } from 'vitest'
import { numberEnd, numberSpeller } from './spells-number.rules'

const ADA = '+14155552671'

describe('a text spells a number', () => {
  it.each([
    '+14155552671',
    '14155552671',
    '4155552671',
    '(415) 555-2671',
    '415.555.2671',
    '1-415-555-2671',
    '001 415 555 2671',
    '011 1 415 555 2671',
    'tel:+1-415-555-2671;ext=7',
    '415-555-2671 x12',
    '415 555 2671 12',
    'Call 415-555-2671 or mail',
    '４１５５５５２６７１',
    '٤١٥٥٥٥٢٦٧١',
    '415\u00a0555\u20112671',
  ])('%s', (text) => expect(numberSpeller(ADA)(text)).toBe(true))

  it.each(['', 'Ada', '415-555-2672', '415-555', '2671', '+44 20 7946 0958', '415, 555, 2671'])('not %s', (text) =>
    expect(numberSpeller(ADA)(text)).toBe(false),
  )

  const numbers = getCountries().flatMap((country) => getExampleNumber(country, examples) ?? [])
  it('of every country, in each form that the library writes', () => {
    for (const number of numbers) {
      const spells = numberSpeller(number.number)
      const forms = [number.number, number.formatInternational(), number.formatNational(), number.getURI()]
      forms.push(String(number.nationalNumber), number.format('IDD', { fromCountry: 'US' }) ?? number.number)
      for (const form of forms) expect([form, spells(form)]).toEqual([form, true])
    }
  })

  it('whatever signs stand between its digits, and not when a digit is another', () => {
    const separators = fc.array(fc.constantFrom('', ' ', '-', '.', '/', ' (', ') ', '\u2013'), {
      minLength: 10,
      maxLength: 10,
    })
    fc.assert(
      fc.property(fc.constantFrom(...numbers), separators, fc.nat(), (number, between, at) => {
        const digits = [...number.number.slice(1)]
        const write = (given: readonly string[]) => given.map((digit, n) => digit + (between[n % 10] ?? '')).join('')
        const spells = numberSpeller(number.number)
        expect(spells(write(digits))).toBe(true)
        const other = digits.map((digit, n) => (n === digits.length - 1 - (at % 4) ? String((+digit + 1) % 10) : digit))
        expect(spells(write(other))).toBe(false)
      }),
    )
  })
})

it('the end of a number is the end of each of its forms', () => {
  for (const country of getCountries()) {
    const number = getExampleNumber(country, examples)
    if (!number) continue
    const digits = (text: string) => text.replace(/\D/g, '')
    const end = numberEnd(number.number)
    for (const form of [number.formatNational(), number.formatInternational()]) {
      // A shorter national number has fewer, with what is dialed before it.
      if (digits(form).length < 7) continue
      expect([country, digits(form).slice(-Math.min(7, number.nationalNumber.length))]).toEqual([
        country,
        end.slice(-Math.min(7, number.nationalNumber.length)),
      ])
    }
  }
})
