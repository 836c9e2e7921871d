import { TextField } from '@/ui/agent-form/text-field'
import type { DialerKindDetails } from '@/ui/router-outputs'

type CredentialFieldsProps = {
  fields: DialerKindDetails['fields']
  values: Readonly<Record<string, string>>
  onChange: (values: Record<string, string>) => void
}

const CREDENTIAL_LENGTH_MAX = 10_000

/** Asks for what a provider has given to its customer. Secrets are typed in and never shown again. */
export function CredentialFields({ fields, values, onChange }: CredentialFieldsProps) {
  return fields.map(({ name, label, hint, secret, optional }) => (
    <TextField
      key={name}
      path={`credentials.${name}`}
      label={optional ? `${label} (optional)` : label}
      required={!optional}
      hint={hint}
      // A browser offers the operator's own password for a field without this.
      autoComplete={secret ? 'new-password' : 'off'}
      type={secret ? 'password' : 'text'}
      spellCheck={false}
      className="font-mono"
      maxLength={CREDENTIAL_LENGTH_MAX}
      value={values[name] ?? ''}
      onChange={(value) => onChange({ ...values, [name]: value })}
    />
  ))
}
