import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { db, transaction } from '@/platform/db'
import { env } from '@/platform/env'
import { sendMail } from '@/platform/mail/send-mail'
import { lowCreditsMail } from './low-credits-mail.rules'

export type LowCredits = { organizationId: string; month: string; userIds: string[] }

/** How many organizations are told at once; the others are with the next run. */
const ORGANIZATIONS_MAX = 20

/**
 * Finds the organizations that have few credits left this month and have not been told, each with its owners and
 * admins. `areCreditsLow` decides the same.
 */
export async function findLowCredits(): Promise<LowCredits[]> {
  return db().rows<LowCredits>`
    SELECT organization.id AS "organizationId", to_char(balance.month, 'YYYY-MM') AS month,
      ARRAY(SELECT user_id FROM members
        WHERE organization_id = organization.id AND role IN ('owner', 'admin') ORDER BY user_id) AS "userIds"
    FROM credit_balances balance JOIN organizations organization ON organization.id = balance.organization_id
    WHERE balance.month = credit_month() AND balance.alerted_at IS NULL
      AND organization.credit_alert_percent > 0 AND balance.allocated > 0
      AND (balance.allocated - balance.reserved - balance.spent)::int8 * 100
        <= balance.allocated::int8 * organization.credit_alert_percent
    ORDER BY organization.id LIMIT ${ORGANIZATIONS_MAX}`
}

/**
 * Mails one owner or admin that few credits are left. Does nothing when the person has left the organization.
 *
 * @throws MailError
 */
export async function announceLowCredits(input: {
  organizationId: string
  month: string
  userId: string
}): Promise<void> {
  const { organizationId, month, userId } = input
  const [facts] = await db().rows<{ email: string; organizationName: string; available: number; allocated: number }>`
    SELECT person.email, organization.name AS "organizationName",
      balance.allocated - balance.reserved - balance.spent AS available, balance.allocated
    FROM members member
    JOIN users person ON person.id = member.user_id
    JOIN organizations organization ON organization.id = member.organization_id
    JOIN credit_balances balance ON balance.organization_id = organization.id AND balance.month = ${`${month}-01`}::date
    WHERE member.organization_id = ${organizationId} AND member.user_id = ${userId}`
  if (!facts) return
  const { email, ...told } = facts
  await sendMail({
    template: 'low-credits',
    messageId: `low-credits.${organizationId}.${month}.${userId}`,
    to: email,
    ...lowCreditsMail({ ...told, pageUrl: `${env().APP_URL}/credits` }),
  })
}

/**
 * Notes that an organization was told of this month, and with which figures, and tells its endpoints. It is not told
 * again.
 */
export async function noteLowCreditsTold({
  organizationId,
  month,
}: {
  organizationId: string
  month: string
}): Promise<void> {
  await transaction(async (tx) => {
    const noted = await tx.execute`
      UPDATE credit_balances balance SET alerted_at = now(), alerted_with = jsonb_build_object(
        'allocated', allocated, 'available', allocated - reserved - spent, 'alertPercent', organization.credit_alert_percent)
      FROM organizations organization
      WHERE organization.id = balance.organization_id AND balance.organization_id = ${organizationId}
        AND balance.month = ${`${month}-01`}::date AND balance.alerted_at IS NULL`
    if (noted > 0) await recordWebhookEvents(tx, 'credits.low', [{ id: organizationId, organizationId }])
  })
}
