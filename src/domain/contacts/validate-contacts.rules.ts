import { z } from 'zod'
import {
  applySafety,
  type ContactChain,
  compareContacts,
  faultsOf,
  type KnownNumbers,
  repeatEarlierRow,
  type SafetyVerdict,
  turnAwayKnown,
} from './compare-contacts.rules'
import type { ContactValues } from './contact-fields.rules'
import { type Fault, faultCodeSchema, faultSchema } from './fault.schema'
import { echoExternalId, echoPhoneNumber, type JudgedContact, judgeContact } from './judge-contact.rules'
import { type PreparedValidation, prepareValidation, type ValidationContext } from './prepare-validation.rules'
import type { Warning } from './warning.schema'

export type { ValidationContext } from './prepare-validation.rules'

/**
 * An accepted contact. `index` is its 0-based place in the request, `position` its 0-based place among the accepted
 * contacts of its chain.
 */
export type AcceptedContact = ContactValues & { index: number; chain: { value: string; position: number } | null }

/**
 * A rejected contact as it is answered. `phoneNumber` is the number as it was sent, made storable and shortened.
 * `externalId` is there when one was sent. `error` joins the messages of all faults, and `code` is the code of the first.
 */
export const rejectedContactSchema = z.object({
  index: z.int().min(0),
  phoneNumber: z.string(),
  externalId: z.string().optional().describe('As it was sent; absent when none was.'),
  error: z.string(),
  code: faultCodeSchema,
  errors: z.array(faultSchema),
})

export type RejectedContact = z.output<typeof rejectedContactSchema>

/** The verdict on a request. Each contact is in one of the two lists; both keep the order of the request. */
export type ValidatedContacts = {
  accepted: AcceptedContact[]
  rejected: RejectedContact[]
  warnings: Warning[]
  chains: ContactChain[]
}

/** Judges every contact of a request by itself, then compares them with each other. Never throws. */
export function validateContacts(contacts: readonly unknown[], context: ValidationContext): ValidatedContacts {
  return compareJudged(contacts, judgeContacts(contacts, context))
}

/** The contacts of a request, each judged by itself, in their order. */
export type JudgedContacts = { prepared: PreparedValidation; judged: readonly JudgedContact[] }

export function judgeContacts(contacts: readonly unknown[], context: ValidationContext): JudgedContacts {
  const prepared = prepareValidation(context)
  return { prepared, judged: Array.from(contacts, (contact) => judgeContact(contact, prepared)) }
}

/** What is known of a request's contacts beside the request itself. */
export type KnownOfContacts = KnownNumbers & {
  /** Phone keys that earlier batches of the same file have enrolled. */
  enrolledBefore?: ReadonlySet<string> | undefined
  /** What else keeps contacts from being called, or from being called yet, by their place in the request. */
  verdicts?: ReadonlyMap<number, SafetyVerdict> | undefined
}

/** Compares judged contacts with each other, and with what is known of them. */
export function compareJudged(
  contacts: readonly unknown[],
  { prepared, judged: alone }: JudgedContacts,
  { enrolledBefore = new Set(), verdicts = new Map(), ...known }: KnownOfContacts = {},
): ValidatedContacts {
  const judged = alone.map((verdict, index) =>
    turnAwayKnown(repeatEarlierRow(applySafety(verdict, verdicts.get(index)), enrolledBefore), known),
  )
  const { duplicateOf, chainPosition, chains } = compareContacts(judged, prepared)
  const accepted: AcceptedContact[] = []
  const rejected: RejectedContact[] = []
  const warnings: Warning[] = [...prepared.warnings]
  for (const [index, verdict] of judged.entries()) {
    const earlier = duplicateOf[index] ?? -1
    if (verdict.ok && earlier < 0) {
      const { groupValue } = verdict
      const chain = groupValue === null ? null : { value: groupValue, position: chainPosition[index] ?? 0 }
      accepted.push({ index, ...verdict.contact, chain })
      for (const { code, message } of verdict.warnings) warnings.push({ code, message, index })
      continue
    }
    rejected.push(rejectContact(index, contacts[index], faultsOf(verdict, earlier), prepared))
  }
  return { accepted, rejected, warnings, chains }
}

/**
 * Makes the rejection of a contact, as it is answered and stored.
 *
 * @param errors the contact's faults, at least one, in order
 */
function rejectContact(
  index: number,
  contact: unknown,
  errors: Fault[],
  prepared: PreparedValidation,
): RejectedContact {
  const code = errors[0]?.code ?? 'CONTACT_INVALID'
  const error = errors.map((fault) => fault.message).join(' ')
  const externalId = echoExternalId(contact, prepared)
  const sent = { phoneNumber: echoPhoneNumber(contact), ...(externalId !== undefined && { externalId }) }
  return { index, ...sent, error, code, errors }
}
