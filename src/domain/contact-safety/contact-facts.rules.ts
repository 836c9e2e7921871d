import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import type { CapSettings } from './cap.schema'
import type { ConsentBasis, ConsentRequirement } from './consent.schema'
import type { Location } from './locate-person.rules'
import type { RuleSetId } from './rule-sets.rules'

/**
 * All that `decideContact` has to know. It comes in four parts, by how often each is loaded: once for an organization,
 * once for an agent, once for a number, once for a call. Share the objects of the first two among the contacts of a batch:
 * what is worked out for them is kept as long as they live.
 *
 * All moments are epoch milliseconds.
 */
export type ContactFacts = {
  organization: OrganizationPolicy
  agent: AgentPolicy
  person: PersonFacts
  call: CallWish
}

export type OrganizationPolicy = {
  /** Of the settings below, so that a stored decision tells by which of them it was made. */
  version: number
  /** The rule sets that are switched on. */
  ruleSets: readonly RuleSetId[]
  caps: CapSettings
  /** Lists that come from elsewhere and go out of date, such as national registries. */
  lists: readonly ListFacts[]
}

/** A suppression list that has an age. */
export type ListFacts = {
  id: string
  name: string
  /** When its entries were last replaced or confirmed. */
  refreshedAtMs: number
  /** Age after which it counts as old; 31 for a registry. Null when it never does. */
  oldAfterDays: number | null
  /** What an old list means: a notice, or that nobody is called until it is refreshed. */
  whenOld: 'notice' | 'stop'
  /** Agents that have to keep to it; null for all. */
  agentIds: readonly string[] | null
}

export type AgentPolicy = {
  id: string
  /** The agent's version. */
  version: number
  /** What its calls are about; null when that is the agent itself. Agents of one subject share the caps on it. */
  subject: string | null
  collectsDebts: boolean
  callWindows: CallWindows
  /** These and those of the organization both hold. */
  caps: CapSettings
  /** The consent it asks for; null when it asks for none beyond the rules. */
  consent: ConsentRequirement | null
}

export type PersonFacts = {
  location: Location
  /** Entries of the number on any list of the organization. Extensions do not matter. */
  suppressions: readonly Suppression[]
  /**
   * Calls of the number by any agent of the organization that a dialer has accepted. Those of the last `pastCallsDays`
   * are enough; more do no harm.
   */
  calls: readonly PastCall[]
  /** Consents that are known for the number, in any order. */
  consents: readonly Consent[]
}

export type Suppression = {
  listId: string
  listName: string
  kind: 'own' | 'national registry' | 'litigators' | 'other'
  sinceMs: number
  /** The first moment at which it does not hold any more; null when it never ends. */
  untilMs: number | null
  /** The scope of the list or of the opt-out: the agents it keeps from calling; null for all. */
  agentIds: readonly string[] | null
}

export type PastCall = {
  /** When a dialer accepted it. */
  atMs: number
  /** The subject of its agent, or the agent's id. */
  subject: string
  /** Whether somebody was spoken to (`isConversation`). */
  conversation: boolean
}

export type Consent = {
  id: string
  basis: ConsentBasis
  /** When it was given. */
  atMs: number
  source: string
  text: string | null
  revokedAtMs: number | null
}

export type CallWish = {
  /** The moment before which the call is not wanted: `scheduledAt`, a delay, a promised call back. Null for now. */
  wantedAtMs: number | null
  /** The contact's time zone, on whose clock the agent's call windows are. */
  timezone: string
  /** Why the agent's call windows do not count for this call; null when they do. Rules always count. */
  windowsBypassedBy: 'option' | 'call back' | null
}

/** What a decision rests on: a rule of a rule set, or a setting or entry of the organization, as it was. */
export type RuleRef = {
  /** Of a `CallingRule`; or `suppression:<list>`, `list:<list>`, `organization:caps`, `agent:caps`, `agent:consent`, `agent:windows`, `agent:numbers`, `batch:steps`. */
  id: string
  /** Of the rule, or of the settings of the organization or agent. Entries, lists and the steps of a batch are not changed and have 1. */
  version: number
}

/** A reason why a person is not called now. */
export type Reason = {
  rule: RuleRef
  /**
   * The moment until which it keeps the call back; null when it does so for good. Of `SUPPRESSED` the end of the entry,
   * before which the sequence has long ended.
   */
  untilMs: number | null
} & ReasonDetail

export type ReasonDetail =
  | { code: 'SUPPRESSED'; listName: string }
  | { code: 'LIST_OLD'; listName: string }
  | { code: 'CALLING_HOURS'; country: string; region: string | null; zone: string }
  | { code: 'HOLIDAY'; country: string; region: string | null; zone: string; holiday: string }
  | { code: 'CAP_CALLS'; max: number; withinHours: number }
  | { code: 'CAP_GAP'; minutes: number }
  | { code: 'CAP_REST'; days: number }
  | { code: 'CONSENT_REQUIRED' | 'CONSENT_EXPIRED'; bases: readonly ConsentBasis[]; ageDaysMax: number | null }
  | { code: 'CALL_WINDOW'; zone: string }
  | { code: 'NUMBERS_USED_UP'; callsPerDay: number }
  /** A retry tries another time of day than that of a call that was not answered. */
  | { code: 'OTHER_TIME' }
