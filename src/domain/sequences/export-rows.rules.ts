import { offsetAt } from '@/domain/schedule/zone-clock.rules'
import type { SequenceResult } from './sequence-result.rules'
import type { LifecycleStatus } from './sequence-statuses.rules'

/** How many variables have a column each. What else there is stands in the last one. */
export const VARIABLE_COLUMNS_MAX = 100

/** A contact as it is exported. */
export type ExportedContact = {
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  toEmailAddress: string | null
  externalId: string | null
  timezone: string
  customInputVariables: Readonly<Record<string, string>>
  lifecycleStatus: LifecycleStatus
  result: SequenceResult
  lastResultType: string | null
  outcomes: readonly string[]
  calls: number
  /** Of all calls together, in seconds. */
  duration: number
  summary: string | null
  enrolledAt: string
  scheduledAt: string
  lastCallAt: string | null
  /** From which the last call was made, E.164. */
  lastFromNumber: string | null
  endedAt: string | null
  agentName: string
  batchName: string | null
  batchId: string
  sequenceId: string
  test: boolean
}

export type ExportCell = string | number | null

type Column = { header: string; cell: (contact: ExportedContact) => ExportCell }

const BEFORE: readonly Column[] = [
  { header: 'Name', cell: ({ name }) => name },
  { header: 'Phone number', cell: ({ phoneNumber }) => phoneNumber },
  { header: 'Extension', cell: ({ phoneNumberExt }) => phoneNumberExt },
  { header: 'Email', cell: ({ toEmailAddress }) => toEmailAddress },
  { header: 'External id', cell: ({ externalId }) => externalId },
]

const AFTER: readonly Column[] = [
  { header: 'Result', cell: ({ result }) => result },
  { header: 'State', cell: ({ lifecycleStatus }) => lifecycleStatus },
  { header: 'Last call', cell: ({ lastResultType }) => lastResultType },
  { header: 'Outcomes', cell: ({ outcomes }) => outcomes.join('; ') },
  { header: 'Calls', cell: ({ calls }) => calls },
  { header: 'Duration (seconds)', cell: ({ duration }) => duration },
  { header: 'Summary', cell: ({ summary }) => summary },
  { header: 'Timezone', cell: ({ timezone }) => timezone },
  { header: 'Enrolled at', cell: ({ enrolledAt, timezone }) => writeMoment(enrolledAt, timezone) },
  { header: 'Scheduled for', cell: ({ scheduledAt, timezone }) => writeMoment(scheduledAt, timezone) },
  { header: 'Last call at', cell: ({ lastCallAt, timezone }) => writeMoment(lastCallAt, timezone) },
  { header: 'Last called from', cell: ({ lastFromNumber }) => lastFromNumber },
  { header: 'Ended at', cell: ({ endedAt, timezone }) => writeMoment(endedAt, timezone) },
  { header: 'Agent', cell: ({ agentName }) => agentName },
  { header: 'Batch', cell: ({ batchName, batchId }) => batchName ?? batchId },
  { header: 'Sequence id', cell: ({ sequenceId }) => sequenceId },
  { header: 'Test', cell: ({ test }) => (test ? 'yes' : null) },
]

const OTHERS = 'Other variables'

/** Writes contacts as rows: who it is, a column for each of these variables, and what has come of it. */
export class ExportRows {
  readonly columns: readonly string[]
  readonly #variables: readonly string[]

  /** @param variables names, each once; those of contacts to come that are not among them share the last column */
  constructor(variables: readonly string[]) {
    this.#variables = variables.slice(0, VARIABLE_COLUMNS_MAX)
    const headers = (columns: readonly Column[]) => columns.map(({ header }) => header)
    this.columns = [...headers(BEFORE), ...this.#variables, ...headers(AFTER), OTHERS]
  }

  cellsOf(contact: ExportedContact): ExportCell[] {
    const { customInputVariables: values } = contact
    const others = Object.entries(values).filter(([name]) => !this.#variables.includes(name))
    return [
      ...BEFORE.map(({ cell }) => cell(contact)),
      ...this.#variables.map((name) => (Object.hasOwn(values, name) ? (values[name] ?? null) : null)),
      ...AFTER.map(({ cell }) => cell(contact)),
      others.length === 0 ? null : JSON.stringify(Object.fromEntries(others)),
    ]
  }
}

/** Writes a moment on the clock of a zone, with its offset: `2027-03-01 11:00:00 -05:00`. */
export function writeMoment(iso: string | null, timezone: string): string | null {
  if (iso === null) return null
  const ms = Date.parse(iso)
  const offsetMs = offsetAt(timezone, ms)
  const minutes = Math.abs(Math.round(offsetMs / 60_000))
  const two = (number: number) => String(number).padStart(2, '0')
  const offset = `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  return `${new Date(ms + offsetMs).toISOString().slice(0, 19).replace('T', ' ')} ${offset}`
}
