import { z } from 'zod'
import { isLongerThan, type StorableJson, toStorable } from '@/domain/text/sanitize.rules'
import { toStorableJson } from '@/domain/text/storable-json.rules'

export const CALL_SUMMARY_LENGTH_MAX = 20_000
export const CALL_TRANSCRIPTION_LENGTH_MAX = 500_000
export const CALL_OUTCOMES_MAX = 100
export const CALL_OUTCOME_NAME_LENGTH_MAX = 200
export const CALL_ACTIONS_MAX = 500
const MEETING_TEXT_LENGTH_MAX = 1_000
const NOTES_MAX = 50
const NOTE_PATH_LENGTH_MAX = 64

/**
 * Each part of a call's details can be any JSON. It is stored as at most this many characters, property names included.
 */
export const CALL_DETAILS_LENGTH_MAX = 200_000

/** How many characters are kept of all unknown properties together. */
export const CALL_ADDITIONAL_LENGTH_MAX = 256 * 1024

type JsonObject = { [name: string]: StorableJson }

/** An outcome of a call, by its name on the agent. A name that the agent does not have is kept too. */
export type CallOutcome = { name: string; reasoning: string | null; [more: string]: StorableJson }

/** What happened to a part of a report that could not be stored as it was sent. */
export type CallResultNote = { path: string; message: string }

/** That the person asked not to be called again: by anybody of the organization, or by this agent. */
export type OptOut = { scope: 'all' | 'agent' }

export type CallDetails = {
  summary: string | null
  transcription: string | null
  extractedVariables: JsonObject
  outcomes: CallOutcome[]
  agentActions: StorableJson[]
  humanActions: StorableJson[]
  rescheduledAt: string | null
  /** As the dialer sent it, with all its properties. */
  followUpMeetingDetails: FollowUpMeeting | null
  crmSchedulingDetails: JsonObject | null
  optOut: OptOut | null
  /** Values that were sent under unknown names or in an unknown form. */
  additional: JsonObject
  notes: CallResultNote[]
}

export type FollowUpMeeting = {
  startTime: string | null
  endTime: string | null
  hostEmail: string | null
  [more: string]: StorableJson
}

/** A moment with an offset, stored in UTC. */
export const momentSchema = z.iso
  .datetime({ offset: true, error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.' })
  .transform((written, context) => {
    const moment = new Date(written)
    // Postgres has no year 0, and no dialer has called before there were dialers.
    if (moment.getUTCFullYear() >= 1970 && moment.getUTCFullYear() <= 9999) return moment.toISOString()
    context.addIssue({ code: 'custom', message: 'This is no moment at which a call could have ended.' })
    return z.NEVER
  })

/** Not part of the details: `callResultSchema` requires them. */
const ESSENTIALS = new Set(['resultType', 'duration', 'endedAt'])

/**
 * A report while it is read: what was sent, what is kept in `additional` so far and its length as JSON, and the notes.
 */
type Reading = { sent: JsonObject; additional: JsonObject; additionalLength: number; notes: CallResultNote[] }

/**
 * Reads everything of a report but its essentials, as far as possible, since a call cannot be made again because its
 * summary is a number. Absent and null become null or empty. Long texts are cut. Unknown properties, and values of the
 * wrong type, are kept under their names in `additional`, and dropped when that is full. `notes` tell about all of it,
 * except unknown properties that were kept; there are 50 at most. Never throws.
 *
 * @param sent parsed JSON
 */
export function readCallDetails(sent: Record<string, unknown>): CallDetails {
  const reading: Reading = { sent: sent as JsonObject, additional: {}, additionalLength: 2, notes: [] }
  const details: Omit<CallDetails, 'additional' | 'notes'> = {
    summary: readText(reading, 'summary', CALL_SUMMARY_LENGTH_MAX),
    transcription: readText(reading, 'transcription', CALL_TRANSCRIPTION_LENGTH_MAX),
    extractedVariables: readObject(reading, 'extractedVariables') ?? {},
    outcomes: readOutcomes(reading),
    agentActions: readActions(reading, 'agentActions'),
    humanActions: readActions(reading, 'humanActions'),
    rescheduledAt: readMoment(reading, 'rescheduledAt'),
    followUpMeetingDetails: readMeeting(reading),
    crmSchedulingDetails: readObject(reading, 'crmSchedulingDetails'),
    optOut: readOptOut(reading),
  }
  for (const [name, value] of Object.entries(reading.sent)) {
    if (!ESSENTIALS.has(name) && !Object.hasOwn(details, name)) keepBeside(reading, name, value)
  }
  return { ...details, additional: reading.additional, notes: reading.notes }
}

function sentAs({ sent }: Reading, name: string): StorableJson {
  return Object.hasOwn(sent, name) ? (sent[name] ?? null) : null
}

function readText(reading: Reading, name: string, lengthMax: number): string | null {
  const value = sentAs(reading, name)
  if (value === null) return null
  if (typeof value !== 'string') return keepMistyped(reading, name, 'text')
  if (isLongerThan(value, lengthMax)) {
    note(reading, name, `was cut after ${lengthMax.toLocaleString('en-US')} characters.`)
  }
  return toStorable(value, lengthMax)
}

function readMoment(reading: Reading, name: string): string | null {
  const value = sentAs(reading, name)
  if (value === null) return null
  const moment = momentSchema.safeParse(value)
  return moment.success ? moment.data : keepMistyped(reading, name, 'a moment in ISO 8601 with an offset')
}

function readObject(reading: Reading, name: string): JsonObject | null {
  const value = sentAs(reading, name)
  if (value === null) return null
  if (!isObject(value)) return keepMistyped(reading, name, 'an object')
  const storable = toStorableJson(value, CALL_DETAILS_LENGTH_MAX)
  if (storable !== undefined) return storable as JsonObject
  if (keepBeside(reading, name, value)) note(reading, name, 'is too large for its place, and was kept in additional.')
  return null
}

/** Reads the first elements of a list. It drops those that are nested too deep or would make the list too large. */
function readActions(reading: Reading, name: string): StorableJson[] {
  const actions: StorableJson[] = []
  let length = 0
  for (const [index, sent] of readElements(reading, name, CALL_ACTIONS_MAX).entries()) {
    const action = toStorableJson(sent, CALL_DETAILS_LENGTH_MAX - length)
    if (action === undefined) {
      note(reading, `${name}.${index}`, 'was dropped: it is nested too deep, or all of them are too large.')
      continue
    }
    actions.push(action)
    length += JSON.stringify(action).length
  }
  return actions
}

/** Reads the outcomes that have a name, with their other properties. */
function readOutcomes(reading: Reading): CallOutcome[] {
  const outcomes: CallOutcome[] = []
  const misshapen: StorableJson[] = []
  let length = 0
  for (const [index, sent] of readElements(reading, 'outcomes', CALL_OUTCOMES_MAX).entries()) {
    const { name, reasoning = null, ...more } = isObject(sent) ? sent : {}
    if (typeof name !== 'string' || name.trim() === '' || (reasoning !== null && typeof reasoning !== 'string')) {
      note(reading, `outcomes.${index}`, 'is not an outcome with a name, and was kept in additional.')
      misshapen.push(sent)
      continue
    }
    if (isLongerThan(name, CALL_OUTCOME_NAME_LENGTH_MAX)) note(reading, `outcomes.${index}.name`, 'was cut.')
    const kept = toStorableJson(more, CALL_DETAILS_LENGTH_MAX - length)
    if (kept === undefined)
      note(reading, `outcomes.${index}`, 'has only its name and reasoning: the rest is too large.')
    else length += JSON.stringify(kept).length
    outcomes.push({
      ...(kept as JsonObject | undefined),
      name: toStorable(name, CALL_OUTCOME_NAME_LENGTH_MAX),
      reasoning: reasoning === null ? null : toStorable(reasoning, CALL_SUMMARY_LENGTH_MAX),
    })
  }
  if (misshapen.length > 0) keepBeside(reading, 'outcomes', misshapen)
  return outcomes
}

function readMeeting(reading: Reading): FollowUpMeeting | null {
  const name = 'followUpMeetingDetails'
  const value = readObject(reading, name)
  if (value === null) return null
  const { startTime = null, endTime = null, hostEmail = null, ...more } = value
  if (isMeetingText(startTime) && isMeetingText(endTime) && isMeetingText(hostEmail)) {
    return { startTime, endTime, hostEmail, ...more }
  }
  return keepMistyped(reading, name, 'an object of texts')
}

function isMeetingText(value: StorableJson): value is string | null {
  return value === null || (typeof value === 'string' && !isLongerThan(value, MEETING_TEXT_LENGTH_MAX))
}

/**
 * Reads whether the person has opted out. An object whose scope is unknown counts for all agents: what was said must not be
 * lost by how it was written.
 */
function readOptOut(reading: Reading): OptOut | null {
  const value = sentAs(reading, 'optOut')
  if (value === null || value === false) return null
  if (value === true) return { scope: 'all' }
  if (!isObject(value)) return keepMistyped(reading, 'optOut', 'true or an object with a scope')
  const { scope = 'all', ...more } = value
  const isKnown = scope === 'all' || scope === 'agent'
  if (!isKnown || Object.keys(more).length > 0) {
    keepBeside(reading, 'optOut', value)
    note(reading, 'optOut', 'is more than a scope of all or agent, and was kept in additional.')
  }
  return { scope: isKnown ? scope : 'all' }
}

function readElements(reading: Reading, name: string, amountMax: number): StorableJson[] {
  const value = sentAs(reading, name)
  if (value === null) return []
  if (!Array.isArray(value)) {
    keepMistyped(reading, name, 'a list')
    return []
  }
  if (value.length > amountMax) note(reading, name, `has more than ${amountMax} elements; the first were kept.`)
  return value.slice(0, amountMax)
}

function keepMistyped(reading: Reading, name: string, expected: string): null {
  if (keepBeside(reading, name, sentAs(reading, name))) {
    note(reading, name, `is not ${expected}, and was kept in additional.`)
  }
  return null
}

/**
 * Keeps a value in `additional`.
 *
 * @returns false when there was no room, so that the value is dropped and a note says so
 */
function keepBeside(reading: Reading, name: string, value: StorableJson): boolean {
  const storableName = toStorable(name)
  // With its quotes, colon and comma; in the length of JSON, where a character can be six.
  const nameLength = JSON.stringify(storableName).length + 2
  const left = CALL_ADDITIONAL_LENGTH_MAX - reading.additionalLength - nameLength
  const kept = left > 0 ? toStorableJson(value, left) : undefined
  if (kept === undefined) {
    const room = `${CALL_ADDITIONAL_LENGTH_MAX / 1024} kB`
    note(reading, name, `was dropped: it is nested too deep, or all that is kept in additional is over ${room}.`)
    return false
  }
  // Defined and not assigned, so that a name such as __proto__ stays a mere name.
  Object.defineProperty(reading.additional, storableName, {
    value: kept,
    enumerable: true,
    configurable: true,
    writable: true,
  })
  reading.additionalLength += nameLength + JSON.stringify(kept).length
  return true
}

function note({ notes }: Reading, path: string, what: string): void {
  if (notes.length === NOTES_MAX) return
  const named = toStorable(path, NOTE_PATH_LENGTH_MAX)
  notes.push({ path: named, message: `${named} ${what}` })
}

function isObject(value: StorableJson | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
