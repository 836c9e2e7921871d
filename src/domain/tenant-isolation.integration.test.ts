import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db, Prisma, transaction } from '@/platform/db'
import { type FakeRetell, startFakeRetell } from '@/platform/dialers/retell/fake-retell'
import { addMember } from '@/testing/add-member'
import { countBatchRows } from '@/testing/count-batch-rows'
import { readCreditBooks } from '@/testing/credit-books'
import { endedCall } from '@/testing/ended-call'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { type ImportPlan, planImport, stageImport } from '@/testing/stage-import'
import type { Actor } from './actor'
import { archiveAgent, unarchiveAgent } from './agents/archive-agent'
import { assertAgentExists } from './agents/assert-agent-exists'
import { copyAgent } from './agents/copy-agent'
import { getAgent } from './agents/get-agent'
import { listAgentVersions } from './agents/list-agent-versions'
import { listAgents } from './agents/list-agents'
import { pauseAgent, resumeAgent } from './agents/pause-agent'
import { restoreAgentVersion, updateAgent } from './agents/update-agent'
import { createApiKey } from './api-keys/create-api-key'
import { getApiKey } from './api-keys/get-api-key'
import { listApiKeys } from './api-keys/list-api-keys'
import { listRequests } from './api-keys/list-requests'
import { revokeApiKey } from './api-keys/revoke-api-key'
import { rotateApiKey } from './api-keys/rotate-api-key'
import { cancelBatch } from './batches/cancel-batch'
import { failBatch } from './batches/fail-batch'
import { getBatch } from './batches/get-batch'
import { listBatchSequences } from './batches/list-batch-sequences'
import { listBatches } from './batches/list-batches'
import { listRejections } from './batches/list-rejections'
import { pauseBatch, resumeBatch } from './batches/pause-batch'
import { retryBatch } from './batches/retry-batch'
import { callListQuerySchema } from './calls/call-list.schema'
import { listAnalysisFields } from './calls/list-analysis-fields'
import { listCalls } from './calls/list-calls'
import { getCreditBalance } from './credits/get-credit-balance'
import { getCreditUsage } from './credits/get-credit-usage'
import { setCredits } from './credits/set-credits'
import { checkDialerAccount } from './dialer-accounts/check-dialer-account'
import { createDialerAccount } from './dialer-accounts/create-dialer-account'
import { deleteDialerAccount } from './dialer-accounts/delete-dialer-account'
import { getDialerAccount } from './dialer-accounts/get-dialer-account'
import { replaceCredentials } from './dialer-accounts/replace-credentials'
import { rotateAccountSecret } from './dialer-accounts/rotate-account-secret'
import { turnOffDialerAccount, turnOnDialerAccount } from './dialer-accounts/turn-off-dialer-account'
import { updateDialerAccount } from './dialer-accounts/update-dialer-account'
import { callBatchAgain } from './enrollment/call-again'
import { callBatchAgainSchema } from './enrollment/call-again.schema'
import { dryRunBatch, enrollBatch } from './enrollment/enroll-batch'
import { enrollSingle } from './enrollment/enroll-single'
import { loadAgentForEnrollment } from './enrollment/load-agent-for-enrollment'
import { placeTestCall } from './enrollment/place-test-call'
import { estimateBatch } from './estimates/estimate-batch'
import { estimateEnrollment } from './estimates/estimate-enrollment'
import { estimateImport } from './estimates/estimate-import'
import { newId, toPublicId } from './ids'
import { cancelImport } from './imports/cancel-import'
import { exportImportRejections } from './imports/export-import-rejections'
import { findEnrolledFile } from './imports/find-enrolled-file'
import { finishStaging } from './imports/finish-staging'
import { getImport } from './imports/get-import'
import type { StageChunkInput } from './imports/import.schema'
import { importFile } from './imports/import-file'
import { listImportRejections } from './imports/list-import-rejections'
import { listImports } from './imports/list-imports'
import { pauseImport } from './imports/pause-import'
import { resumeImport } from './imports/resume-import'
import { stageChunk } from './imports/stage-chunk'
import { startImport } from './imports/start-import'
import { findMapping } from './mappings/find-mapping'
import { forgetMapping } from './mappings/forget-mapping'
import { saveMapping } from './mappings/save-mapping'
import { changeMemberRole } from './members/change-member-role'
import { inviteMember } from './members/invite-member'
import { removeMember } from './members/remove-member'
import { resendInvitation } from './members/resend-invitation'
import { revokeInvitation } from './members/revoke-invitation'
import { erasePerson } from './people/erase-person'
import { getPerson } from './people/get-person'
import { listPersonSequences } from './people/list-person-sequences'
import { cancelByVariable, cancelPerson, cancelSequence } from './sequences/cancel-sequences'
import { createSequences } from './sequences/create-sequences'
import { getSequence } from './sequences/get-sequence'
import { listChainNeighbours } from './sequences/list-chain-neighbours'
import { listSequences } from './sequences/list-sequences'
import { rescheduleSequence } from './sequences/reschedule-sequence'
import { rescheduleSequences } from './sequences/reschedule-sequences'
import { createList } from './suppression/create-list'
import { deleteList } from './suppression/delete-list'
import { discardUpload } from './suppression/discard-upload'
import { finishUpload } from './suppression/finish-upload'
import { getList } from './suppression/get-list'
import { listSuppressions } from './suppression/list-suppressions'
import { replaceList } from './suppression/replace-list'
import { stageNumbers } from './suppression/stage-numbers'
import { startUpload } from './suppression/start-upload'
import { suppressNumbers } from './suppression/suppress-numbers'
import { unsuppressNumbers } from './suppression/unsuppress-numbers'
import { updateList } from './suppression/update-list'
import { createEndpoint } from './webhooks/create-endpoint'
import { deleteEndpoint } from './webhooks/delete-endpoint'
import { disableEndpoint } from './webhooks/disable-endpoint'
import { enableEndpoint } from './webhooks/enable-endpoint'
import { getDelivery } from './webhooks/get-delivery'
import { getEndpoint } from './webhooks/get-endpoint'
import { listDeliveries } from './webhooks/list-deliveries'
import { listEndpoints } from './webhooks/list-endpoints'
import { recoverDeliveries } from './webhooks/recover-deliveries'
import { replayDelivery } from './webhooks/replay-delivery'
import { rotateSecret } from './webhooks/rotate-secret'

const page = { limit: 50 }

let owner: TestOrganization
let stranger: TestOrganization
/** A batch whose sequences exist, with a rejection. */
let batchId: string
/** A batch whose creation has failed. */
let failedBatchId: string
let sequenceId: string
/** An import that is paused in the middle, with a rejection. */
let importId: string
/** An import that is still being staged. */
let staging: ImportPlan
let endpointId: string
const RETELL_KEY = 'key_of_the_owner'
let retell: FakeRetell

let dialerAccountId: string
/** One at a provider, of which the credentials can be asked about. */
let remoteAccountId: string
let deliveryId: string
let memberId: string
let invitationId: string

/** The administrator of the machine, for one organization: keys have no members to change. */
const asSystem = (actor: Actor): Actor => ({ ...actor, kind: 'system' })
let keyId: string
let listId: string
/** Uploads to lists of their own: one that is complete and replaces, and two that have begun. */
const uploads = { adding: '', replacing: '', begun: '' }

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
  const contacts = [[testContact(1)], [testContact(2)]]
  importId = await stageImport(actor, planImport(agents.alwaysOn, { batches: contacts, faulty: [testContact(3)] }))
  await pauseImport(actor, importId)
  staging = planImport(agents.alwaysOn, { batches: contacts })
  await startImport(actor, staging.start)
  ;({ keyId } = await createApiKey(actor, { name: 'Sync', scopes: ['read'] }))
  ;({ listId } = await createList(actor, { name: 'Plaintiffs', kind: 'litigators' }))
  for (const name of ['adding', 'replacing', 'begun'] as const) {
    const list = await createList(actor, { name, kind: 'other' })
    const upload = await startUpload(actor, uploadTo(list.listId, name === 'replacing' ? 'replace' : 'add'))
    uploads[name] = upload.uploadId
  }
  await stageNumbers(actor, { uploadId: uploads.replacing, chunk: 0, numbers: ['+15550000123'] })
  ;({ endpointId } = await createEndpoint(actor, { url: 'https://example.com/hook' }))
  const webhook = { kind: 'webhook', name: 'Our caller', url: 'https://dialer.example.com/calls' } as const
  ;({ dialerAccountId } = await createDialerAccount(actor, webhook))
  retell = await startFakeRetell(RETELL_KEY)
  process.env.DIALER_FAKES = `retell=${retell.url}`
  const remote = { kind: 'retell', name: 'Retell', credentials: { apiKey: RETELL_KEY } } as const
  remoteAccountId = (await createDialerAccount(actor, remote)).dialerAccountId
  await endedCall(actor, agents.withEmail, testContact(9, { toEmailAddress: 'nine@example.com' }))
  const { deliveries } = await listDeliveries(actor, { ...page, endpointId })
  deliveryId = deliveries[0]?.deliveryId ?? ''
  ;({ memberId } = await addMember(owner.organizationId, 'viewer'))
  const invitation = await inviteMember(asSystem(actor), { email: 'new@example.com', role: 'viewer' })
  invitationId = invitation.invitationId
})

afterAll(() => retell.close())

const theirNumber = { phoneNumber: testContact(0).phoneNumber }
const mapping = { columns: [], constants: [], familyNameFirst: false }
const mappingKey = () => ({ agentId: owner.agents.alwaysOn, fingerprint: 'f'.repeat(64) })

const uploadTo = (listId: string, mode: 'add' | 'replace') => ({
  ...{ uploadId: newId(), listId, mode, fileName: 'numbers.csv', fingerprint: 'ab'.repeat(32) },
  ...{ numbers: 1, invalid: 0, chunks: 1 },
})

const again = callBatchAgainSchema.parse({ resultTypes: ['No Answer'] })

/** Everything that takes the id of a thing, called with the owner's id. */
const onTheirThing: [name: string, code: string, call: (actor: Actor) => Promise<unknown>][] = [
  ['assertAgentExists', 'AGENT_NOT_FOUND', (actor) => assertAgentExists(actor, owner.agents.alwaysOn)],
  ['getAgent', 'AGENT_NOT_FOUND', (actor) => getAgent(actor, owner.agents.alwaysOn)],
  ['listAnalysisFields', 'AGENT_NOT_FOUND', (actor) => listAnalysisFields(actor, owner.agents.alwaysOn)],
  ['listAgentVersions', 'AGENT_NOT_FOUND', (actor) => listAgentVersions(actor, owner.agents.alwaysOn, page)],
  ['copyAgent', 'AGENT_NOT_FOUND', (actor) => copyAgent(actor, owner.agents.alwaysOn)],
  ['pauseAgent', 'AGENT_NOT_FOUND', (actor) => pauseAgent(actor, owner.agents.officeHours)],
  ['resumeAgent', 'AGENT_NOT_FOUND', (actor) => resumeAgent(actor, owner.agents.officeHours)],
  ['archiveAgent', 'AGENT_NOT_FOUND', (actor) => archiveAgent(actor, owner.agents.misconfigured)],
  ['unarchiveAgent', 'AGENT_NOT_FOUND', (actor) => unarchiveAgent(actor, owner.agents.misconfigured)],
  ['updateAgent', 'AGENT_NOT_FOUND', (actor) => updateAgent(actor, owner.agents.officeHours, { version: 1, lines: 3 })],
  [
    'restoreAgentVersion',
    'AGENT_NOT_FOUND',
    (actor) => restoreAgentVersion(actor, owner.agents.officeHours, { number: 1, version: 2 }),
  ],
  [
    'placeTestCall',
    'AGENT_NOT_FOUND',
    (actor) =>
      placeTestCall(actor, owner.agents.alwaysOn, {
        name: 'Ada',
        phoneNumber: '+15550100199',
        mode: 'simulated',
        idempotencyKey: 'isolation',
      }),
  ],
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
  [
    'callBatchAgain',
    'BATCH_NOT_FOUND',
    (actor) => (actor === owner.actor ? Promise.resolve() : callBatchAgain(actor, batchId, again, { source: 'api' })),
  ],
  ['listCalls', 'BATCH_NOT_FOUND', (actor) => listCalls(actor, callListQuerySchema.parse({ batchId }))],
  ['listRejections', 'BATCH_NOT_FOUND', (actor) => listRejections(actor, batchId)],
  [
    'rescheduleSequence',
    'SEQUENCE_NOT_FOUND',
    (actor) => rescheduleSequence(actor, { sequenceId, scheduledAt: new Date().toISOString() }),
  ],
  ['retryBatch', 'BATCH_NOT_FOUND', (actor) => retryBatch(actor, failedBatchId)],
  ['pauseBatch', 'BATCH_NOT_FOUND', (actor) => pauseBatch(actor, batchId)],
  ['resumeBatch', 'BATCH_NOT_FOUND', (actor) => resumeBatch(actor, batchId)],
  ['cancelBatch', 'BATCH_NOT_FOUND', (actor) => cancelBatch(actor, batchId)],
  ['estimateBatch', 'BATCH_NOT_FOUND', (actor) => estimateBatch(actor, batchId)],
  ['estimateImport', 'IMPORT_NOT_FOUND', (actor) => estimateImport(actor, importId)],
  [
    'estimateEnrollment',
    'AGENT_NOT_FOUND',
    (actor) =>
      estimateEnrollment(actor, { agentId: owner.agents.alwaysOn, contacts: 1, bypassAllowedCallWindow: false }),
  ],
  ['startImport', 'AGENT_NOT_FOUND', (actor) => startImport(actor, staging.start)],
  ['stageChunk', 'IMPORT_NOT_FOUND', (actor) => stageChunk(actor, staging.chunks[0] as StageChunkInput)],
  [
    'finishStaging',
    'IMPORT_NOT_FOUND',
    async (actor) => {
      if (actor === owner.actor) await stageChunk(actor, staging.chunks[1] as StageChunkInput)
      return finishStaging(actor, staging.start.importId)
    },
  ],
  ['getImport', 'IMPORT_NOT_FOUND', (actor) => getImport(actor, importId)],
  ['listImportRejections', 'IMPORT_NOT_FOUND', (actor) => listImportRejections(actor, importId, page)],
  ['exportImportRejections', 'IMPORT_NOT_FOUND', (actor) => exportImportRejections(actor, importId)],
  ['resumeImport', 'IMPORT_NOT_FOUND', (actor) => resumeImport(actor, importId)],
  ['pauseImport', 'IMPORT_NOT_FOUND', (actor) => pauseImport(actor, importId)],
  ['cancelImport', 'IMPORT_NOT_FOUND', (actor) => cancelImport(actor, importId)],
  ['getSequence', 'SEQUENCE_NOT_FOUND', (actor) => getSequence(actor, sequenceId)],
  ['listChainNeighbours', 'SEQUENCE_NOT_FOUND', (actor) => listChainNeighbours(actor, sequenceId)],
  [
    'cancelSequence (contact)',
    'SEQUENCE_NOT_FOUND',
    (actor) => cancelSequence(actor, { sequenceId, scope: 'contact' }),
  ],
  ['cancelSequence (chain)', 'SEQUENCE_NOT_FOUND', (actor) => cancelSequence(actor, { sequenceId, scope: 'chain' })],
  ['getPerson', 'PERSON_NOT_FOUND', (actor) => getPerson(actor, theirNumber)],
  ['getEndpoint', 'ENDPOINT_NOT_FOUND', (actor) => getEndpoint(actor, endpointId)],
  ['getDelivery', 'DELIVERY_NOT_FOUND', (actor) => getDelivery(actor, deliveryId)],
  ['replayDelivery', 'DELIVERY_NOT_FOUND', (actor) => replayDelivery(actor, deliveryId)],
  ['rotateSecret', 'ENDPOINT_NOT_FOUND', (actor) => rotateSecret(actor, endpointId)],
  ['disableEndpoint', 'ENDPOINT_NOT_FOUND', (actor) => disableEndpoint(actor, endpointId)],
  ['enableEndpoint', 'ENDPOINT_NOT_FOUND', (actor) => enableEndpoint(actor, endpointId)],
  [
    'recoverDeliveries',
    'ENDPOINT_NOT_FOUND',
    (actor) => recoverDeliveries(actor, endpointId, { since: '2026-01-01T00:00:00Z' }),
  ],
  ['getDialerAccount', 'DIALER_ACCOUNT_NOT_FOUND', (actor) => getDialerAccount(actor, dialerAccountId)],
  ['checkDialerAccount', 'DIALER_ACCOUNT_NOT_FOUND', (actor) => checkDialerAccount(actor, remoteAccountId)],
  ['rotateAccountSecret', 'DIALER_ACCOUNT_NOT_FOUND', (actor) => rotateAccountSecret(actor, dialerAccountId)],
  ['turnOffDialerAccount', 'DIALER_ACCOUNT_NOT_FOUND', (actor) => turnOffDialerAccount(actor, dialerAccountId)],
  ['turnOnDialerAccount', 'DIALER_ACCOUNT_NOT_FOUND', (actor) => turnOnDialerAccount(actor, dialerAccountId)],
  [
    'updateDialerAccount',
    'DIALER_ACCOUNT_NOT_FOUND',
    (actor) => updateDialerAccount(actor, dialerAccountId, { name: 'Taken' }),
  ],
  [
    'replaceCredentials',
    'DIALER_ACCOUNT_NOT_FOUND',
    (actor) => replaceCredentials(actor, remoteAccountId, { credentials: { apiKey: RETELL_KEY } }),
  ],
  ['deleteDialerAccount', 'DIALER_ACCOUNT_NOT_FOUND', (actor) => deleteDialerAccount(actor, dialerAccountId)],
  ['getApiKey', 'KEY_NOT_FOUND', (actor) => getApiKey(actor, keyId)],
  ['listRequests', 'KEY_NOT_FOUND', (actor) => listRequests(actor, { keyId, limit: 50 })],
  ['rotateApiKey', 'KEY_NOT_FOUND', (actor) => rotateApiKey(actor, keyId)],
  ['revokeApiKey', 'KEY_NOT_FOUND', (actor) => revokeApiKey(actor, keyId)],
  [
    'changeMemberRole',
    'MEMBER_NOT_FOUND',
    (actor) => changeMemberRole(asSystem(actor), { memberId, role: 'operator' }),
  ],
  ['removeMember', 'MEMBER_NOT_FOUND', (actor) => removeMember(asSystem(actor), memberId)],
  ['resendInvitation', 'INVITATION_NOT_FOUND', (actor) => resendInvitation(asSystem(actor), invitationId)],
  ['revokeInvitation', 'INVITATION_NOT_FOUND', (actor) => revokeInvitation(asSystem(actor), invitationId)],
  ['getList', 'SUPPRESSION_LIST_NOT_FOUND', (actor) => getList(actor, listId)],
  ['updateList', 'SUPPRESSION_LIST_NOT_FOUND', (actor) => updateList(actor, listId, { refreshed: true })],
  ['listSuppressions', 'SUPPRESSION_LIST_NOT_FOUND', (actor) => listSuppressions(actor, { list: listId, limit: 50 })],
  [
    'suppressNumbers',
    'SUPPRESSION_LIST_NOT_FOUND',
    (actor) => suppressNumbers(actor, { list: listId, numbers: ['+15550000123'] }),
  ],
  [
    'unsuppressNumbers',
    'SUPPRESSION_LIST_NOT_FOUND',
    (actor) => unsuppressNumbers(actor, { list: listId, numbers: ['+15550000123'] }),
  ],
  ['startUpload', 'SUPPRESSION_LIST_NOT_FOUND', (actor) => startUpload(actor, uploadTo(listId, 'add'))],
  [
    'stageNumbers',
    'NOT_FOUND',
    (actor) => stageNumbers(actor, { uploadId: uploads.adding, chunk: 0, numbers: ['+15550000123'] }),
  ],
  ['finishUpload', 'NOT_FOUND', (actor) => finishUpload(actor, { uploadId: uploads.adding })],
  ['replaceList', 'NOT_FOUND', (actor) => replaceList(actor, { uploadId: uploads.replacing })],
  ['discardUpload', 'NOT_FOUND', (actor) => discardUpload(actor, { uploadId: uploads.begun })],
  ['deleteList', 'SUPPRESSION_LIST_NOT_FOUND', (actor) => deleteList(actor, listId)],
  // Last: the ones above need it.
  ['deleteEndpoint', 'ENDPOINT_NOT_FOUND', (actor) => deleteEndpoint(actor, endpointId)],
]

async function stateOf({ organizationId }: TestOrganization) {
  const [counts, books, batches, sequences, mappings, imports, chunks, endpoints, deliveries, lists, entries, uploads] =
    await Promise.all([
      countBatchRows(organizationId),
      readCreditBooks(organizationId),
      db().batch.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
      db().sequence.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
      db().columnMapping.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
      db().import.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
      db().importChunk.count({ where: { organizationId } }),
      db().webhookEndpoint.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
      db().webhookDelivery.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
      db().suppressionList.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
      db().suppressionEntry.count({ where: { organizationId } }),
      db().suppressionUpload.findMany({ where: { organizationId }, orderBy: { id: 'asc' } }),
    ])
  return {
    counts,
    books,
    batches,
    sequences,
    mappings,
    imports,
    chunks,
    endpoints,
    deliveries,
    lists,
    entries,
    uploads,
  }
}

describe('a thing of another organization', () => {
  it.each(onTheirThing)('%s: does not exist (%s), and nothing changes', async (_, code, call) => {
    const before = await Promise.all([stateOf(owner), stateOf(stranger)])
    await expect(call(stranger.actor)).rejects.toMatchObject({ code })
    expect(await Promise.all([stateOf(owner), stateOf(stranger)])).toEqual(before)
  })

  it('is not locked, nor waited for: whoever holds all of it keeps no stranger waiting', async () => {
    const tables = await db().rows<{ name: string }>`
      SELECT quote_ident(table_name) AS name FROM information_schema.columns JOIN information_schema.tables USING (table_name, table_schema)
      WHERE table_schema = current_schema() AND column_name = 'organization_id' AND table_type = 'BASE TABLE'`
    expect(tables.length).toBeGreaterThan(10)
    await transaction(async (tx) => {
      for (const { name } of tables) {
        await tx.execute`SELECT FROM ${Prisma.raw(name)} WHERE organization_id = ${owner.organizationId} FOR UPDATE`
      }
      for (const [name, code, call] of onTheirThing) {
        const answer = call(stranger.actor).catch((error: unknown) => error)
        expect(await Promise.race([answer, delay(2_000, `${name} waits`)]), name).toMatchObject({ code })
      }
    })
  })

  it('is not cancelled by a variable of the same value', async () => {
    const before = await stateOf(owner)
    const variable = { referenceKey: 'account_id', referenceValue: 'a' }
    expect(await cancelByVariable(stranger.actor, variable)).toEqual({ affected: 0 })
    const moved = await rescheduleSequences(stranger.actor, {
      sequenceIds: [sequenceId],
      scheduledAt: '2027-03-01T16:00:00Z',
    })
    expect(moved).toEqual({ rescheduled: [], leftOut: [{ sequenceId, reason: expect.stringContaining('no such') }] })
    expect(await cancelPerson(stranger.actor, { phoneNumber: testContact(0).phoneNumber })).toEqual({ affected: 0 })
    expect(await erasePerson(stranger.actor, theirNumber)).toEqual({ sequences: 0, calls: 0, rejections: 0 })
    expect(await listPersonSequences(stranger.actor, { ...theirNumber, limit: 50 })).toEqual({
      sequences: [],
      nextCursor: null,
    })
    expect(await listSequences(stranger.actor, { limit: 200 })).toEqual({ sequences: [], nextCursor: null })
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
    expect((await listImports(other.actor, page)).imports).toEqual([])
    const agents = (await listAgents(other.actor, {})).map(({ agentId }) => agentId)
    expect(agents.sort()).toEqual(Object.values(other.agents).sort())
    expect(await getCreditBalance(other.actor)).toMatchObject({ allocated: 5, reserved: 0 })
    expect(await getCreditUsage(other.actor, {})).toMatchObject({ organization: { allocatedCredits: 5 }, agents: [] })
    expect(await listEndpoints(other.actor)).toEqual([])
    expect(await listApiKeys(other.actor)).toHaveLength(1)
    expect((await listDeliveries(other.actor, { ...page, endpointId })).deliveries).toEqual([])
    expect((await listEndpoints(owner.actor)).map((endpoint) => endpoint.endpointId)).toEqual([endpointId])
    const mine = (await listBatches(owner.actor, page)).batches.map((batch) => batch.batchId)
    expect(mine).toEqual(expect.arrayContaining([batchId, failedBatchId]))
    expect((await listImports(owner.actor, page)).imports).toHaveLength(2)
  })

  it('do not know a file of another organization', async () => {
    const fingerprint = '00'.repeat(32)
    const plan = planImport(owner.agents.alwaysOn, { batches: [[testContact()]], fingerprint })
    await importFile(owner.actor, plan)
    const query = { agentId: owner.agents.alwaysOn, fingerprint }
    expect((await findEnrolledFile(owner.actor, query)).before).toMatchObject({ importId: plan.start.importId })
    expect(await findEnrolledFile(stranger.actor, query)).toEqual({ before: null })
  })

  it('do not give the id of another organization’s import away, and do not touch it', async () => {
    const before = await stateOf(owner)
    const start = { ...staging.start, agentId: stranger.agents.alwaysOn }
    await expect(startImport(stranger.actor, start)).rejects.toMatchObject({ code: 'IMPORT_NOT_FOUND' })
    expect(await stateOf(owner)).toEqual(before)
  })
})

describe('settings', () => {
  it("of one organization leave another's credits as they are", async () => {
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
