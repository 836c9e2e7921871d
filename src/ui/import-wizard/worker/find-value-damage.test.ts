import { describe, expect, it } from 'vitest'
import { findJunk, findNameDamage, findTimeDamage, findValueDamage } from './find-value-damage'

const value = (text: string) => {
  const found = findValueDamage(text)
  return found && [found.damage, found.repairs[0]?.value ?? null]
}

describe('findValueDamage', () => {
  it.each(['1.2E+15', '4,5e+10', '-1E-7'])('%s is a value that was cut', (text) => {
    expect(value(text)).toEqual(['VALUE_CUT_SHORT', null])
  })

  it.each(['#N/A', '#REF!', '#VALUE!', 'Err:502', ' #DIV/0! '])('%s is a failed formula', (text) => {
    expect(value(text)).toEqual(['VALUE_IS_ERROR', null])
  })

  it.each(['NULL', 'null', ' undefined ', 'None', 'nan', 'NaN', '[object Object]', '(blank)', '-', '\\N', '<NA>'])(
    '%s stands for nothing, and can be emptied',
    (text) => {
      expect(value(text)).toEqual(['VALUE_IS_JUNK', ''])
      expect(findJunk(text.trim())?.repairs).toEqual([{ choice: 'only', value: '' }])
    },
  )

  it.each([
    ['O&#39;Neil &amp; Sons', "O'Neil & Sons"],
    ['Jos&eacute; N&uacute;&ntilde;ez', 'José Núñez'],
    ['&quot;Ace&quot;', '"Ace"'],
    ['M&uuml;ller &amp;amp; Sohn', 'Müller & Sohn'],
    ['caf&#xe9;', 'café'],
    ['Gro&szlig; &ndash; klein', 'Groß – klein'],
  ])('%s is %s', (text, decoded) => expect(value(text)).toEqual(['HTML_ENTITIES', decoded]))

  it.each([
    ['Ada \\"Ace\\" Ott', 'Ada "Ace" Ott'],
    ["O\\'Neil", "O'Neil"],
    ['a\\\\b', 'a\\b'],
  ])('%s is %s', (text, plain) => expect(value(text)).toEqual(['BACKSLASHES', plain]))

  it.each([
    ...['Ada', 'Null', 'Nan Goldin', 'Nonesuch', 'null and void', 'A&B', 'Smith & Sons', '&', 'AT&T;', '&foo;', '&#0;'],
    ...['C:\\files', '12', '-5', '+1', '1E', '#1', 'E5', 'Err', '#hash', 'undefined behaviour', '', 'a-b', 'x & y; z'],
  ])('%s is what it is', (text) => expect(findValueDamage(text)).toBeNull())
})

describe('findNameDamage', () => {
  it.each([
    ['NULL', ''],
    ['NULL NULL', ''],
    ['Ada NULL', 'Ada'],
    ['undefined Ott', 'Ott'],
    ['nan nan', ''],
    ['[object Object]', ''],
    ['Ada [object Object] Ott', 'Ada Ott'],
    ['-', ''],
  ])('%s becomes “%s”', (name, repaired) => {
    expect(findNameDamage(name)).toMatchObject({ damage: 'VALUE_IS_JUNK', repairs: [{ value: repaired }] })
  })

  it.each([
    ...['Ada Ott - DO NOT CALL', 'Ben Ulm (DNC)', "Cyn Rau don't call", 'DO NOT CALL Ada Ott', 'Ada Ott (opted out)'],
    ...['Ada Ott NICHT ANRUFEN', 'Ada Ott (ne pas appeler)', 'NO LLAMAR Ada', 'Иван не звонить', '太郎 電話しないで'],
    ...['Ada Ott – não ligar', 'Ada (bel-me-niet)', 'Ada älä soita', 'Ada Ott: DNC', 'remove me - Ada'],
  ])('%s says not to call', (name) => {
    expect(findNameDamage(name)).toMatchObject({ damage: 'SAYS_DO_NOT_CALL', repairs: [] })
  })

  it.each([
    'Quick Stop',
    'TPS Ltd',
    'No Doubt',
    'Don Tcall',
    'Belen Soita',
    'Noa Call',
    'Optima',
    'Stop & Shop',
    '李小龙',
  ])('%s is a name, whatever it says', (name) => expect(findNameDamage(name)).toBeNull())

  it.each(['Ada Ott', 'Christopher Null', 'Nan Goldin', 'Ada Nannull', 'NULLARBOR', 'Jean-Luc', 'Ada - Ott', 'Anan'])(
    '%s is a name',
    (name) => expect(findNameDamage(name)).toBeNull(),
  )
})

describe('findTimeDamage', () => {
  it.each([
    ['46450.395833', '2027-03-04 09:30'],
    ['46450,5', '2027-03-04 12:00'],
    ['46450.75', '2027-03-04 18:00'],
  ])('%s is a time', (text, repaired) => {
    expect(findTimeDamage(text, false)).toMatchObject({ damage: 'TIME_AS_NUMBER', repairs: [{ value: repaired }] })
  })

  it('counts days from 1904 where the workbook does', () => {
    const time = findTimeDamage('44988.395833', true)
    expect(time).toMatchObject({ damage: 'TIME_AS_NUMBER', repairs: [{ value: '2027-03-04 09:30' }] })
    expect(time?.message).toContain('2027-03-04 09:30')
    expect(findTimeDamage('44988', true)?.message).toContain('2027-03-04')
  })

  it.each(['46450', '46450.0', '46450,00', '46451'])('%s is a day, and no time is made up', (text) => {
    expect(findTimeDamage(text, false)).toMatchObject({ damage: 'DATE_AS_NUMBER', repairs: [] })
    expect(findTimeDamage(text, false)?.message).toContain('2027-03-0')
  })

  it('a program’s word for nothing can be emptied, and everything else is no damage', () => {
    expect(findTimeDamage('NULL', false)).toMatchObject({ damage: 'VALUE_IS_JUNK' })
    for (const text of ['2027-03-04', '3/4/2027', 'soon', '123', '123456'])
      expect(findTimeDamage(text, false)).toBeNull()
  })
})
