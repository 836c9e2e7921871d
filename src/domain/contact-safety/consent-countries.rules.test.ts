import { getCountryCallingCode } from 'libphonenumber-js'
import { expect, it } from 'vitest'
import { RULE_SET_IDS, RULE_SETS } from './rule-sets.rules'

it('whose consent is asked for is told by the number: no rule is of a part of a country, or of one that shares +1', () => {
  const rules = RULE_SET_IDS.flatMap((id) => RULE_SETS[id].rules).filter(({ kind }) => kind === 'consent')
  expect(rules.length).toBeGreaterThan(0)
  for (const { region, country } of rules) {
    expect(region).toBeNull()
    expect(getCountryCallingCode(country as 'GB')).not.toBe('1')
  }
})
