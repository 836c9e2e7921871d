import type { Target } from '@/domain/mappings/mapping.rules'
import { findSpareColumn } from './suggest-mapping'
import type { Draft } from './wizard-state'

type Asked = Pick<Draft, 'preview' | 'mapping'>

/** A column that says that some rows must not be called. `on` means that those rows are left out. */
export type LeaveOutQuestion = {
  column: number
  name: string
  target: 'doNotCall' | 'mayCall'
  rows: number
  /** How many of these rows say neither yes nor no. */
  unclear: number
  blank: number
  on: boolean
}

/** Finds the columns that can keep rows from being called. The operator decides whether they do. */
export function leaveOutQuestions({ preview, mapping }: Asked): LeaveOutQuestion[] {
  return preview.columns.flatMap(({ name, profile: { tally } }, column) => {
    if (!tally || tally.of === 'countries') return []
    const { yes, no, unclear, blank } = tally.rows
    const on = mapping.columns[column] === tally.of
    const says = tally.of === 'doNotCall' ? yes : no
    // Free texts in a column that is used for something else are no answers. In one that is left out they are asked
    // about: nobody knows whether "withheld until May" forbids a call, and without the question it would not.
    if (mapping.columns[column] !== null && !on && yes + no === 0) return []
    const rows = says + unclear
    return rows === 0 ? [] : [{ column, name, target: tally.of, rows, unclear, blank, on }]
  })
}

/** What a column says about the countries of the numbers, counted in rows. */
export type CountryAnswer = {
  column: number
  name: string
  used: boolean
  blank: number
  unread: number
  /** Rows with another country than the default one. */
  others: number
}

/**
 * Finds the column that says the countries of the numbers, or the best one that would if it were not left out.
 *
 * @param callingCode of the default country, without +; null without a default country
 */
export function countryAnswer({ preview, mapping }: Asked, callingCode: string | null): CountryAnswer | null {
  const answers = preview.columns.flatMap(({ name, profile: { tally } }, column) => {
    if (tally?.of !== 'countries' || mapping.columns[column] === 'phoneAreaCode') return []
    const read = Object.values(tally.rowsByCode).reduce((sum, rows) => sum + rows, 0)
    const others = read - (callingCode === null ? 0 : (tally.rowsByCode[callingCode] ?? 0))
    const used = mapping.columns[column] === 'phoneCountry'
    // A column whose cells mostly cannot be read as countries holds something else.
    if (!used && (others === 0 || read < tally.unread)) return []
    return [{ column, name, used, blank: tally.blank, unread: tally.unread, others }]
  })
  const used = answers.find((answer) => answer.used)
  if (used || mapping.columns.includes('phoneCountry')) return used ?? null
  return answers.toSorted((a, b) => b.others - a.others)[0] ?? null
}

/** A column whose numbers or addresses could be used where the chosen column `of` is blank. */
export type SpareQuestion = { column: number; name: string; fallback: Target; of: string; on: boolean }

const SPARES = [
  { target: 'phoneNumber', fallback: 'phoneFallback' },
  { target: 'toEmailAddress', fallback: 'emailFallback' },
] as const

export function spareQuestions({ preview, mapping }: Asked): SpareQuestion[] {
  return SPARES.flatMap(({ target, fallback }) => {
    const chosen = mapping.columns.indexOf(target)
    const own = preview.columns[chosen]
    if (!own || own.profile.filled === 1) return []
    const held = mapping.columns.indexOf(fallback)
    const column = held >= 0 ? held : findSpareColumn(preview.columns, mapping, target)
    const spare = preview.columns[column]
    return spare ? [{ column, name: spare.name, fallback, of: own.name, on: held >= 0 }] : []
  })
}

/** What the operator must know about the column that says when to call. */
export type TimeAnswer = {
  name: string
  example: string
  /** Whether every time is midnight, so that the cells are dates. */
  midnight: boolean
  /** Whether some cells are dates without any time. */
  alone: boolean
  /** Whether some times can only be read once the order of day and month is chosen. */
  unordered: boolean
}

export function timeAnswer({ preview, mapping }: Asked): TimeAnswer | null {
  const column = preview.columns[mapping.columns.indexOf('scheduledAt')]
  if (!column) return null
  const { datesAlone, midnights, unordered, examples } = column.profile
  return {
    name: column.name,
    example: examples[0] ?? '',
    midnight: midnights > 0 && midnights + datesAlone === 1,
    alone: datesAlone > 0,
    unordered: unordered > 0,
  }
}

/** What the operator must know about the column that says when consents were given. */
export type ConsentDateAnswer = { name: string; example: string; unordered: boolean }

/** Null when no column has such dates, or all of them are ISO 8601 and no order is chosen: then nothing is to be asked. */
export function consentDateAnswer({ preview, mapping }: Asked): ConsentDateAnswer | null {
  const column = preview.columns[mapping.columns.indexOf('consentAt')]
  if (!column) return null
  const { unordered, unorderedDays, examples } = column.profile
  const isUnordered = unordered + unorderedDays > 0
  if (!isUnordered && mapping.dateOrder === null) return null
  return { name: column.name, example: examples[0] ?? '', unordered: isUnordered }
}
