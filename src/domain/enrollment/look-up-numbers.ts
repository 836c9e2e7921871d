import type { Actor } from '@/domain/actor'
import { parseRequest } from '@/domain/parse-request'
import { findListNames } from '@/domain/suppression/find-list-names'
import { db } from '@/platform/db'
import { findByNumberRules } from './find-by-number-rules'
import { loadAgentForEnrollment } from './load-agent-for-enrollment'
import { type LookedUpConsents, lookUpConsents } from './look-up-consents'
import { type LookUpNumbersInput, lookUpNumbersSchema } from './look-up-numbers.schema'

/** Of the numbers that were asked for, in E.164, those whose contacts an enrollment would reject, and why. */
export type LookedUpNumbers = {
  /** True where no number can be: the organization has no list, nobody asks for a consent, and the request has no rule. */
  isMoot: boolean
  suppressed: { phoneNumber: string; listName: string }[]
  active: string[]
  called: string[]
  /** Null where nobody asks for a consent. Each contact may bring one, so whom it turns away is decided where the rows are. */
  consents: LookedUpConsents | null
}

/**
 * Says before an enrollment of which numbers it would reject the contacts, for a review of a whole file: for a list, an open
 * sequence or a call of late, as the enrollment finds them, or for want of a consent. Hours and limits depend on more than
 * the number, and are asked by the dry run. Nothing is written.
 *
 * @throws AGENT_NOT_FOUND
 */
export async function lookUpNumbers(actor: Actor, input: LookUpNumbersInput): Promise<LookedUpNumbers> {
  const { agentId, numbers, ...rules } = parseRequest(lookUpNumbersSchema, input)
  const agent = await loadAgentForEnrollment(actor, agentId)
  const hasLists = agent.policies?.hasLists ?? false
  const phoneNumbers = [...new Set(numbers)]
  const [listNames, { active, called }, consents] = await Promise.all([
    hasLists ? findListNames(db(), { ...actor, agentId: agent.id }, phoneNumbers) : new Map<string, string>(),
    findByNumberRules(actor, agent, phoneNumbers, rules),
    lookUpConsents(actor, agent, phoneNumbers),
  ])
  return {
    isMoot: !hasLists && consents === null && rules.ifActive === undefined && rules.notCalledWithinDays === undefined,
    suppressed: Array.from(listNames, ([phoneNumber, listName]) => ({ phoneNumber, listName })),
    active: [...(active ?? [])],
    called: [...(called?.numbers ?? [])],
    consents,
  }
}
