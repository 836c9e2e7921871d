import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findDoNotCall, readWords } from './phone-words'

const NUMBERS = ['+1 415 555 2671', '(415) 555-2671', '0171 1234567', '+44 20 7946 0958', '090-1234-5678']

describe('findDoNotCall', () => {
  it.each([
    ...[
      'do not call',
      'DO NOT CALL!',
      "don't call",
      'don’t call',
      'dont ring',
      'please do not contact',
      'Do not phone',
    ],
    ...['DNC', '(DNC)', 'dnd', 'opt-out', 'opted out', 'Opt out', 'STOP', 'unsubscribed', 'no calls', 'no sales calls'],
    ...['remove me', 'never call', 'not to be called', 'no longer call', 'blacklisted', 'TPS', 'stop calling'],
    ...['nicht anrufen', 'bitte nicht mehr anrufen', 'Kein Anruf', 'keine Werbung', 'Anrufverbot', 'niet bellen'],
    ...['ne pas appeler', 'Ne plus appeler', 'ne pas déranger', 'no llamar', 'NO LLAMAR', 'no volver a llamar'],
    ...['não ligar', 'nao ligue', 'non chiamare', 'nie dzwonić', 'nevolat', 'ring inte', 'ikke ring', 'älä soita'],
    ...[
      'не звонить',
      'Не дзвонити',
      'μην καλείτε',
      '電話しないで',
      '架電禁止',
      '请勿致电',
      '전화 금지',
      'لا تتصل',
      'ห้ามโทร',
    ],
  ])('%s, beside a number or alone, is no number to call', (words) => {
    for (const number of NUMBERS) {
      expect(findDoNotCall(`${number} ${words}`)).not.toBeNull()
      expect(findDoNotCall(`${words}: ${number}`)).not.toBeNull()
    }
    expect(findDoNotCall(words)).not.toBeNull()
  })

  it.each([
    'mobile',
    'tel.',
    'wrong number',
    'old',
    'ask for Bob',
    'Handy',
    'casa',
    'no',
    'call after 5',
    'Notting Hill',
  ])('%s says nothing of that kind', (words) => expect(findDoNotCall(`415-555-2671 ${words}`)).toBeNull())
})

describe('readWords', () => {
  it.each([
    ...[
      'tel',
      'Tel.',
      'TEL:',
      'Phone',
      'mobile',
      'Mob.',
      'cell',
      '(cell)',
      '[work]',
      'Home -',
      'office',
      'p:',
      'm:',
      'c',
    ],
    ...[
      'Ph. No.',
      'Mobile number',
      'WhatsApp',
      'whats app',
      'Direct line',
      'Handy',
      'Büro',
      'geschäftlich',
      'Festnetz',
    ],
    ...['téléphone', 'Portable', 'Móvil', 'celular', 'casa', 'Telemóvel', 'cellulare', 'mobiel', 'puh.', 'komórka'],
    ...['тел.', 'моб', 'Κινητό', '携帯', '手机', '휴대폰', 'جوال', 'โทร'],
  ])('%s is taken off on either side, and nothing of the number with it', (label) => {
    for (const number of NUMBERS) {
      expect(readWords(`${label} ${number}`)).toEqual({ number, words: null })
      expect(readWords(`${number} ${label}`)).toEqual({ number, words: null })
    }
  })

  it.each([
    ...['wrong number', 'old', 'fax', 'F:', 'wife', "wife's cell", 'mother', 'disconnected', 'moved', 'deceased'],
    ...[
      'ask for Bob',
      'Bob',
      'tel/fax',
      'c/o',
      'no',
      'not mobile',
      'mobile of his son',
      'text only',
      'alt',
      'emergency',
    ],
    ...['alt (neu?)', 'Frau', 'falsche Nummer', 'mauvais numéro', 'número equivocado', 'жена', '母', 'ex work', 'x'],
  ])('%s is named, and the text stays as it is', (words) => {
    for (const number of NUMBERS) {
      const text = `${words} ${number}`
      expect(readWords(text)).toMatchObject({
        number: text,
        words: expect.stringContaining(words.match(/\p{L}+/u)?.[0] ?? ''),
      })
      expect(readWords(`${number} ${words}`).words).not.toBeNull()
    }
  })

  it('counts phones by a digit, and does not call the digit', () => {
    expect(readWords('Mobil 2 0171 1234567').words).toBe('Mobil')
    expect(readWords('Mobile 3: 415-555-2671').words).toBe('Mobile')
    expect(readWords('Tel 0 532 123 45 67')).toEqual({ number: '0 532 123 45 67', words: null })
    expect(readWords('моб 8 495 123-45-67')).toEqual({ number: '8 495 123-45-67', words: null })
  })

  it('takes no text apart in the middle of which there are words, but for an extension', () => {
    expect(readWords('415-555-2671 home 415-555-2672').words).toBe('home')
    expect(readWords('mobile 415-555-2671 ext 12')).toEqual({ number: '415-555-2671 ext 12', words: null })
    expect(readWords('020 (7946) work').number).toBe('020 (7946)')
  })

  it('leaves off nothing but letters and what stands around them: the digits are all there, in order', () => {
    const piece = fc.constantFrom(
      'tel',
      'home',
      'old',
      'Bob',
      ':',
      '(',
      ')',
      ' ',
      '+',
      '-',
      '415',
      '0171',
      '5',
      'x',
      '.',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const { number } = readWords(text)
        expect(number.replace(/\D/g, '')).toBe(text.replace(/\D/g, ''))
        expect(text).toContain(number.replace(/\)$/, ''))
      }),
    )
  })
})
