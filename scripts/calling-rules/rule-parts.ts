import type { CallingRule } from '@/domain/contact-safety/calling-rule.rules'
import { describeRule, describeRulePlace } from '@/domain/contact-safety/describe-rule.rules'
import { RULE_SET_IDS, RULE_SETS, type RuleSetId } from '@/domain/contact-safety/rule-sets.rules'
import { countryName } from '@/domain/phones/find-country.rules'
import { type DocumentParts, markdownTable, withParts } from '@/domain/text/document-parts.rules'

const PARTS: DocumentParts = {
  sets: () =>
    markdownTable(
      ['set', 'for', 'switched on from the start in', 'rules'],
      RULE_SET_IDS.map((id) => {
        const { label, holdsFor, defaultFor, rules } = RULE_SETS[id]
        return [label, holdsFor, defaultFor.map(countryName).join(', '), String(rules.length)]
      }),
    ),
  ...Object.fromEntries(RULE_SET_IDS.map((id) => [`rules-${id}`, () => ruleTable(id)])),
  notes: () => RULE_SET_IDS.flatMap((id) => RULE_SETS[id].rules.flatMap(noteOf)).join('\n'),
}

/** The parts of docs/calling-rules.md, by name. */
export const RULE_PART_NAMES: readonly string[] = Object.keys(PARTS)

/** Returns the text of docs/calling-rules.md with its parts rewritten from the tables of rules. */
export function withRuleParts(text: string): string {
  return withParts(text, PARTS)
}

function ruleTable(id: RuleSetId): string {
  return markdownTable(
    ['rule', 'version', 'place', 'what it says', 'source', 'read on', 'read in'],
    RULE_SETS[id].rules.map((rule) => [
      `\`${rule.id}\``,
      String(rule.version),
      describeRulePlace(rule),
      describeRule(rule),
      rule.source,
      rule.readOn,
      rule.readFrom === 'text' ? 'the text' : 'a summary',
    ]),
  )
}

function noteOf({ id, note }: CallingRule): string[] {
  return note === undefined ? [] : [`- \`${id}\`: ${note}`]
}
