import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { transaction } from '@/platform/db'

/**
 * Ends one of the actor's own sessions.
 *
 * @throws SESSION_NOT_FOUND, also for a session of somebody else
 */
export async function endSession(actor: Actor, sessionId: string): Promise<void> {
  await transaction(async (tx) => {
    // Postgres takes no text with NUL, and no id has one.
    const [ended] = sessionId.includes('\0')
      ? []
      : await tx.rows<{ address: string | null }>`
          DELETE FROM sessions WHERE id = ${sessionId} AND user_id = ${actor.id} RETURNING ip_address AS address`
    if (!ended) throw new RollcallError('SESSION_NOT_FOUND', 'This session has ended already.')
    await appendAuditEntry(tx, actor, {
      action: 'session.ended',
      object: { kind: 'user', id: actor.id, name: actor.label },
      details: { endedAddress: ended.address },
    })
  })
}

/** Ends all sessions of the actor but the current one, and returns how many these were. */
export async function endOtherSessions(actor: Actor, currentSessionId: string): Promise<{ ended: number }> {
  return transaction(async (tx) => {
    const ended = await tx.execute`DELETE FROM sessions WHERE user_id = ${actor.id} AND id <> ${currentSessionId}`
    if (ended > 0) {
      await appendAuditEntry(tx, actor, {
        action: 'sessions.ended',
        object: { kind: 'user', id: actor.id, name: actor.label },
        details: { ended },
      })
    }
    return { ended }
  })
}
