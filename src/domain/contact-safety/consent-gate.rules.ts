import type { CallingRule } from './calling-rule.rules'
import type { ConsentRequirement } from './consent.schema'
import type { AgentPolicy, Consent, Reason, RuleRef } from './contact-facts.rules'
import { type Gate, passGates } from './gate.rules'

const DAY_MS = 86_400_000

/** Somebody who asks for a consent before a call: a rule of the person's place, or the agent. */
export type ConsentDemand = { rule: RuleRef; consent: ConsentRequirement }

/** Lists who asks for a consent: rules first, then the agent. */
export function consentDemands(agent: AgentPolicy, rules: readonly CallingRule[]): ConsentDemand[] {
  const demands = rules.flatMap((rule): ConsentDemand[] =>
    rule.kind === 'consent' ? [{ rule: { id: rule.id, version: rule.version }, consent: rule.consent }] : [],
  )
  if (agent.consent !== null)
    demands.push({ rule: { id: 'agent:consent', version: agent.version }, consent: agent.consent })
  return demands
}

/** Makes a gate for each consent that the rules of a place or the agent ask for. */
export function consentGates(agent: AgentPolicy, rules: readonly CallingRule[], consents: readonly Consent[]): Gate[] {
  return consentDemands(agent, rules).map((demand) => consentGate(demand, consents))
}

/**
 * Says why somebody is never called for want of a consent, whatever else a call has to keep to; null where consents allow a
 * call at some moment.
 *
 * @param fromMs the first moment at which the call is wanted (epoch ms)
 */
export function missingConsent(
  demands: readonly ConsentDemand[],
  consents: readonly Consent[],
  fromMs: number,
): readonly Reason[] | null {
  const gates = demands.map((demand) => consentGate(demand, consents))
  const { ms, reasons } = passGates(gates, fromMs, Number.POSITIVE_INFINITY)
  return ms === null ? reasons : null
}

function consentGate({ rule, consent: { bases, ageDaysMax } }: ConsentDemand, consents: readonly Consent[]): Gate {
  const acceptable = consents.filter(({ basis }) => bases.includes(basis))
  return {
    next: (ms) => {
      if (acceptable.some((consent) => consent.atMs <= ms && ms < endOf(consent, ageDaysMax))) return ms
      // A clock that is a little ahead must not turn away whoever has just agreed.
      const coming = acceptable.filter(({ atMs }) => atMs > ms)
      return coming.length === 0 ? null : Math.min(...coming.map(({ atMs }) => atMs))
    },
    reasons: (ms, untilMs) => {
      const expired = acceptable.some(({ atMs, revokedAtMs }) => atMs <= ms && !isRevoked(revokedAtMs, ms))
      return [{ rule, untilMs, code: expired ? 'CONSENT_EXPIRED' : 'CONSENT_REQUIRED', bases, ageDaysMax }]
    },
  }
}

/** Returns the first moment at which a consent does not hold any more. */
function endOf({ atMs, revokedAtMs }: Consent, ageDaysMax: number | null): number {
  const expiresMs = ageDaysMax === null ? Number.POSITIVE_INFINITY : atMs + ageDaysMax * DAY_MS
  return Math.min(expiresMs, revokedAtMs ?? Number.POSITIVE_INFINITY)
}

function isRevoked(revokedAtMs: number | null, ms: number): boolean {
  return revokedAtMs !== null && revokedAtMs <= ms
}

/**
 * Returns the consent that a call uses: the latest that whoever asks for one accepts, or without anybody who asks the
 * latest there is. Null without any.
 */
export function consentUsed(
  agent: AgentPolicy,
  rules: readonly CallingRule[],
  consents: readonly Consent[],
  ms: number,
): Consent | null {
  if (consents.length === 0) return null
  const asked = rules.flatMap((rule) => (rule.kind === 'consent' ? [rule.consent] : []))
  if (agent.consent !== null) asked.push(agent.consent)
  const inForce = consents.filter((consent) => consent.atMs <= ms && ms < endOf(consent, null))
  const accepted = inForce.filter((consent) =>
    asked.every(({ bases, ageDaysMax }) => bases.includes(consent.basis) && ms < endOf(consent, ageDaysMax)),
  )
  // Two who ask may be content with two consents; the latest stands for them.
  return latest(accepted) ?? latest(inForce)
}

function latest(consents: readonly Consent[]): Consent | null {
  return consents.reduce<Consent | null>((found, each) => (found && found.atMs >= each.atMs ? found : each), null)
}
