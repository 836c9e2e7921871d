import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { countBatchRows } from '@/testing/count-batch-rows'
import { readCreditBooks } from '@/testing/credit-books'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { assertAgentExists } from './agents/assert-agent-exists'
import { getAgent } from './agents/get-agent'
import { listAgents } from './agents/list-agents'
import { loadAgentForEnrollment } from './agents/load-agent-for-enrollment'
import { getCreditBalance } from './credits/get-credit-balance'
import { getCreditUsage } from './credits/get-credit-usage'
import { setCredits } from './credits/set-credits'
import { dryRunBatch, enrollBatch } from './enrollment/enroll-batch'
import { enrollSingle } from './enrollment/enroll-single'
import { failBatch } from './enrollment/fail-batch'
import { getBatch } from './enrollment/get-batch'
import { listBatchSequences } from './enrollment/list-batch-sequences'
import { listBatches } from './enrollment/list-batches'
import { listRejections } from './enrollment/list-rejections'
import { retryBatch } from './enrollment/retry-batch'
import { toPublicId } from './ids'
import { findMapping } from './mappings/find-mapping'
import { forgetMapping } from './mappings/forget-mapping'
import { saveMapping } from './mappings/save-mapping'
import { cancelBatch, cancelByVariable, cancelSequence } from './sequences/cancel-sequences'
import { createSequences } from './sequences/create-sequences'
import { getSequence } from './sequences/get-sequence'
import { pauseBatch, resumeBatch } from './sequences/pause-batch'

let owner: TestOrganization
let stranger: TestOrganization
/** Waits for its sequences to be made; has a rejection. */
let batchId: string
/** Its creation has failed. */
let failedBatchId: string
let sequenceId: string

const body = { contacts: [testContact(0, { account_id: 'a' }), {}], groupByField: 'account_id' }

beforeAll(async () => {
  owner = await createTestOrganization()
  stranger = await createTestOrganization()
  const { actor, agents } = owner
  const request = { agentId: agents.alwaysOn, body, source: 'api' as const }
  ;({ batchId } = await enrollBatch(actor, request))
  await createSequences({ batchId })
  const [sequence] = await db().sequence.findMany({ where: { batchId } })
  sequenceId = toPublicId('sequence', sequence?.id ?? '')
  ;({ batchId: failedBatchId } = await enrollBatch(actor, request))
  await failBatch({ batchId: failedBatchId, reason: 'For the test.' })
  await saveMapping(actor, { ...mappingKey(), mapping })
})

const page = { limit: 50 }
const mapping = { columns: [], constants: [], familyNameFirst: false }
const mappingKey = () => ({ agentId: owner.agents.alwaysOn, fingerprint: 'f'.repeat(64) })

/** Everything that takes the id of a thing, called with the owner's id. */
const onTheirThing: [name: string, code: string, call: (actor: Actor) => Promise<unknown>][] = [
  ['assertAgentExists', 'AGENT_NOT_FOUND', (actor) => assertAgentExists(actor, owner.agents.alwaysOn)],
  ['getAgent', 'AGENT_NOT_FOUND', (actor) => getAgent(actor, owner.agents.alwaysOn)],
  ['loadAgentForEnrollment', 'AGENT_NOT_FOUND', (actor) => loadAgentForEnrollment(actor, owner.agents.alwaysOn)],
  [
    'enrollBatch',
    'AGENT_NOT_FOUND',
    (actor) => enrollBatch(actor, { agentId: owner.agents.alwaysOn, body, source: 'api', idempotencyKey: 'k' }),
  ],
  [
    'enrollSingle',
    'AGENT_NOT_FOUND',
    (actor) => enrollSingle(actor, { agentId: owner.agents.alwaysOn, body: testContact(), source: 'api' }),
  ],
  [
    'dryRunBatch',
    'AGENT_NOT_FOUND',
    (actor) => dryRunBatch(actor, { agentId: owner.agents.alwaysOn, body, source: 'api' }),
  ],
  ['findMapping', 'AGENT_NOT_FOUND', (actor) => findMapping(actor, mappingKey())],
  ['saveMapping', 'AGENT_NOT_FOUND', (actor) => saveMapping(actor, { ...mappingKey(), mapping })],
  ['forgetMapping', 'AGENT_NOT_FOUND', (actor) => forgetMapping(actor, mappingKey())],
  ['getBatch', 'BATCH_NOT_FOUND', (actor) => getBatch(actor, batchId)],
  ['listBatchSequences', 'BATCH_NOT_FOUND', (actor) => listBatchSequences(actor, batchId, page)],
  ['listRejections', 'BATCH_NOT_FOUND', (actor) => listRejections(actor, batchId)],
  ['retryBatch', 'BATCH_NOT_FOUND', (actor) => retryBatch(actor, failedBatchId)],
  ['pauseBatch', 'BATCH_NOT_FOUND', (actor) => pauseBatch(actor, batchId)],
  ['resumeBatch', 'BATCH_NOT_FOUND', (actor) => resumeBatch(actor, batchId)],
  ['cancelBatch', 'BATCH_NOT_FOUND', (actor) => cancelBatch(actor, batchId)],
  ['getSequence', 'NOT_FOUND', (actor) => getSequence(actor, sequenceId)],
  ['cancelSequence (contact)', 'NOT_FOUND', (actor) => cancelSequence(actor, { sequenceId, scope: 'contact' })],
  ['cancelSequence (chain)', 'NOT_FOUND', (actor) => cancelSequence(actor, { sequenceId, scope: 'chain' })],
]

async function stateOf({ organizationId }: TestOrganization) {
  const [counts, books, batches, sequences, mappings] = await Promise.all([
    countBatchRows(organizationId),
    readCreditBooks(organizationId),
    db().batch.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    db().sequence.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    db().columnMapping.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
  ])
  return { counts, books, batches, sequences, mappings }
}

describe('a thing of another organization', () => {
  it.each(onTheirThing)('%s: does not exist (%s), and nothing changes', async (_, code, call) => {
    const before = await Promise.all([stateOf(owner), stateOf(stranger)])
    await expect(call(stranger.actor)).rejects.toMatchObject({ code })
    expect(await Promise.all([stateOf(owner), stateOf(stranger)])).toEqual(before)
  })

  it('is not cancelled by a variable of the same value', async () => {
    const before = await stateOf(owner)
    const variable = { referenceKey: 'account_id', referenceValue: 'a' }
    expect(await cancelByVariable(stranger.actor, variable)).toEqual({ affected: 0 })
    expect(await stateOf(owner)).toEqual(before)
  })

  it('is not replayed by its key', async () => {
    const request = { body: { contacts: [testContact()] }, source: 'api' as const, idempotencyKey: 'same' }
    await enrollBatch(owner.actor, { ...request, agentId: owner.agents.alwaysOn })
    const theirs = await enrollBatch(stranger.actor, { ...request, agentId: stranger.agents.alwaysOn })
    expect(theirs.replayed).toBe(false)
  })
})

describe('lists and sums', () => {
  it('hold what is one’s own, and nothing else', async () => {
    const other = await createTestOrganization({ credits: 5 })
    expect((await listBatches(other.actor, page)).batches).toEqual([])
    expect((await listBatches(other.actor, { ...page, agentId: owner.agents.alwaysOn })).batches).toEqual([])
    const agents = (await listAgents(other.actor, {})).map(({ agentId }) => agentId)
    expect(agents.sort()).toEqual(Object.values(other.agents).sort())
    expect(await getCreditBalance(other.actor)).toMatchObject({ allocated: 5, reserved: 0 })
    expect(await getCreditUsage(other.actor, {})).toMatchObject({ organization: { allocatedCredits: 5 }, agents: [] })
    const mine = (await listBatches(owner.actor, page)).batches.map((batch) => batch.batchId)
    expect(mine).toEqual(expect.arrayContaining([batchId, failedBatchId]))
  })
})

describe('settings', () => {
  it('are one’s own', async () => {
    const before = await stateOf(owner)
    await setCredits(stranger.actor, { credits: 77 })
    expect((await stateOf(owner)).books).toEqual(before.books)
  })
})

// Last, since it changes what the others look at: each call above would have worked for the owner.
describe('for the owner', () => {
  it.each(onTheirThing)('%s works', async (_name, _code, call) => {
    await expect(call(owner.actor)).resolves.not.toThrow()
  })
})
