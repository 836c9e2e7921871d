import type { Actor } from '@/domain/actor'
import type { AgentStep } from '@/domain/agents/agent.schema'
import { RollcallError } from '@/domain/errors'
import { parsePublicId, toPublicId } from '@/domain/ids'
import type { CallResult } from '@/domain/results/call-result.schema'
import { fillTemplate } from '@/domain/text/fill-template.rules'
import { db } from '@/platform/db'
import { firstStatusOf } from './first-status'
import { lifecycleStatusSchema } from './sequence.schema'
import { type Sequence, sequenceCallSchema, sequenceEmailSchema, sequenceSchema } from './sequence-answer.schema'
import { type ResultFacts, sequenceResultOf } from './sequence-result.rules'

const { creditState, lastResultType } = sequenceSchema.shape
const { shape: callSchema } = sequenceCallSchema
const { status: emailStatus } = sequenceEmailSchema.shape

/**
 * Returns one contact's journey with its calls and mails. A sequence that the background has not created yet is
 * reported as it will be, since the list of its batch already shows its id.
 *
 * @param sequenceId public id
 * @throws SEQUENCE_NOT_FOUND for a sequence that does not exist in this organization
 */
export async function getSequence(actor: Actor, sequenceId: string): Promise<Sequence> {
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
  const steps = batch.steps as AgentStep[]
  return {
    sequenceId: toPublicId('sequence', contact.id),
    batchId: batch.id,
    agentId: toPublicId('agent', batch.agentId),
    agentName: batch.agent.name,
    test: batch.test,
    index: contact.index,
    name: contact.name,
    phoneNumber: contact.phoneNumber,
    phoneNumberExt: contact.phoneNumberExt,
    phoneNumberWritten: contact.phoneNumberWritten ?? contact.phoneNumber,
    toEmailAddress: contact.toEmailAddress,
    timezone: contact.timezone,
    scheduledAt: contact.scheduledAt.toISOString(),
    dueAt: iso(row?.dueAt),
    promisedAt: row?.dueAt ? iso(row.promisedAt) : null,
    lifecycleStatus: row ? lifecycleStatusSchema.parse(row.status) : firstStatusOf(contact),
    paused: row?.held ?? batch.pausedAt !== null,
    stepIndex: row?.stepIndex ?? 0,
    steps: steps.map(({ stepType, delaySeconds }) => ({ stepType, delaySeconds })),
    customInputVariables: variables,
    chain: await findChain(actor, contact.chainId, contact.chainPosition),
    creditState: row ? creditState.parse(row.creditState) : 'reserved',
    result: row ? sequenceResultOf(row as ResultFacts) : 'open',
    lastResultType: lastResultType.parse(row?.lastResultType ?? null),
    cancelReason: row?.cancelReason ?? null,
    createdAt: (row ?? batch).createdAt.toISOString(),
    endedAt: iso(row?.endedAt),
    calls: (row?.calls ?? []).map((call) => ({
      callId: toPublicId('call', call.id),
      stepIndex: call.stepIndex,
      attempt: call.promisedAt === null ? call.attempt : null,
      promisedAt: iso(call.promisedAt),
      status: callSchema.status.parse(call.status),
      requestedAt: call.requestedAt.toISOString(),
      placedAt: iso(call.placedAt),
      endedAt: iso(call.endedAt),
      resultType: callSchema.resultType.parse(call.resultType),
      resultSource: callSchema.resultSource.parse(call.resultSource),
      result: call.result as CallResult | null,
    })),
    emails: (row?.emails ?? []).map((email) => ({
      stepIndex: email.stepIndex,
      status: emailStatus.parse(email.status),
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
    db().rows<{ size: number }>`
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
