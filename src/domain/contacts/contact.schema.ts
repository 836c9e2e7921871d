import { z } from 'zod'
import type { ContactValues } from './contact-fields.rules'
import { judgeContact } from './judge-contact.rules'
import type { PreparedValidation } from './prepare-validation.rules'

/**
 * Returns the zod schema of a contact. Its verdict is that of `judgeContact`, which batches call directly. Each issue
 * has the fault's stable code in `params.code` and the field in `path`.
 */
export function contactSchema(prepared: PreparedValidation) {
  return z.unknown().transform((value, context): ContactValues => {
    const judged = judgeContact(value, prepared)
    if (judged.ok) return judged.contact
    for (const { code, field, message } of judged.faults) {
      context.addIssue({ code: 'custom', path: field === null ? [] : [field], message, params: { code } })
    }
    return z.NEVER
  })
}
