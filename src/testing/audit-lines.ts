import { db } from '@/platform/db'

/** Lists what the audit log tells of an organization, oldest first, without the agents that it was made with. */
export function auditLines(organizationId: string) {
  return db().auditEntry.findMany({
    where: { organizationId, action: { not: 'agent.created' } },
    orderBy: { id: 'asc' },
  })
}
