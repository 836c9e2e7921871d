import { NO_CAPS } from '@/domain/contact-safety/cap.schema'
import type {
  AgentPolicy,
  CallWish,
  ContactFacts,
  OrganizationPolicy,
  PersonFacts,
} from '@/domain/contact-safety/contact-facts.rules'
import { locatePerson } from '@/domain/contact-safety/locate-person.rules'
import { RULE_SET_IDS } from '@/domain/contact-safety/rule-sets.rules'
import { ALWAYS_OPEN } from './validation-context'

type Changes = {
  organization?: Partial<OrganizationPolicy>
  agent?: Partial<AgentPolicy>
  person?: Partial<PersonFacts>
  call?: Partial<CallWish>
}

/**
 * Returns the facts of somebody in New York whom nothing keeps from being called but the rules: all sets are in force, and
 * the agent's windows are always open. `changes` override their properties.
 */
export function contactFacts(changes: Changes = {}): ContactFacts {
  return {
    organization: { version: 3, ruleSets: RULE_SET_IDS, caps: NO_CAPS, lists: [], ...changes.organization },
    agent: {
      id: 'agent_a',
      version: 7,
      subject: null,
      collectsDebts: false,
      callWindows: ALWAYS_OPEN,
      caps: NO_CAPS,
      consent: null,
      ...changes.agent,
    },
    person: {
      location: locatePerson({ e164: '+12125550100', variables: {}, timezone: null }),
      suppressions: [],
      calls: [],
      consents: [],
      ...changes.person,
    },
    call: { wantedAtMs: null, timezone: 'America/New_York', windowsBypassedBy: null, ...changes.call },
  }
}
