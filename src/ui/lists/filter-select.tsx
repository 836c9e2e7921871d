'use client'

import { classNames } from '@/ui/components/class-names'
import { NativeSelect, type SelectOption } from '@/ui/components/native-select'

const ANY = 'any'

type FilterSelectProps<Value extends string> = {
  label: string
  /** The words for no filter, such as "Any agent". */
  any?: string
  value: Value | null
  options: readonly SelectOption<Value>[]
  onChange: (value: Value | null) => void
  className?: string
}

/** One filter, or the order of a list. */
export function FilterSelect<Value extends string>(props: FilterSelectProps<Value>) {
  const { label, any, value, options, onChange, className } = props
  return (
    <NativeSelect
      aria-label={label}
      className={classNames('w-40 max-sm:w-0 max-sm:min-w-36 max-sm:flex-1', className)}
      value={value ?? ANY}
      options={any === undefined ? options : [{ value: ANY, label: any }, ...options]}
      onChange={(chosen) => onChange(options.find(({ value: own }) => own === chosen)?.value ?? null)}
    />
  )
}
