import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { RULE_SET_IDS, RULE_SETS } from '@/domain/contact-safety/rule-sets.rules'
import { partsIn } from '@/domain/text/document-parts.rules'
import { RULE_PART_NAMES, withRuleParts } from './rule-parts'

const text = readFileSync(join(import.meta.dirname, '../../docs/calling-rules.md'), 'utf8')

it('docs/calling-rules.md says what the tables say: else run `npm run docs`', () => {
  expect(text).toBe(withRuleParts(text))
})

it('each part stands in it once', () => {
  expect(partsIn(text).sort()).toEqual([...RULE_PART_NAMES].sort())
})

it('each rule is in it with its source', () => {
  for (const id of RULE_SET_IDS) {
    for (const rule of RULE_SETS[id].rules) {
      const line = text.split('\n').find((each) => each.startsWith(`| \`${rule.id}\``))
      expect(line).toContain(rule.source)
    }
  }
})

it('promises nothing', () => {
  expect(text).toContain('None of this is legal advice')
})
