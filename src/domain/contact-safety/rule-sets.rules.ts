import type { CallingRule } from './calling-rule.rules'
import { CANADA_RULES } from './canada.rules'
import { CONSENT_COUNTRY_RULES } from './consent-countries.rules'
import { DEBT_COLLECTION_RULES } from './debt-collection.rules'
import { US_FEDERAL_RULES } from './us-federal.rules'
import { US_STATE_RULES } from './us-states.rules'

type RuleSet = {
  label: string
  /** What it holds for, for whoever switches it on. */
  holdsFor: string
  /** Countries whose organizations have it switched on from the start. */
  defaultFor: readonly string[]
  /** Whether it holds only for calls of agents that collect debts. */
  ofDebtCollectors: boolean
  rules: readonly CallingRule[]
}

/** The rule sets, which an owner of an organization switches on or off as a whole. */
export const RULE_SETS = {
  'us-federal': {
    label: 'United States',
    holdsFor: 'People in the United States.',
    defaultFor: ['US'],
    ofDebtCollectors: false,
    rules: US_FEDERAL_RULES,
  },
  'us-states': {
    label: 'States of the United States',
    holdsFor: 'People in states that are stricter than the federal rules.',
    defaultFor: ['US'],
    ofDebtCollectors: false,
    rules: US_STATE_RULES,
  },
  'us-debt-collection': {
    label: 'Debt collection (Regulation F)',
    holdsFor: 'People in the United States, in calls of agents that collect debts.',
    defaultFor: ['US'],
    ofDebtCollectors: true,
    rules: DEBT_COLLECTION_RULES,
  },
  canada: {
    label: 'Canada',
    holdsFor: 'People in Canada.',
    defaultFor: ['CA'],
    ofDebtCollectors: false,
    rules: CANADA_RULES,
  },
  'consent-countries': {
    label: 'Consent in the United Kingdom, Germany and France',
    holdsFor: 'People in the United Kingdom, Germany and France.',
    defaultFor: ['GB', 'DE', 'FR'],
    ofDebtCollectors: false,
    rules: CONSENT_COUNTRY_RULES,
  },
} as const satisfies Record<string, RuleSet>

export type RuleSetId = keyof typeof RULE_SETS

export const RULE_SET_IDS = Object.keys(RULE_SETS) as readonly RuleSetId[]

/** Returns the sets that a new organization of a country has switched on. */
export function defaultRuleSets(country: string): RuleSetId[] {
  return RULE_SET_IDS.filter((id) => (RULE_SETS[id].defaultFor as readonly string[]).includes(country))
}

/** Returns the rules of the sets that are switched on, as far as they hold for an agent. */
export function rulesOf(sets: readonly RuleSetId[], collectsDebts: boolean): CallingRule[] {
  return sets.flatMap((id) => (RULE_SETS[id].ofDebtCollectors && !collectsDebts ? [] : RULE_SETS[id].rules))
}
