'use client'

import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js'
import type { Target } from '@/domain/mappings/mapping.rules'
import type { DateOrder } from '@/domain/mappings/mapping-words.rules'
import { countryInText } from '@/domain/phones/find-country.rules'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { Field } from '@/ui/components/field'
import { count, listOf } from '@/ui/components/format-number'
import { Notice } from '@/ui/components/notice'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import {
  type ConsentDateAnswer,
  type CountryAnswer,
  consentDateAnswer,
  countryAnswer,
  type LeaveOutQuestion,
  leaveOutQuestions,
  spareQuestions,
  type TimeAnswer,
  timeAnswer,
} from '@/ui/import-wizard/state/column-questions'
import type { Draft } from '@/ui/import-wizard/state/wizard-state'
import { MidnightNotice } from './midnight-notice'

type ColumnQuestionsProps = {
  draft: Draft
  /** The country in which numbers without + are read. */
  defaultCountry: string
  onMap: (column: number, target: Target | null) => void
  onDateOrder: (dateOrder: DateOrder | null) => void
}

/**
 * Asks what only the operator can know about columns: who is not called, in which country a number is, and how dates
 * are written.
 */
export function ColumnQuestions({ draft, defaultCountry, onMap, onDateOrder }: ColumnQuestionsProps) {
  const leaveOut = leaveOutQuestions(draft)
  const spares = spareQuestions(draft)
  const country = countryAnswer(draft, callingCodeOf(defaultCountry))
  const time = timeAnswer(draft)
  const consent = consentDateAnswer(draft)
  if (leaveOut.length + spares.length === 0 && !country && !time && !consent) return null
  return (
    <section aria-labelledby="questions-heading" className="grid gap-3 rounded-lg border px-3 py-3 sm:px-4">
      <h3 id="questions-heading" className="font-semibold">
        About these columns
      </h3>
      {leaveOut.map((question) => (
        <CheckboxField
          key={question.column}
          label={askToLeaveOut(question)}
          hint={hintOf(question)}
          checked={question.on}
          onCheckedChange={(checked) => onMap(question.column, checked === true ? question.target : null)}
        />
      ))}
      {country?.used && <p className="text-foreground/85">{describeCountry(country, defaultCountry)}</p>}
      {country && !country.used && (
        <Notice
          tone="warning"
          title={`“${country.name}” says ${otherCountry(defaultCountry)} in ${count(country.others, 'row')}`}
          action={
            <Button size="sm" onClick={() => onMap(country.column, 'phoneCountry')}>
              Read numbers in it
            </Button>
          }
        >
          {describeLeftOut(defaultCountry)}
        </Notice>
      )}
      {spares.map(({ column, name, fallback, of, on }) => (
        <CheckboxField
          key={fallback}
          label={`Where “${of}” is blank, take “${name}”`}
          checked={on}
          onCheckedChange={(checked) => onMap(column, checked === true ? fallback : null)}
        />
      ))}
      {time && (
        <div className="grid gap-3">
          <MidnightNotice time={time} />
          {time.alone && !time.midnight && (
            <Notice tone="warning" title={`“${time.name}” has dates without a time`}>
              Rows with a date alone are refused: add when to call, such as 2027-03-04 09:00.
            </Notice>
          )}
        </div>
      )}
      <DateOrderField time={time} consent={consent} value={draft.mapping.dateOrder} onChange={onDateOrder} />
    </section>
  )
}

/** Returns the country's calling code; null for a text that is no supported country. */
function callingCodeOf(country: string): string | null {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : null
}

function askToLeaveOut({ name, target, rows, unclear }: LeaveOutQuestion): string {
  const says = target === 'doNotCall' ? 'yes' : 'no'
  const what = unclear === rows ? `does not say ${says === 'yes' ? 'no' : 'yes'}` : `says ${says}`
  return `Leave out ${count(rows, 'row')}: “${name}” ${what}`
}

function hintOf({ target, unclear, rows, blank, on }: LeaveOutQuestion): string | undefined {
  if (!on) return `${rows === 1 ? 'It is' : 'They are'} called as it stands.`
  const hints: string[] = []
  if (unclear > 0 && unclear < rows)
    hints.push(`${count(unclear, 'row')} of them ${unclear === 1 ? 'says' : 'say'} neither yes nor no.`)
  if (target === 'mayCall' && blank > 0)
    hints.push(`It is blank in ${count(blank, 'row')}, which ${blank === 1 ? 'is' : 'are'} called.`)
  return hints.length > 0 ? hints.join(' ') : undefined
}

/** Returns the words of a sentence that say how numbers are read by default. */
function inDefault(defaultCountry: string): string {
  return `read as numbers of ${countryInText(defaultCountry)}`
}

function otherCountry(defaultCountry: string): string {
  return `a country other than ${countryInText(defaultCountry)}`
}

/** Says how numbers are read while a column of countries is left out. The review uses it too. */
export function describeLeftOut(defaultCountry: string): string {
  return `It is left out: numbers without a + are ${inDefault(defaultCountry)}, and somebody else’s phone may ring.`
}

/** Returns the review's warning about a column of countries that is left out; null without one. */
export function warnOfCountries(draft: Draft, defaultCountry: string): string | null {
  const country = countryAnswer(draft, callingCodeOf(defaultCountry))
  return country && !country.used
    ? `“${country.name}” says ${otherCountry(defaultCountry)} in ${count(country.others, 'row')}`
    : null
}

function describeCountry({ name, blank, unread }: CountryAnswer, defaultCountry: string): string {
  const sentences = [`Numbers without a + are read in the country that “${name}” says.`]
  if (blank > 0)
    sentences.push(
      `It is blank in ${count(blank, 'row')}: ${blank === 1 ? 'that one is' : 'those are'} ${inDefault(defaultCountry)}.`,
    )
  if (unread > 0)
    sentences.push(
      `In ${count(unread, 'row')} it is no country: without a + ${unread === 1 ? 'that row is' : 'those rows are'} refused.`,
    )
  return sentences.join(' ')
}

const DATE_ORDER_LABELS = {
  iso: 'Year first with two digits each: 2027-03-04 09:30',
  dmy: 'Day, month, year: 4.3.2027 9:30',
  mdy: 'Month, day, year: 3/4/2027 9:30 AM',
  ymd: 'Year, month, day: 2027/3/4 9:30',
} as const

type DateOrderFieldProps = {
  time: TimeAnswer | null
  consent: ConsentDateAnswer | null
  value: DateOrder | null
  onChange: (dateOrder: DateOrder | null) => void
}

/** Asks in which order the dates of the file are written: one question for all of its columns of dates. */
function DateOrderField({ time, consent, value, onChange }: DateOrderFieldProps) {
  const columns = [time, consent].filter((column) => column !== null)
  if (columns.length === 0) return null
  const unread = value === null ? columns.find(({ unordered }) => unordered) : undefined
  const hints = unread
    ? [`“${unread.example}” and its like could be two dates. Until the order is chosen, those rows are refused.`]
    : [
        ...(time
          ? [`Each row is called at the time in “${time.name}”, and rows without one as soon as the agent may call.`]
          : []),
        ...(consent
          ? [`A date without a time in “${consent.name}” is the beginning of its day, where the contact is.`]
          : []),
      ]
  return (
    <Field
      label={`Dates in ${listOf(columns.map(({ name }) => `“${name}”`))} are written`}
      hint={hints.join(' ')}
      className="max-w-md"
    >
      <DateOrderSelect value={value} onChange={onChange} />
    </Field>
  )
}

type DateOrderSelectProps = {
  value: DateOrder | null
  onChange: (dateOrder: DateOrder | null) => void
  /** Set by the Field around the select. */
  id?: string
}

function DateOrderSelect({ value, onChange, ...trigger }: DateOrderSelectProps) {
  return (
    <Select value={value ?? 'iso'} onValueChange={(order) => onChange(order === 'iso' ? null : (order as DateOrder))}>
      <SelectTrigger {...trigger} />
      <SelectContent>
        {Object.entries(DATE_ORDER_LABELS).map(([order, label]) => (
          <SelectItem key={order} value={order}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
