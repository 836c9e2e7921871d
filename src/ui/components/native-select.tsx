import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { inputClasses } from './input'

export type SelectOption<Value extends string> = { value: Value; label: string }

type NativeSelectProps<Value extends string> = Omit<
  ComponentProps<'select'>,
  'value' | 'defaultValue' | 'onChange' | 'children'
> & {
  value: Value
  options: readonly SelectOption<Value>[]
  onChange: (value: Value) => void
}

/** The browser's own select, which needs no script and knows every screen: for choices that are a word each. */
export function NativeSelect<Value extends string>(props: NativeSelectProps<Value>) {
  const { options, onChange, className, ...select } = props
  return (
    <select
      className={classNames(inputClasses, 'h-8 text-sm pointer-coarse:h-10', className)}
      onChange={({ target }) => {
        const chosen = options.find(({ value }) => value === target.value)
        if (chosen) onChange(chosen.value)
      }}
      {...select}
    >
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  )
}
