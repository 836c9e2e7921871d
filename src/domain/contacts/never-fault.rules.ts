import type { Reason } from '@/domain/contact-safety/contact-facts.rules'
import { describeNever, missingConsentOf } from '@/domain/contact-safety/describe-never.rules'
import type { Fault } from './fault.schema'

/**
 * Makes the fault of a contact that is never called, and says what to do. Undefined for whoever is on a suppression list,
 * whose fault names the list (`compareJudged`).
 *
 * @param phoneNumber E.164
 * @param reasons of a decision that is `never`
 */
export function neverFault(phoneNumber: string, reasons: readonly Reason[]): Fault | undefined {
  if (reasons.some(({ code }) => code === 'SUPPRESSED')) return undefined
  const why = describeNever(reasons)
  const about = { field: 'phoneNumber', message: `${why} Send a consent of ${phoneNumber}, or leave the contact out.` }
  switch (missingConsentOf(reasons)?.code) {
    case 'CONSENT_REQUIRED':
      return { code: 'CONSENT_REQUIRED', ...about }
    case 'CONSENT_EXPIRED':
      return { code: 'CONSENT_EXPIRED', ...about }
    default: {
      const message = `This agent can never call ${phoneNumber}. ${why} Widen the call windows, or leave the contact out.`
      return { code: 'NEVER_CALLABLE', field: 'phoneNumber', message }
    }
  }
}
