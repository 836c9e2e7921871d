'use client'

import { CheckboxField } from '@/ui/components/checkbox'
import { Field } from '@/ui/components/field'
import { Textarea } from '@/ui/components/input'
import type { AgentDraft } from './agent-draft'
import { controlId, useLineFault } from './form-context'
import { TextField } from './text-field'

type NumbersFieldsProps = {
  draft: Pick<AgentDraft, 'moreFromNumbers' | 'localFirst' | 'callsPerNumberPerDay'>
  disabled: boolean
  onChange: (change: Partial<AgentDraft>) => void
}

/** From which of its numbers an agent calls. */
export function NumbersFields({ draft, disabled, onChange }: NumbersFieldsProps) {
  const { moreFromNumbers, localFirst, callsPerNumberPerDay } = draft
  return (
    <>
      <Field
        label="Further numbers (optional)"
        error={useLineFault('moreFromNumbers')}
        hint="One a line. Calls are spread over all numbers, and a person is called from the same one again."
      >
        <Textarea
          id={controlId('moreFromNumbers')}
          rows={3}
          className="max-w-80 tabular-nums"
          disabled={disabled}
          placeholder="+1 555 123 4568"
          value={moreFromNumbers}
          onChange={({ target }) => onChange({ moreFromNumbers: target.value })}
        />
      </Field>
      {moreFromNumbers.trim() !== '' && (
        <CheckboxField
          label="Local numbers first"
          hint="One with the person’s area code, or else one of the same country."
          disabled={disabled}
          checked={localFirst}
          onCheckedChange={(checked) => onChange({ localFirst: checked === true })}
        />
      )}
      <TextField
        path="callsPerNumberPerDay"
        label="Calls of each number a day at most"
        hint="When no number has room, calls wait for the next day of the agent’s first time zone. Empty for no limit."
        inputMode="numeric"
        maxLength={6}
        className="max-w-32"
        disabled={disabled}
        value={callsPerNumberPerDay}
        onChange={(text) => onChange({ callsPerNumberPerDay: text })}
      />
    </>
  )
}
