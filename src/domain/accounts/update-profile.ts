import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'

/** Changes what colleagues call the actor. Lines of the audit log keep the name of their time. */
export async function updateProfile(actor: Actor, { name }: { name: string }): Promise<{ name: string }> {
  await transaction(async (tx) => {
    const changed = await tx.execute`
      UPDATE users SET name = ${name}, updated_at = now() WHERE id = ${actor.id} AND name <> ${name}`
    if (changed === 0) return
    await appendAuditEntry(tx, actor, {
      action: 'profile.changed',
      object: { kind: 'user', id: actor.id, name },
      before: { name: actor.label },
      after: { name },
    })
  })
  return { name }
}
