import type { Actor } from '@/domain/actor'
import type { AgentStep } from '@/domain/agents/agent.schema'
import type { CallResult } from '@/domain/calls/call-result.schema'
import { fillTemplate } from '@/domain/emails/fill-template.rules'
import { RollcallError } from '@/domain/errors'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import type { LifecycleStatus } from './sequence.schema'

export type SequenceCall = {
  callId: string
  stepIndex: number
  /** requested, placed, ended, settled or withdrawn */
  status: string
  requestedAt: string
  placedAt: string | null
  endedAt: string | null
  resultType: string | null
  /** dialer, or timeout for a `Failed` of ours */
  resultSource: string | null
  result: CallResult | null
}

export type SequenceEmail = {
  stepIndex: number
  status: string
  toAddress: string
  /** As it is sent: with the contact's name and variables in it. */
  subject: string
  body: string
  requestedAt: string
  endedAt: string | null
  failureReason: string | null
}

export type SequenceDetail = {
  sequenceId: string
  batchId: string
  agentId: string
  agentName: string
  index: number
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  /** As it was sent. */
  phoneNumberWritten: string
  toEmailAddress: string | null
  timezone: string
  scheduledAt: string
  /** When the next step may start; null while waiting, during a step and after the end. */
  dueAt: string | null
  lifecycleStatus: LifecycleStatus
  paused: boolean
  stepIndex: number
  steps: { stepType: string; delaySeconds: number }[]
  customInputVariables: Record<string, string>
  chain: { variable: string; value: string; position: number; size: number; closedAt: string | null } | null
  creditState: string
  lastResultType: string | null
  cancelReason: string | null
  createdAt: string
  endedAt: string | null
  /** In the order they were requested. */
  calls: SequenceCall[]
  emails: SequenceEmail[]
}

/**
 * One contact's journey with its calls and mails.
 *
 * @param sequenceId public id
 * @throws SEQUENCE_NOT_FOUND for one that does not exist in this organization
 */
export async function getSequence(actor: Actor, sequenceId: string): Promise<SequenceDetail> {
  const id = parsePublicId('sequence', sequenceId)
  const row = id
    ? await db().sequence.findFirst({
        where: { id, organizationId: actor.organizationId },
        include: {
          contact: true,
          batch: { include: { agent: { select: { name: true } } } },
          calls: { orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }] },
          emails: { orderBy: { requestedAt: 'asc' } },
        },
      })
    : null
  if (!row) throw new RollcallError('SEQUENCE_NOT_FOUND', 'There is no such sequence in your organization.')
  const { contact, batch } = row
  const variables = contact.variables as Record<string, string>
  const values = { ...variables, name: contact.name }
  const { steps } = batch.agentSnapshot as { steps: AgentStep[] }
  return {
    sequenceId: toPublicId('sequence', row.id),
    batchId: row.batchId,
    agentId: toPublicId('agent', row.agentId),
    agentName: batch.agent.name,
    index: row.index,
    name: contact.name,
    phoneNumber: contact.phoneNumber,
    phoneNumberExt: contact.phoneNumberExt,
    phoneNumberWritten: contact.phoneNumberWritten ?? contact.phoneNumber,
    toEmailAddress: contact.toEmailAddress,
    timezone: contact.timezone,
    scheduledAt: contact.scheduledAt.toISOString(),
    dueAt: iso(row.dueAt),
    lifecycleStatus: row.status as LifecycleStatus,
    paused: row.held,
    stepIndex: row.stepIndex,
    steps: steps.map(({ stepType, delaySeconds }) => ({ stepType, delaySeconds })),
    customInputVariables: variables,
    chain: await findChain(actor, row.chainId, row.chainPosition),
    creditState: row.creditState,
    lastResultType: row.lastResultType,
    cancelReason: row.cancelReason,
    createdAt: row.createdAt.toISOString(),
    endedAt: iso(row.endedAt),
    calls: row.calls.map((call) => ({
      callId: toPublicId('call', call.id),
      stepIndex: call.stepIndex,
      status: call.status,
      requestedAt: call.requestedAt.toISOString(),
      placedAt: iso(call.placedAt),
      endedAt: iso(call.endedAt),
      resultType: call.resultType,
      resultSource: call.resultSource,
      result: call.result as CallResult | null,
    })),
    emails: row.emails.map((email) => ({
      stepIndex: email.stepIndex,
      status: email.status,
      toAddress: email.toAddress,
      subject: fillTemplate(email.subject, values),
      body: fillTemplate(email.body, values),
      requestedAt: email.requestedAt.toISOString(),
      endedAt: iso(email.endedAt),
      failureReason: email.failureReason,
    })),
  }
}

async function findChain(actor: Actor, chainId: string | null, position: number | null) {
  if (chainId === null || position === null) return null
  const { organizationId } = actor
  const [chain, size] = await Promise.all([
    db().chain.findFirst({ where: { id: chainId, organizationId } }),
    db().sequence.count({ where: { chainId, organizationId } }),
  ])
  return chain && { variable: chain.variable, value: chain.value, position, size, closedAt: iso(chain.closedAt) }
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
