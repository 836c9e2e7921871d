import { NativeSelect } from '@/ui/components/native-select'

type ChoiceProps<Value extends string> = {
  id?: string
  value: Value
  /** The words of each value, in their order. */
  choices: Record<Value, string>
  disabled?: boolean
  onChange: (value: Value) => void
  'aria-invalid'?: boolean
  'aria-describedby'?: string
  'aria-required'?: boolean
}

/** Chooses one of a few words. It is the control of a `Field`. */
export function Choice<Value extends string>({ value, choices, disabled, onChange, ...control }: ChoiceProps<Value>) {
  return (
    <NativeSelect
      value={value}
      disabled={disabled}
      options={(Object.entries(choices) as [Value, string][]).map(([name, label]) => ({ value: name, label }))}
      onChange={onChange}
      {...control}
    />
  )
}
