'use client'

import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { CAP_WORDS, type CapDraft } from './cap-draft'

type CapFieldsProps = {
  value: CapDraft
  onChange: (value: CapDraft) => void
  faults: Partial<CapDraft>
  disabled: boolean
}

/** Limits on calls of one number, each a whole number or nothing. */
export function CapFields({ value, onChange, faults, disabled }: CapFieldsProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {CAP_WORDS.map(({ cap, label, hint }) => (
        <Field key={cap} label={label} hint={hint} error={faults[cap]}>
          <Input
            id={`cap-${cap}`}
            inputMode="numeric"
            placeholder="No limit"
            maxLength={6}
            className="max-w-32"
            disabled={disabled}
            value={value[cap]}
            onChange={({ target }) => onChange({ ...value, [cap]: target.value })}
          />
        </Field>
      ))}
    </div>
  )
}
