import { db } from '@/platform/db'

/** Lists what the audit log tells of an organization, oldest first, without the agents and dialer accounts that it was made with. */
export function auditLines(organizationId: string) {
  return db().auditEntry.findMany({
    where: { organizationId, action: { notIn: ['agent.created', 'dialer_account.created'] } },
    orderBy: { id: 'asc' },
  })
}
