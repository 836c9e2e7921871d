import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { AUDIT_ACTIONS, AUDIT_OBJECT_KINDS, type AuditAction, OPEN_OBJECT_KINDS } from './audit-actions.rules'

const storable = (max: number) =>
  z.string().max(max, 'No line of the audit log has that.').refine(isStorable, 'No line of the audit log has that.')

const moment = z.iso
  .datetime({ offset: true, error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.' })
  .max(64, 'Write the moment without so many digits.')

/** What the lines of the audit log are filtered by. */
export const auditFilterSchema = z.strictObject({
  /** Id of a member or a key. */
  actorId: storable(100).optional(),
  action: z.enum(Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]], 'There is no such action.').optional(),
  objectKind: z.enum(AUDIT_OBJECT_KINDS, 'There is no such kind of thing.').optional(),
  objectId: idSchema.refine(isStorable, 'This is not an id of ours.').optional(),
  since: moment.optional(),
  until: moment.optional(),
})

export const auditListQuerySchema = auditFilterSchema.extend({
  cursor: storable(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const auditOfObjectSchema = z.strictObject({
  kind: z.enum(OPEN_OBJECT_KINDS, 'Its lines are in the audit log, for owners and admins.'),
  id: idSchema.refine(isStorable, 'This is not an id of ours.'),
})

export type AuditFilter = z.output<typeof auditFilterSchema>
export type AuditListQuery = z.output<typeof auditListQuerySchema>
export type AuditOfObject = z.output<typeof auditOfObjectSchema>
