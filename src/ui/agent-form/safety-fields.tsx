'use client'

import type { ConsentBasis } from '@/domain/contact-safety/consent.schema'
import { BASIS_WORDS } from '@/ui/calling-rules/basis-words'
import { CAP_WORDS, type CapDraft } from '@/ui/calling-rules/cap-draft'
import { CheckboxField } from '@/ui/components/checkbox'
import type { AgentDraft } from './agent-draft'
import { useFault } from './form-context'
import { TextField } from './text-field'

const BASES = Object.entries(BASIS_WORDS) as [ConsentBasis, string][]

type SafetyFieldsProps = {
  draft: Pick<AgentDraft, 'subject' | 'collectsDebts' | 'caps' | 'consentBases' | 'consentAgeDays'>
  disabled: boolean
  onChange: (change: Partial<AgentDraft>) => void
}

/** What of an agent decides whether a person is called, beside its call windows. */
export function SafetyFields({ draft, disabled, onChange }: SafetyFieldsProps) {
  const { subject, collectsDebts, caps, consentBases, consentAgeDays } = draft
  const basesFault = useFault('consent.bases')
  const setCap = (cap: keyof CapDraft, text: string) => onChange({ caps: { ...caps, [cap]: text } })
  const choose = (basis: ConsentBasis, chosen: boolean) => {
    const others = consentBases.filter((each) => each !== basis)
    onChange({ consentBases: chosen ? [...others, basis] : others })
  }
  return (
    <>
      <TextField
        path="subject"
        label="Subject (optional)"
        hint="What its calls are about. Agents that name the same subject share the limits that rules set on calls of one subject."
        maxLength={100}
        disabled={disabled}
        value={subject}
        onChange={(next) => onChange({ subject: next })}
      />
      <CheckboxField
        label="Collects debts"
        hint="The rules for debt collection hold for its calls, where an owner has switched them on."
        disabled={disabled}
        checked={collectsDebts}
        onCheckedChange={(checked) => onChange({ collectsDebts: checked === true })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        {CAP_WORDS.map(({ cap, label }) => (
          <TextField
            key={cap}
            path={`caps.${cap}`}
            label={label}
            inputMode="numeric"
            placeholder="No limit"
            maxLength={6}
            className="max-w-32"
            disabled={disabled}
            value={caps[cap]}
            onChange={(text) => setCap(cap, text)}
          />
        ))}
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-1 text-sm font-medium">Calls only with a consent that is</legend>
        <p className="text-sm text-muted-foreground">
          Any of those that are ticked will do. With none ticked, the calling rules alone say whether one is needed.
        </p>
        {BASES.map(([basis, label]) => (
          <CheckboxField
            key={basis}
            label={label}
            disabled={disabled}
            checked={consentBases.includes(basis)}
            onCheckedChange={(checked) => choose(basis, checked === true)}
          />
        ))}
        {basesFault && (
          <p role="alert" className="text-sm text-destructive">
            {basesFault}
          </p>
        )}
      </fieldset>
      {consentBases.length > 0 && (
        <TextField
          path="consent.ageDaysMax"
          label="At most so many days old (optional)"
          inputMode="numeric"
          maxLength={6}
          className="max-w-32"
          disabled={disabled}
          value={consentAgeDays}
          onChange={(text) => onChange({ consentAgeDays: text })}
        />
      )}
    </>
  )
}
