import type { ComponentProps } from 'react'
import { PASSWORD_LENGTH_MIN } from '@/domain/sign-in/password-length.rules'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'

/** What react-hook-form checks of a password that is chosen. */
export const NEW_PASSWORD_RULES = {
  required: 'Choose a password.',
  minLength: {
    value: PASSWORD_LENGTH_MIN,
    message: `Choose a password of ${PASSWORD_LENGTH_MIN} characters or more.`,
  },
} as const

/** Asks for a password that is chosen now. */
export function NewPasswordField({
  label,
  error,
  ...input
}: { label: string; error?: string } & ComponentProps<'input'>) {
  return (
    <Field label={label} error={error} hint={`${PASSWORD_LENGTH_MIN} characters or more. A few words make a good one.`}>
      <Input type="password" autoComplete="new-password" className="h-9" {...input} />
    </Field>
  )
}
