import type { AgentStep } from '@/domain/agents/agent.schema'
import { sharePlacing } from '@/domain/agents/share-placing'
import { settleCredits } from '@/domain/credits/settle-credits'
import { workDue } from '@/domain/events'
import { applyStepEnds } from '@/domain/sequences/apply-step-ends'
import { finishBatches } from '@/domain/sequences/end-sequences'
import { lockSequences, lockWork } from '@/domain/sequences/lock-sequences'
import { nextAfterStep } from '@/domain/sequences/next-after-step.rules'
import { tendChains } from '@/domain/sequences/tend-chains'
import { fillTemplate } from '@/domain/text/fill-template.rules'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { sendMail } from '@/platform/mail/send-mail'
import { publishEvents, recordEvents } from '@/platform/outbox'

type Row = {
  sequenceId: string
  toAddress: string
  subject: string
  body: string
  name: string
  variables: Record<string, string>
  attempted: boolean
  sequenceStatus: string
  held: boolean
  agentPaused: boolean
}

/**
 * Sends the mail of an EMAIL step. When the sequence has ended or was paused meanwhile, or its agent was, the mail is withdrawn, and the
 * step of a paused sequence is due again. That is decided in the transaction that claims the mail: what stops it later
 * comes too late for it, as for a call that a dialer was asked for, and does not say that it was not sent.
 *
 * When the process crashes between sending and recording, the mail is sent again under the same message id, by which mail
 * systems drop repeats. Is the sequence over by then, it is not, and ends as failed, since nobody knows.
 *
 * @returns whether the mail was sent now
 * @throws what the mail port throws when sending should be tried again
 */
export async function sendEmail(input: { emailId: string }): Promise<{ sent: boolean }> {
  const { emailId } = input
  const row = await transaction((tx) => prepare(tx, emailId))
  if (!row) return { sent: false }
  const values = { ...row.variables, name: row.name }
  await sendMail({
    messageId: emailId,
    template: 'sequence-step',
    to: row.toAddress,
    subject: fillTemplate(row.subject, values),
    text: fillTemplate(row.body, values),
  })
  await endEmail({ emailId, failureReason: null })
  return { sent: true }
}

const MAY_BE_SENT = 'It may have been sent: that was broken off, and the sequence ended before it could be tried again.'

async function prepare(tx: Tx, emailId: string): Promise<Row | null> {
  const [email] = await tx.rows<{ sequenceId: string; agentId: string }>`
    SELECT sequence_id AS "sequenceId", agent_id AS "agentId" FROM emails WHERE id = ${emailId}::uuid`
  if (!email) return null
  await sharePlacing(tx, [email.agentId])
  await lockSequences(tx, [email.sequenceId])
  const [row] = await tx.rows<Row>`
    SELECT email.sequence_id AS "sequenceId", email.to_address AS "toAddress", email.subject, email.body, contact.name,
      contact.variables, email.attempted_at IS NOT NULL AS attempted, sequence.status AS "sequenceStatus", sequence.held,
      agent.paused_at IS NOT NULL AS "agentPaused"
    FROM emails email
    JOIN sequences sequence ON sequence.id = email.sequence_id
    JOIN contacts contact ON contact.id = email.sequence_id
    JOIN agents agent ON agent.id = email.agent_id
    WHERE email.id = ${emailId}::uuid AND email.status = 'requested'
    FOR NO KEY UPDATE OF email`
  if (!row) return null
  const isOver = row.sequenceStatus !== 'in progress'
  if (!isOver && !row.held && !row.agentPaused) {
    await tx.execute`UPDATE emails SET attempted_at = coalesce(attempted_at, now()) WHERE id = ${emailId}::uuid`
    return row
  }
  if (isOver && row.attempted) {
    await tx.execute`
      UPDATE emails SET status = 'failed', failure_reason = ${MAY_BE_SENT}, ended_at = now() WHERE id = ${emailId}::uuid`
    return null
  }
  await tx.execute`UPDATE emails SET status = 'withdrawn' WHERE id = ${emailId}::uuid`
  await tx.execute`
    UPDATE sequences SET due_at = now(), updated_at = now(), status = CASE WHEN step_index = 0 THEN 'scheduled' ELSE status END
    WHERE id = ${row.sequenceId}::uuid AND status = 'in progress'`
  return null
}

type StepRow = {
  sequenceId: string
  agentId: string
  stepIndex: number
  sequenceStatus: string
  steps: AgentStep[]
  chainAdvance: 'call' | 'sequence'
}

/**
 * Records how an EMAIL step ended and moves the sequence on, in one transaction. Running it again changes nothing.
 *
 * @param input.failureReason null for a mail that was sent
 */
export async function endEmail(input: { emailId: string; failureReason: string | null }): Promise<void> {
  const { emailId, failureReason } = input
  const events = await transaction(async (tx) => {
    const [email] = await tx.rows<{ sequenceId: string }>`
      SELECT sequence_id AS "sequenceId" FROM emails WHERE id = ${emailId}::uuid`
    if (!email) return []
    const { batchIds, chainIds } = await lockWork(tx, [email.sequenceId])
    await lockSequences(tx, [email.sequenceId])
    const [row] = await tx.rows<StepRow>`
      UPDATE emails SET status = ${failureReason === null ? 'sent' : 'failed'}, failure_reason = ${failureReason},
        ended_at = now()
      FROM sequences sequence, batches batch
      WHERE emails.id = ${emailId}::uuid AND emails.status = 'requested'
        AND sequence.id = emails.sequence_id AND batch.id = emails.batch_id
      RETURNING emails.sequence_id AS "sequenceId", emails.agent_id AS "agentId", emails.step_index AS "stepIndex",
        sequence.status AS "sequenceStatus", batch.steps, batch.chain_advance AS "chainAdvance"`
    if (row?.sequenceStatus !== 'in progress') return []
    const end = { stepType: 'EMAIL', failed: failureReason !== null, endedAtMs: nowMs() } as const
    const after = nextAfterStep(row.stepIndex, row.steps, row.chainAdvance, end)
    await applyStepEnds(tx, [{ sequenceId: row.sequenceId, after }])
    if (after.kind === 'end') await settleCredits(tx, [row.sequenceId], 'release')
    await tendChains(tx, chainIds, nowMs())
    await finishBatches(tx, batchIds)
    const nudge = workDue.of({ agentId: row.agentId })
    await recordEvents(tx, [nudge])
    return [nudge]
  })
  await publishEvents(events)
}
