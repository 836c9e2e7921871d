'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { RULE_SETS } from '@/domain/contact-safety/rule-sets.rules'
import { describeCaps } from '@/ui/calling-rules/cap-draft'
import type { AgentDetails } from '@/ui/router-outputs'
import { useTRPC } from '@/ui/trpc-client'

/** Says which calling rules, limits and consents hold for the calls of an agent. */
export function AgentSafety({ agent }: { agent: AgentDetails }) {
  const trpc = useTRPC()
  const policy = useQuery(trpc.organization.callingPolicy.queryOptions())
  const { subject, collectsDebts, caps, consent } = agent
  const sets = (policy.data?.ruleSets ?? []).filter((id) => collectsDebts || !RULE_SETS[id].ofDebtCollectors)
  const limits = [policy.data && describeCaps(policy.data.caps), describeCaps(caps)].filter(Boolean)
  const facts = [
    { term: 'Rules', text: sets.map((id) => RULE_SETS[id].label).join(', ') || 'None that holds for its calls' },
    { term: 'Limits', text: limits.join('; and of this agent ') || 'None' },
    ...(consent
      ? [
          {
            term: 'Consent',
            text: `${consent.bases.join(' or ')}${consent.ageDaysMax === null ? '' : `, ${consent.ageDaysMax} days old at most`}`,
          },
        ]
      : []),
    ...(collectsDebts ? [{ term: 'Debts', text: 'It collects debts' }] : []),
    ...(subject === null ? [] : [{ term: 'Subject', text: subject }]),
  ]
  return (
    <div className="text-sm">
      <dl className="border-t" aria-busy={!policy.data && !policy.error}>
        {facts.map(({ term, text }) => (
          <div key={term} className="flex justify-between gap-4 border-b py-1.5">
            <dt>{term}</dt>
            <dd className="text-right text-muted-foreground">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-muted-foreground">
        They apply in addition to the call windows, and nothing bypasses them.{' '}
        <Link href="/settings/calling-rules" className="text-link underline underline-offset-4">
          Calling rules
        </Link>
      </p>
    </div>
  )
}
