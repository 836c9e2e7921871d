import { z } from 'zod'
import type { Actor } from '@/domain/actor'
import type { AgentStep } from '@/domain/agents/agent.schema'
import { dialerLabel } from '@/domain/dialer-accounts/list-dialer-accounts'
import { RollcallError } from '@/domain/errors'
import { parsePublicId, toPublicId } from '@/domain/ids'
import type { CallResult } from '@/domain/results/call-result.schema'
import { fillTemplate } from '@/domain/text/fill-template.rules'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { firstStatusOf } from './first-status'
import { lifecycleStatusSchema } from './sequence.schema'
import {
  type DialerTrouble,
  type Sequence,
  sequenceCallSchema,
  sequenceEmailSchema,
  sequenceSchema,
} from './sequence-answer.schema'
import { type ResultFacts, sequenceResultOf } from './sequence-result.rules'

const { creditState, lastResultType } = sequenceSchema.shape
const { shape: callSchema } = sequenceCallSchema
const { status: emailStatus } = sequenceEmailSchema.shape

/** A dialer that has not answered for so long is not about to. */
const UNCLEAR_AFTER_MS = 20_000

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
    include: {
      agent: {
        select: {
          name: true,
          heldUntil: true,
          dialerAccount: { select: { id: true, name: true, state: true, stateReason: true, heldUntil: true } },
        },
      },
    },
  })
  const calls = row?.calls ?? []
  const asked = new Map(
    (
      await db().dialerAccount.findMany({
        where: {
          organizationId: actor.organizationId,
          id: { in: calls.flatMap(({ dialerAccountId }) => dialerAccountId ?? []) },
        },
        select: { id: true, name: true, kind: true },
      })
    ).map(({ id, name, kind }) => [id, { name, label: dialerLabel(kind) }]),
  )
  const now = nowMs()
  const isDue = row?.stepType === 'CALL' && row.dueAt !== null && row.dueAt.getTime() <= now && !row.held
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
    externalId: contact.externalId,
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
    dialerTrouble: isDue && !batch.simulated ? troubleOf(batch.agent, now) : null,
    calls: calls.map((call) => ({
      callId: toPublicId('call', call.id),
      stepIndex: call.stepIndex,
      attempt: call.promisedAt === null ? call.attempt : null,
      promisedAt: iso(call.promisedAt),
      fromPhoneNumber: call.fromNumber,
      providerCallId: call.providerCallId,
      dialer: asked.get(call.dialerAccountId ?? '') ?? null,
      askedAt: iso(call.attemptedAt),
      unclear:
        call.status === 'requested' && call.attemptedAt !== null && now - call.attemptedAt.getTime() > UNCLEAR_AFTER_MS,
      status: callSchema.status.parse(call.status),
      requestedAt: call.requestedAt.toISOString(),
      placedAt: iso(call.placedAt),
      endedAt: iso(call.endedAt),
      resultType: callSchema.resultType.parse(call.resultType),
      resultSource: callSchema.resultSource.parse(call.resultSource),
      reason: call.status === 'withdrawn' ? call.putBackReason : failureReason(call.result),
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

type Account = {
  id: string
  name: string
  state: string
  stateReason: string | null
  heldUntil: Date | null
}

function troubleOf(agent: { heldUntil: Date | null; dialerAccount: Account }, atMs: number): DialerTrouble | null {
  const { id, name, state, stateReason } = agent.dialerAccount
  const account = { dialerAccountId: id, name }
  if (state === 'off') return { ...account, state, reason: null, until: null }
  if (state === 'failing') return { ...account, state, reason: stateReason, until: null }
  const heldUntilMs = Math.max(agent.heldUntil?.getTime() ?? 0, agent.dialerAccount.heldUntil?.getTime() ?? 0)
  if (heldUntilMs <= atMs) return null
  return { ...account, state: 'held', reason: null, until: new Date(heldUntilMs).toISOString() }
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

const failedSchema = z.object({ additional: z.object({ failure: z.object({ reason: z.string() }) }) })

/** What a dialer has said of why a call failed. */
function failureReason(result: unknown): string | null {
  const failed = failedSchema.safeParse(result)
  return failed.success ? failed.data.additional.failure.reason : null
}

function iso(date: Date | null | undefined): string | null {
  return date?.toISOString() ?? null
}
