import { RULE_SET_IDS, RULE_SETS, type RuleSetId } from '@/domain/contact-safety/rule-sets.rules'
import { Prisma } from '@/platform/db'

const idsOf = (holds: (id: RuleSetId) => boolean) => RULE_SET_IDS.filter(holds)
const OF_ALL = idsOf((id) => !RULE_SETS[id].ofDebtCollectors)
const WITH_CAPS = idsOf((id) => RULE_SETS[id].rules.some(({ kind }) => kind === 'cap'))

/** The rule sets that hold for the row `agent` of the row `organization`. */
const IN_FORCE = Prisma.sql`organization.rule_sets && (CASE WHEN agent.collects_debts THEN ${[...RULE_SET_IDS]}::text[]
  ELSE ${OF_ALL}::text[] END)`

/**
 * Tells whether anything but the call windows decides about the calls of the row `agent` of the row `organization`. Where
 * nothing does, no policy has to be loaded and no decision is noted.
 */
export function isGuarded(): Prisma.Sql {
  return Prisma.sql`coalesce(${IN_FORCE} OR organization.caps <> '{}' OR agent.caps <> '{}' OR agent.consent IS NOT NULL
    OR agent.calls_per_number_per_day IS NOT NULL
    OR EXISTS (SELECT FROM suppression_lists guard WHERE guard.organization_id = agent.organization_id), false)`
}

/** Tells whether calls of a number are counted before the row `agent` of the row `organization` makes one more. */
export function countsCalls(): Prisma.Sql {
  return Prisma.sql`coalesce(organization.caps <> '{}' OR agent.caps <> '{}'
    OR (${IN_FORCE} AND organization.rule_sets && ${WITH_CAPS}::text[]), false)`
}
