import { describe, expect, it } from 'vitest'
import { findPhoneDamage } from './find-phone-damage'

describe('findPhoneDamage', () => {
  it.each([
    ['marks of direction, as address books copy them', '\u202a+1 212 555 0100\u202c', '+1 212 555 0100'],
    ['a mark behind', '+12125550100\u200e', '+12125550100'],
    ['narrow and thin spaces', '+1\u202f212\u2009555 0100', '+1 212 555 0100'],
    ['a tab and a line break', '+1 212\t555\r\n0100', '+1 212 555 0100'],
    ['the apostrophe of a text cell', "'2125550100", '2125550100'],
    ['quotation marks behind a blank', ' "+12125550100"', '+12125550100'],
    ['a formula', '=+12125550100', '+12125550100'],
    ['the label of a lead form', 'p:+12125550100', '+12125550100'],
    ['a label before', 'Mobile: (212) 555-0100', '(212) 555-0100'],
    ['a label behind', '2125550100 (mobile)', '2125550100'],
    ['a WhatsApp link', 'https://wa.me/12125550100', '+12125550100'],
    ['brackets around the country', '(+49) 30 901820', '+49 30 901820'],
    ['00 for +', '0044 20 7183 8750', '+44 20 7183 8750'],
  ])('%s: what is no part of the number can be removed', (_, value, repaired) => {
    expect(findPhoneDamage(value, 'US')).toMatchObject({ damage: 'PHONE_WRITTEN_ODDLY', repaired })
  })

  it.each(['1.55512E+10', '41555500000', '491512300000'])(
    '%s has lost its last digits, and nothing is made up',
    (value) => {
      expect(findPhoneDamage(value, 'US')).toMatchObject({ damage: 'PHONE_CUT_SHORT', repaired: null })
    },
  )

  it.each([
    ['442071838750', 'US', 'PHONE_LOST_PLUS', '+442071838750'],
    ['612345678', 'US', null, null],
    ['+12125550100 / +12125550101', 'US', null, null],
    ["'n/a", 'US', null, null],
    ['mobile', 'US', null, null],
    ['1-800-FLOWERS', 'US', null, null],
    ['212-555-0100 or 212-555-0101', 'US', null, null],
    ['0000000000', 'US', null, null],
  ] as const)('%s in %s: %s', (value, country, damage, repaired) => {
    const found = findPhoneDamage(value, country)
    expect(found && { damage: found.damage, repaired: found.repaired }).toEqual(damage && { damage, repaired })
  })
})
