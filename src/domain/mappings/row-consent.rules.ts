import { CONSENT_BASES, CONSENT_SOURCE_LENGTH_MAX, consentSchema } from '@/domain/contact-safety/consent.schema'
import { isConsentToCome } from '@/domain/contacts/judge-consent.rules'
import { quote } from '@/domain/contacts/read-contact.rules'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { momentOf, parseScheduledAt } from '@/domain/schedule/scheduled-at.rules'
import { CONSENT_FIELDS, type ConsentField } from './mapping-words.rules'
import { readMayCall } from './read-consent.rules'
import { readConsentBasis } from './read-consent-basis.rules'
import { isUnordered, isUnorderedDay } from './read-date.rules'

/** What a row says of the consent of its contact. Dates are written as ISO 8601 already, where their order is chosen. */
export type ConsentCells = Readonly<Partial<Record<ConsentField, string>>>

/**
 * The consent of a row as the API takes it, to be judged like any other. What could not be read stands in it as it was
 * written, and what is blank is absent: so half a consent is refused, and never dropped.
 */
export type RowConsent = { basis?: string; at?: string; source?: string; text?: string }

/** What is wrong with one cell of a consent. */
export type ConsentFault = { field: ConsentField; message: string }

type ConsentPart = keyof RowConsent

const FIELD_OF: Record<ConsentPart, ConsentField> = {
  basis: 'consentBasis',
  at: 'consentAt',
  source: 'consentSource',
  text: 'consentText',
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/**
 * Returns the time zone in which the date of a row's consent is read when it names no offset: that of the contact.
 *
 * @param timezone what the row has in its own column
 * @param defaultTimezone of contacts without one
 */
export function consentZone(timezone: string | undefined, defaultTimezone: string | null): string {
  return findTimeZone(timezone ?? '') ?? defaultTimezone ?? 'UTC'
}

/**
 * Makes a consent of a row's cells. Null when all of them are blank: then the contact brings none. A source such as “none”
 * is no place where somebody agreed, and is left out as a blank one is.
 *
 * @param zone the listed name of a time zone, in which a date is read that has no offset. A date alone is the beginning of
 *   its day: so a consent is never taken for younger than it is
 */
export function consentOfRow(cells: ConsentCells, zone: string): RowConsent | null {
  const [basis, at, source, text] = CONSENT_FIELDS.map((field) => cells[field]?.trim() ?? '')
  if (!basis && !at && !source && !text) return null
  return {
    ...(basis && { basis: readConsentBasis(basis) ?? basis }),
    ...(at && { at: readConsentMoment(at, zone) ?? at }),
    ...(source && !deniesConsent(source) && { source }),
    ...(text && { text }),
  }
}

/** Says whether the cell of a source names no place and says no: “none”, “n/a”, “revoked”. */
export function deniesConsent(source: string): boolean {
  return readMayCall(source) === 'no'
}

/** Reads when a consent was given, and writes it as the API takes it. Null for a text that is no date of ISO 8601. */
export function readConsentMoment(text: string, zone: string): string | null {
  const written = parseScheduledAt(DAY.test(text) ? `${text} 00:00` : text)
  return written && new Date(momentOf(written, zone)).toISOString()
}

/** Returns the contact with its consent, as a request has it. */
export function withConsent<Contact extends object>(
  contact: Contact,
  consent: RowConsent | null,
): Contact & { consent?: RowConsent } {
  return consent === null ? contact : { ...contact, consent }
}

/**
 * Says what is wrong with the consent of a row, cell by cell and for an operator. It is empty when the rules of a contact
 * (`judgeConsent`) accept the consent, or there is none, and only then.
 *
 * @param zone as for `consentOfRow`
 */
export function findConsentFaults(cells: ConsentCells, zone: string, nowMs: number): ConsentFault[] {
  const consent = consentOfRow(cells, zone)
  if (consent === null) return []
  const parsed = consentSchema.safeParse(consent)
  if (parsed.success) {
    if (!isConsentToCome(Date.parse(parsed.data.at), nowMs)) return []
    const message = `${quote(cells.consentAt ?? '')} is still to come. Write when the consent was given.`
    return [{ field: 'consentAt', message }]
  }
  const faulty = new Map<ConsentPart, string>()
  for (const { path, message } of parsed.error.issues) {
    const part = path[0] as ConsentPart
    if (!faulty.has(part)) faulty.set(part, describePart(part, cells[FIELD_OF[part]]?.trim() ?? '', message))
  }
  return Array.from(faulty, ([part, message]) => ({ field: FIELD_OF[part], message }))
}

const BASES = `${CONSENT_BASES.slice(0, -1).join(', ')} or ${CONSENT_BASES.at(-1)}`
const OR_EMPTY = 'or empty the other cells of the consent'
const OR_EMPTY_ALL = 'or empty all cells of the consent'

/**
 * @param written the cell, empty where it is blank
 * @param message what the rules of the API say of this part
 */
function describePart(part: ConsentPart, written: string, message: string): string {
  switch (part) {
    case 'basis':
      return written === ''
        ? `The consent does not say what it rests on. Write ${BASES}, ${OR_EMPTY}.`
        : `${quote(written)} is no basis of a consent. Write ${BASES}.`
    case 'at':
      return written === ''
        ? `The consent has no date. Add when it was given, such as 2026-11-01, ${OR_EMPTY}.`
        : describeMoment(written)
    case 'source':
      if (written === '')
        return `The consent does not say where it was given. Name the form, the shop or the call, ${OR_EMPTY}.`
      if (deniesConsent(written))
        return `${quote(written)} does not say where the consent was given. Name the form, the shop or the call, ${OR_EMPTY_ALL}.`
      return written.length > CONSENT_SOURCE_LENGTH_MAX
        ? `Where the consent was given is over ${CONSENT_SOURCE_LENGTH_MAX} characters. Shorten it.`
        : message
    case 'text':
      return message
  }
}

function describeMoment(written: string): string {
  const such = 'such as 2026-11-01 or 2026-11-01 16:00'
  return isUnordered(written) || isUnorderedDay(written)
    ? `${quote(written)} could be two dates. Choose the order of day and month on the Map step, or write it ${such}.`
    : `${quote(written)} is no date. Write when the consent was given, ${such}.`
}
