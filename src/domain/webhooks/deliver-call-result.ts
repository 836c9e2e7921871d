import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { endpointDisabled } from '@/domain/events'
import { toStorable } from '@/domain/text/sanitize.rules'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { nowMs } from '@/platform/clock'
import { db, type Tx, transaction } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { env } from '@/platform/env'
import { guardedRequest } from '@/platform/http/guarded-request'
import { OutboundError } from '@/platform/http/outbound-error'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { signMessage } from '@/platform/signatures'
import { endInFailure } from './fail-delivery'
import { auditedEndpoint } from './find-endpoint'
import { retryDelayMs } from './retry-schedule.rules'

const TIMEOUT_MS = 15_000

const GONE = 'The endpoint answered 410 Gone.'

/** How many characters of an answer other than 2xx are kept in the log. */
const ERROR_LENGTH_MAX = 500

export type DeliveryOutcome =
  /** `held`: the endpoint is disabled, and pending deliveries wait until it is enabled. */
  | { outcome: 'delivered' | 'failed' | 'held' }
  /** Another attempt is due at this moment, ISO 8601. */
  | { outcome: 'retry'; retryAt: string }

type Delivery = {
  status: string
  payload: string
  endpointId: string
  url: string
  secret: string
  oldSecret: string | null
  disabled: boolean
  deleted: boolean
  /**
   * When this attempt ended, if the log has it already. The engine then runs its step again, because the answer of the
   * first run was lost.
   */
  madeAt: Date | null
}

type AttemptInput = { deliveryId: string; attempt: number }

type Attempt = { startedAtMs: number; durationMs: number; httpStatus: number | null; error: string | null }

/**
 * Makes one attempt to deliver a call result to its endpoint. The request is signed with the endpoint's secret, and
 * during a rotation with both. Its `webhook-id` is the delivery's id, the same in each attempt. A 2xx delivers it, a
 * 410 disables the endpoint, and anything else is tried again by the schedule; after the last attempt the delivery has
 * failed. While the endpoint is disabled, its deliveries are held, and go on by the same schedule once it is enabled.
 *
 * An attempt is made at least once: a crash between the answer and the log repeats it.
 *
 * @param input.attempt 1 for the first
 */
export async function deliverCallResult(input: AttemptInput): Promise<DeliveryOutcome> {
  const delivery = await load(input.deliveryId, input.attempt)
  if (!delivery) return { outcome: 'failed' }
  if (delivery.status !== 'pending') return { outcome: delivery.status === 'delivered' ? 'delivered' : 'failed' }
  if (delivery.deleted) {
    await transaction((tx) => endInFailure(tx, input.deliveryId))
    return { outcome: 'failed' }
  }
  if (delivery.disabled && (await transaction((tx) => hold(tx, input.deliveryId)))) return { outcome: 'held' }
  if (delivery.madeAt) return afterFailure(input, delivery.madeAt.getTime())

  const attempt = await send(input.deliveryId, delivery)
  const outcome = judge(attempt, input)
  const events = await transaction(async (tx) => {
    await log(tx, input, attempt)
    if (outcome.outcome === 'delivered') await endAsDelivered(tx, input.deliveryId)
    const disabled = attempt.httpStatus === 410 ? await disable(tx, delivery.endpointId) : []
    if (outcome.outcome === 'held') await hold(tx, input.deliveryId)
    return [...disabled, ...(outcome.outcome === 'failed' ? await endInFailure(tx, input.deliveryId) : [])]
  })
  await publishEvents(events)
  return outcome
}

async function load(deliveryId: string, attempt: number): Promise<Delivery | undefined> {
  const [row] = await db().rows<Delivery>`
    SELECT delivery.status, delivery.payload, endpoint.id AS "endpointId", endpoint.url, endpoint.secret,
      CASE WHEN endpoint.old_secret_until > now() THEN endpoint.old_secret END AS "oldSecret",
      endpoint.disabled_at IS NOT NULL AS disabled, endpoint.deleted_at IS NOT NULL AS deleted,
      made.started_at + make_interval(secs => made.duration_ms / 1000.0) AS "madeAt"
    FROM webhook_deliveries delivery
    JOIN webhook_endpoints endpoint ON endpoint.id = delivery.endpoint_id
    LEFT JOIN webhook_attempts made ON made.delivery_id = delivery.id AND made.number = ${attempt}::int
    WHERE delivery.id = ${deliveryId}::uuid`
  return row
}

async function send(deliveryId: string, { url, payload, secret, oldSecret }: Delivery): Promise<Attempt> {
  const startedAtMs = nowMs()
  const secrets = oldSecret === null ? [secret] : [secret, oldSecret]
  const signature = signMessage({ id: deliveryId, atMs: startedAtMs, body: payload, secrets })
  const headers = { ...signature, 'content-type': 'application/json' }
  try {
    const { status, body } = await guardedRequest({
      method: 'POST',
      url,
      headers,
      body: payload,
      timeoutMs: TIMEOUT_MS,
    })
    const error = isSuccess(status) ? null : toStorable(body.trim(), ERROR_LENGTH_MAX) || null
    return { startedAtMs, durationMs: nowMs() - startedAtMs, httpStatus: status, error }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const message = toStorable(error.message, ERROR_LENGTH_MAX)
    return { startedAtMs, durationMs: nowMs() - startedAtMs, httpStatus: null, error: message }
  }
}

function judge({ startedAtMs, durationMs, httpStatus }: Attempt, input: AttemptInput): DeliveryOutcome {
  if (isSuccess(httpStatus)) return { outcome: 'delivered' }
  const after = afterFailure(input, startedAtMs + durationMs)
  return httpStatus === 410 && after.outcome === 'retry' ? { outcome: 'held' } : after
}

function afterFailure({ deliveryId, attempt }: AttemptInput, endedAtMs: number): DeliveryOutcome {
  const delayMs = retryDelayMs(deliveryId, attempt, env().WEBHOOK_RETRY_FACTOR)
  if (delayMs === null) return { outcome: 'failed' }
  return { outcome: 'retry', retryAt: new Date(endedAtMs + delayMs).toISOString() }
}

function isSuccess(httpStatus: number | null): boolean {
  return httpStatus !== null && httpStatus >= 200 && httpStatus < 300
}

async function log(tx: Tx, input: AttemptInput, attempt: Attempt): Promise<void> {
  await tx.execute`
    INSERT INTO webhook_attempts (delivery_id, number, started_at, duration_ms, http_status, error)
    VALUES (${input.deliveryId}::uuid, ${input.attempt}, ${new Date(attempt.startedAtMs).toISOString()}::timestamptz,
      ${attempt.durationMs}, ${attempt.httpStatus}, ${attempt.error})
    ON CONFLICT DO NOTHING`
}

async function endAsDelivered(tx: Tx, deliveryId: string): Promise<void> {
  await tx.execute`
    UPDATE webhook_deliveries SET status = 'delivered', ended_at = now(), held_at = NULL
    WHERE id = ${deliveryId}::uuid AND status = 'pending'`
}

/**
 * Holds a delivery until its endpoint is enabled. Both sides lock the endpoint's row: either this commits first and
 * enabling finds the delivery, or the endpoint is enabled already.
 *
 * @returns false when the endpoint is enabled by now
 */
async function hold(tx: Tx, deliveryId: string): Promise<boolean> {
  const off = await tx.execute`
    SELECT FROM webhook_endpoints endpoint JOIN webhook_deliveries delivery ON delivery.endpoint_id = endpoint.id
    WHERE delivery.id = ${deliveryId}::uuid AND endpoint.disabled_at IS NOT NULL AND endpoint.deleted_at IS NULL
    FOR SHARE OF endpoint`
  if (off === 0) return false
  await tx.execute`
    UPDATE webhook_deliveries SET held_at = now() WHERE id = ${deliveryId}::uuid AND status = 'pending'`
  return true
}

/**
 * Disables the endpoint, as the system itself: nobody of its organization has.
 *
 * @returns the event for its owners, to publish after the commit; none when it was disabled already
 */
async function disable(tx: Tx, endpointId: string): Promise<DomainEvent[]> {
  const [disabled] = await tx.rows<{ organizationId: string; url: string }>`
    UPDATE webhook_endpoints SET disabled_at = now(), disabled_reason = ${GONE}
    WHERE id = ${endpointId}::uuid AND disabled_at IS NULL
    RETURNING organization_id AS "organizationId", url`
  if (!disabled) return []
  const { organizationId, url } = disabled
  await recordWebhookEvents(tx, 'endpoint.disabled', [{ id: endpointId, organizationId }])
  await appendAuditEntry(
    tx,
    { organizationId, kind: 'system', id: 'deliver-call-result', label: 'Rollcall' },
    { action: 'endpoint.disabled', object: auditedEndpoint({ id: endpointId, url }), details: { reason: GONE } },
  )
  const events = [endpointDisabled.of({ endpointId })]
  await recordEvents(tx, events)
  return events
}
