'use client'

import { type FormEvent, useState } from 'react'
import { RESULT_TYPES } from '@/domain/results/result-types.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/ui/components/popover'
import { stateWord } from '@/ui/components/state'
import type { MoreFiltersProps } from './more-filters'
import type { SequenceFilters } from './use-sequence-filter'

/** The panel of `MoreFilters`, which is open at once. */
export function MoreFiltersOpened({ filter: { filters }, change, withTests }: MoreFiltersProps) {
  const [open, setOpen] = useState(true)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim() || null
    const last = RESULT_TYPES.filter((type) => form.getAll('last').includes(type))
    const variable = text('variable')
    change({
      last: last.length > 0 ? last : null,
      outcome: text('outcome'),
      from: text('from'),
      to: text('to'),
      calledFrom: text('calledFrom'),
      calledTo: text('calledTo'),
      tests: form.has('tests') || null,
      variable,
      value: variable && text('value'),
    })
    setOpen(false)
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button>More filters</Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-80 p-4">
        <form onSubmit={submit} className="grid gap-3">
          <fieldset className="grid gap-1.5">
            <legend className="mb-1 text-sm font-medium">Last call</legend>
            <div className="grid grid-cols-2 gap-1.5">
              {RESULT_TYPES.map((type) => (
                <label key={type} className="flex items-center gap-2 text-sm">
                  <input
                    type="checkbox"
                    name="last"
                    value={type}
                    defaultChecked={filters.last?.includes(type)}
                    className="size-4 accent-primary"
                  />
                  {stateWord(type)}
                </label>
              ))}
            </div>
          </fieldset>
          <Field label="Outcome">
            <Input name="outcome" defaultValue={filters.outcome ?? ''} maxLength={200} placeholder="interested" />
          </Field>
          <Days what="Enrolled" names={['from', 'to']} filters={filters} />
          <Days what="Last called" names={['calledFrom', 'calledTo']} filters={filters} />
          <div className="grid grid-cols-2 gap-2">
            <Field label="Variable">
              <Input name="variable" defaultValue={filters.variable ?? ''} maxLength={128} placeholder="account_id" />
            </Field>
            <Field label="Is exactly">
              <Input name="value" defaultValue={filters.value ?? ''} maxLength={2000} />
            </Field>
          </div>
          {withTests && (
            <label className="flex items-center gap-2 text-sm">
              <input
                type="checkbox"
                name="tests"
                defaultChecked={filters.tests === true}
                className="size-4 accent-primary"
              />
              Show tests too
            </label>
          )}
          <Button type="submit" variant="primary" className="justify-self-end">
            Apply filters
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  )
}

type DaysProps = {
  /** What was done on those days: "Enrolled". */
  what: string
  names: readonly [DayName, DayName]
  filters: SequenceFilters['filters']
}

type DayName = 'from' | 'to' | 'calledFrom' | 'calledTo'

/** Asks for the first and the last of some days. */
function Days({ what, names: [from, to], filters }: DaysProps) {
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label={`${what} from`}>
        <Input type="date" name={from} defaultValue={filters[from] ?? ''} />
      </Field>
      <Field label={`${what} until`}>
        <Input type="date" name={to} defaultValue={filters[to] ?? ''} />
      </Field>
    </div>
  )
}
