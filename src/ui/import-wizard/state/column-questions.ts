import type { Target } from '@/domain/mappings/mapping.rules'
import { findSpareColumn } from './suggest-mapping'
import type { Draft } from './wizard-state'

type Asked = Pick<Draft, 'preview' | 'mapping'>

/** A column that says of some rows that they are not to be called. `on`: they are left out. */
export type LeaveOutQuestion = {
  column: number
  name: string
  target: 'doNotCall' | 'mayCall'
  rows: number
  /** Of those, the ones that say neither yes nor no. */
  unclear: number
  blank: number
  on: boolean
}

/** Every column that is found to keep rows from being called; whether it does is the operator's to say. */
export function leaveOutQuestions({ preview, mapping }: Asked): LeaveOutQuestion[] {
  return preview.columns.flatMap(({ name, profile: { tally } }, column) => {
    if (!tally || tally.of === 'countries') return []
    const { yes, no, unclear, blank } = tally.rows
    const on = mapping.columns[column] === tally.of
    const says = tally.of === 'doNotCall' ? yes : no
    // A column of free texts under such a header is no question, unless it was made one.
    if (!on && (yes + no < unclear || says === 0)) return []
    const rows = says + unclear
    return rows === 0 ? [] : [{ column, name, target: tally.of, rows, unclear, blank, on }]
  })
}

/** How the numbers of a file go with what one of its columns says of countries. */
export type CountryAnswer = {
  column: number
  name: string
  used: boolean
  blank: number
  unread: number
  /** Rows that say another country than the default one. */
  others: number
}

/**
 * The column that says the countries of numbers, or that would if it were not left out.
 *
 * @param callingCode of the default country, without +; null where there is none
 */
export function countryAnswer({ preview, mapping }: Asked, callingCode: string | null): CountryAnswer | null {
  const answers = preview.columns.flatMap(({ name, profile: { tally } }, column) => {
    if (tally?.of !== 'countries' || mapping.columns[column] === 'phoneAreaCode') return []
    const read = Object.values(tally.rowsByCode).reduce((sum, rows) => sum + rows, 0)
    const others = read - (callingCode === null ? 0 : (tally.rowsByCode[callingCode] ?? 0))
    const used = mapping.columns[column] === 'phoneCountry'
    // What can mostly not be read is a column of something else.
    if (!used && (others === 0 || read < tally.unread)) return []
    return [{ column, name, used, blank: tally.blank, unread: tally.unread, others }]
  })
  const used = answers.find((answer) => answer.used)
  if (used || mapping.columns.includes('phoneCountry')) return used ?? null
  return answers.toSorted((a, b) => b.others - a.others)[0] ?? null
}

/** A number or address that could stand in where the chosen column is blank. */
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

/** What is to be known of the column that says when to call; null without one. */
export type TimeAnswer = {
  name: string
  example: string
  /** Every time is midnight: these are dates. */
  midnight: boolean
  /** There are dates without any time. */
  alone: boolean
  /** There are times that only an order of day and month makes readable. */
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
