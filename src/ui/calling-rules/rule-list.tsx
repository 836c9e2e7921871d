'use client'

import type { CallingRule } from '@/domain/contact-safety/calling-rule.rules'
import { describeRule, describeRulePlace } from '@/domain/contact-safety/describe-rule.rules'
import { formatWallTime } from '@/ui/components/format-time'
import { useIsBrowser } from '@/ui/components/use-is-browser'

/** Lists the rules of a set, each with where it was read and when. */
export function RuleList({ label, rules }: { label: string; rules: readonly CallingRule[] }) {
  const isBrowser = useIsBrowser()
  return (
    <ul aria-label={`Rules: ${label}`} className="mt-2 border-t text-sm">
      {rules.map((rule) => (
        <li key={rule.id} className="border-b py-2">
          <p className="text-pretty">
            <span className="font-medium">{describeRulePlace(rule)}:</span>{' '}
            {describeRule(rule, isBrowser ? formatWallTime : undefined)}
          </p>
          <p className="mt-0.5 text-muted-foreground">
            {rule.source}. Read on {rule.readOn} in {rule.readFrom === 'text' ? 'the text' : 'a summary'}.{' '}
            <span className="font-mono text-xs">
              {rule.id}, version {rule.version}
            </span>
          </p>
          {rule.note && <p className="mt-0.5 text-muted-foreground">{rule.note}</p>}
        </li>
      ))}
    </ul>
  )
}
