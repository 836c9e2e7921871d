import type { Actor } from '@/domain/actor'
import type { AgentStep } from '@/domain/agents/agent.schema'
import { RollcallError } from '@/domain/errors'
import { parsePublicId, toPublicId } from '@/domain/ids'
import type { CallResult } from '@/domain/results/call-result.schema'
import { fillTemplate } from '@/domain/text/fill-template.rules'
import { db } from '@/platform/db'
import { firstStatusOf } from './first-status'
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
 * One contact's journey with its calls and mails. A contact that was accepted, and whose sequence the background has not
 * made yet, is told as it will be: its id is known from the list of its batch.
 *
 * @param sequenceId public id
 * @throws SEQUENCE_NOT_FOUND for one that does not exist in this organization
 */
export async function getSequence(actor: Actor, sequenceId: string): Promise<SequenceDetail> {
  const id = parsePublicId('sequence', sequenceId)
  const contact = id
    ? await db().contact.findFirst({
        where: { id, organizationId: actor.organizationId },
        include: {
          sequence: {
            include: {
              calls: { orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }] },
              emails: { orderBy: { requestedAt: 'asc' } },
            },
          },
        },
      })
    : null
  if (!contact) throw new RollcallError('SEQUENCE_NOT_FOUND', 'There is no such sequence in your organization.')
  const { sequence: row } = contact
  const batch = await db().batch.findFirstOrThrow({
    where: { id: contact.batchId, organizationId: actor.organizationId },
    include: { agent: { select: { name: true } } },
  })
  const variables = contact.variables as Record<string, string>
  const values = { ...variables, name: contact.name }
  const { steps } = batch.agentSnapshot as { steps: AgentStep[] }
  return {
    sequenceId: toPublicId('sequence', contact.id),
    batchId: batch.id,
    agentId: toPublicId('agent', batch.agentId),
    agentName: batch.agent.name,
    index: contact.index,
    name: contact.name,
    phoneNumber: contact.phoneNumber,
    phoneNumberExt: contact.phoneNumberExt,
    phoneNumberWritten: contact.phoneNumberWritten ?? contact.phoneNumber,
    toEmailAddress: contact.toEmailAddress,
    timezone: contact.timezone,
    scheduledAt: contact.scheduledAt.toISOString(),
    dueAt: iso(row?.dueAt),
    lifecycleStatus: (row?.status ?? firstStatusOf(contact)) as LifecycleStatus,
    paused: row?.held ?? batch.pausedAt !== null,
    stepIndex: row?.stepIndex ?? 0,
    steps: steps.map(({ stepType, delaySeconds }) => ({ stepType, delaySeconds })),
    customInputVariables: variables,
    chain: await findChain(actor, contact.chainId, contact.chainPosition),
    creditState: row?.creditState ?? 'reserved',
    lastResultType: row?.lastResultType ?? null,
    cancelReason: row?.cancelReason ?? null,
    createdAt: (row ?? batch).createdAt.toISOString(),
    endedAt: iso(row?.endedAt),
    calls: (row?.calls ?? []).map((call) => ({
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
    emails: (row?.emails ?? []).map((email) => ({
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
  const [chain, [members]] = await Promise.all([
    db().chain.findFirst({ where: { id: chainId, organizationId } }),
    db().$queryRaw<{ size: number }[]>`
      SELECT count(*)::int AS size FROM (
        SELECT id FROM sequences WHERE chain_id = ${chainId}::uuid AND organization_id = ${organizationId}
        UNION
        SELECT contact.id FROM chains chain
        JOIN contacts contact ON contact.batch_id = chain.batch_id AND contact.chain_id = chain.id
        WHERE chain.id = ${chainId}::uuid AND chain.organization_id = ${organizationId}) member`,
  ])
  const size = members?.size ?? 0
  return chain && { variable: chain.variable, value: chain.value, position, size, closedAt: iso(chain.closedAt) }
}

function iso(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null
}
