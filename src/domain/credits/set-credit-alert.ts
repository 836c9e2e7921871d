import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'
import type { SetCreditAlertInput } from './credits.schema'

/** Sets at how few of the month's credits owners and admins are told, in per cent of the allocation; 0 is never. */
export async function setCreditAlert(actor: Actor, { percent }: SetCreditAlertInput): Promise<void> {
  const { organizationId } = actor
  await transaction(async (tx) => {
    const [before] = await tx.rows<{ name: string; percent: number }>`
      SELECT name, credit_alert_percent AS percent FROM organizations WHERE id = ${organizationId} FOR NO KEY UPDATE`
    if (!before || before.percent === percent) return
    await tx.execute`UPDATE organizations SET credit_alert_percent = ${percent} WHERE id = ${organizationId}`
    // Whoever was told at another share is told again at this one.
    await tx.execute`
      UPDATE credit_balances SET alerted_at = NULL, alerted_with = NULL
      WHERE organization_id = ${organizationId} AND month = credit_month()`
    await appendAuditEntry(tx, actor, {
      action: 'organization.changed',
      object: { kind: 'organization', id: organizationId, name: before.name },
      before: { creditAlertPercent: before.percent },
      after: { creditAlertPercent: percent },
    })
  })
}
