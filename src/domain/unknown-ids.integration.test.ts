import { beforeAll, expect, it } from 'vitest'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { endSession } from './accounts/end-sessions'
import { switchOrganization } from './accounts/switch-organization'
import type { Actor } from './actor'
import { archiveAgent, unarchiveAgent } from './agents/archive-agent'
import { copyAgent } from './agents/copy-agent'
import { getAgent } from './agents/get-agent'
import { pauseAgent, resumeAgent } from './agents/pause-agent'
import { updateAgent } from './agents/update-agent'
import { getApiKey } from './api-keys/get-api-key'
import { revokeApiKey } from './api-keys/revoke-api-key'
import { rotateApiKey } from './api-keys/rotate-api-key'
import { cancelBatch } from './batches/cancel-batch'
import { getBatch } from './batches/get-batch'
import { listRejections } from './batches/list-rejections'
import { pauseBatch, resumeBatch } from './batches/pause-batch'
import { retryBatch } from './batches/retry-batch'
import { getCall } from './calls/get-call'
import { listAnalysisFields } from './calls/list-analysis-fields'
import { newId } from './ids'
import { cancelImport } from './imports/cancel-import'
import { finishStaging } from './imports/finish-staging'
import { getImport } from './imports/get-import'
import { pauseImport } from './imports/pause-import'
import { resumeImport } from './imports/resume-import'
import { changeMemberRole } from './members/change-member-role'
import { removeMember } from './members/remove-member'
import { resendInvitation } from './members/resend-invitation'
import { revokeInvitation } from './members/revoke-invitation'
import { transferOwnership } from './members/transfer-ownership'
import { getSequence } from './sequences/get-sequence'
import { rescheduleSequence } from './sequences/reschedule-sequence'
import { deleteList } from './suppression/delete-list'
import { getList } from './suppression/get-list'
import { updateList } from './suppression/update-list'
import { disableEndpoint } from './webhooks/disable-endpoint'
import { enableEndpoint } from './webhooks/enable-endpoint'
import { getDelivery } from './webhooks/get-delivery'

let organization: TestOrganization

beforeAll(async () => {
  organization = await createTestOrganization()
})

const useCases: [name: string, call: (actor: Actor, id: string) => Promise<unknown>][] = [
  ['archiveAgent', archiveAgent],
  ['unarchiveAgent', unarchiveAgent],
  ['copyAgent', (actor, id) => copyAgent(actor, id)],
  ['getAgent', getAgent],
  ['listAnalysisFields', listAnalysisFields],
  ['pauseAgent', pauseAgent],
  ['resumeAgent', resumeAgent],
  ['updateAgent', (actor, id) => updateAgent(actor, id, { version: 1 })],
  ['getApiKey', getApiKey],
  ['rotateApiKey', rotateApiKey],
  ['revokeApiKey', revokeApiKey],
  ['cancelBatch', (actor, id) => cancelBatch(actor, id)],
  ['getBatch', getBatch],
  ['listRejections', listRejections],
  ['pauseBatch', pauseBatch],
  ['resumeBatch', resumeBatch],
  ['retryBatch', retryBatch],
  ['getList', getList],
  ['deleteList', deleteList],
  ['updateList', (actor, id) => updateList(actor, id, {})],
  ['cancelImport', cancelImport],
  ['finishStaging', finishStaging],
  ['getImport', getImport],
  ['pauseImport', pauseImport],
  ['resumeImport', resumeImport],
  ['getCall', getCall],
  ['getSequence', getSequence],
  ['rescheduleSequence', (actor, sequenceId) => rescheduleSequence(actor, { sequenceId, scheduledAt: 'soon' })],
  ['removeMember', (actor, id) => removeMember({ ...actor, kind: 'system' }, id)],
  ['transferOwnership', (actor, id) => transferOwnership({ ...actor, kind: 'system' }, id)],
  [
    'changeMemberRole',
    (actor, memberId) => changeMemberRole({ ...actor, kind: 'system' }, { memberId, role: 'viewer' }),
  ],
  ['resendInvitation', (actor, id) => resendInvitation({ ...actor, kind: 'system' }, id)],
  ['revokeInvitation', (actor, id) => revokeInvitation({ ...actor, kind: 'system' }, id)],
  ['endSession', endSession],
  ['switchOrganization', (actor, id) => switchOrganization(actor, '', id)],
  ['disableEndpoint', (actor, id) => disableEndpoint(actor, id)],
  ['enableEndpoint', (actor, id) => enableEndpoint(actor, id)],
  ['getDelivery', (actor, id) => getDelivery(actor, id)],
]

// Whatever a client sends as an id is something that there is not: never a fault of ours.
it.each(useCases)('%s takes any text for the id of nothing', async (_, call) => {
  for (const id of ['', 'Ada Lovelace', '\u0000', '-1', `${newId()}x`, 'call-sequence.x', newId()]) {
    await expect(call(organization.actor, id), JSON.stringify(id)).rejects.toMatchObject({
      code: expect.stringMatching(/_NOT_FOUND$/),
    })
  }
})
