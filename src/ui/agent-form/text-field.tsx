import type { ComponentProps, ReactNode } from 'react'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { controlId, useFault } from './form-context'

type TextFieldProps = Omit<ComponentProps<typeof Input>, 'id' | 'value' | 'onChange'> & {
  /** Path of the setting: what is wrong with it is shown here, and the first fault takes the focus to it. */
  path: string
  label: string
  hint?: ReactNode
  required?: boolean
  value: string
  onChange: (value: string) => void
}

/** A setting that is typed, with what is wrong beside it. */
export function TextField({ path, label, hint, required, value, onChange, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} required={required} error={useFault(path)}>
      <Input id={controlId(path)} value={value} onChange={({ target }) => onChange(target.value)} {...input} />
    </Field>
  )
}
