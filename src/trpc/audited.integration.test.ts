import { describe, expect, it, vi } from 'vitest'
import type { Actor, Role } from '@/domain/actor'
import { archiveAgent } from '@/domain/agents/archive-agent'
import { pauseAgent } from '@/domain/agents/pause-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { createApiKey } from '@/domain/api-keys/create-api-key'
import type { AuditAction } from '@/domain/audit/audit-actions.rules'
import { cancelBatch } from '@/domain/batches/cancel-batch'
import { failBatch } from '@/domain/batches/fail-batch'
import { pauseBatch } from '@/domain/batches/pause-batch'
import { setCredits } from '@/domain/credits/set-credits'
import { createDialerAccount } from '@/domain/dialer-accounts/create-dialer-account'
import { turnOffDialerAccount } from '@/domain/dialer-accounts/turn-off-dialer-account'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import { newId, toPublicId } from '@/domain/ids'
import { pauseImport } from '@/domain/imports/pause-import'
import { stageChunk } from '@/domain/imports/stage-chunk'
import { startImport } from '@/domain/imports/start-import'
import { inviteMember } from '@/domain/members/invite-member'
import { cancelSequence } from '@/domain/sequences/cancel-sequences'
import { createSequences } from '@/domain/sequences/create-sequences'
import { createList } from '@/domain/suppression/create-list'
import { stageNumbers } from '@/domain/suppression/stage-numbers'
import { startUpload } from '@/domain/suppression/start-upload'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { disableEndpoint } from '@/domain/webhooks/disable-endpoint'
import { listDeliveries } from '@/domain/webhooks/list-deliveries'
import { db } from '@/platform/db'
import { endpoints } from '@/rest/endpoint-table'
import { handleRequest as handleRest } from '@/rest/handle-request'
import { addMember, addSession } from '@/testing/add-member'
import { endedCall } from '@/testing/ended-call'
import {
  createTestOrganization,
  laterContact,
  type TestOrganization,
  testAgents,
  testContact,
} from '@/testing/factories'
import { SIGNED_IN_PASSWORD, signInAs } from '@/testing/sign-in-as'
import { planImport, stageImport } from '@/testing/stage-import'
import { handleRequest } from './handle-request'
import { appRouter } from './root'

vi.setConfig({ testTimeout: 60_000 })

// Whatever somebody changes through a door is in the audit log. A new procedure or route gets its case in AUDITED, or
// its reason in EXEMPT.

/** A request that changes something: of a procedure its input, of a route its path and body. */
type Asked = { input?: unknown; path?: string; body?: unknown }

type Case = {
  action: AuditAction
  /** Makes what it is done to, and returns the request. */
  ask: (organization: TestOrganization) => Promise<Asked>
  /** True for what does something each time, such as a rotation. Otherwise the second time writes nothing. */
  again?: true
  /** The role of whoever does what no key can. */
  by?: Role
}

/** Operations that change nothing, or whose own record says who did it and when. */
const EXEMPT: Record<string, string> = {
  'batches.previewCallAgain': 'Only reads; it is a mutation for the length of its input.',
  'dialerAccounts.check': 'Only reads at the provider; that a failing account calls again is in the log.',
  'dialerAccounts.replaceCredentials':
    'Needs a provider: src/domain/dialer-accounts/remote-accounts.integration.test.ts.',
  'suppressions.check': 'Only reads; it is a mutation for the length of its input.',
  'suppressions.uploads.start': 'Only declares what will come; the end of the upload is in the log.',
  'suppressions.uploads.stage': 'A part of an upload, whose end, or that it was discarded, is in the log.',
  checkSuppressions: 'Only reads; it is a POST for the length of its input.',
  'enrollment.lookUpNumbers': 'Only reads; it is a mutation for the length of its input.',
  'imports.enrolledNumbers': 'Only reads; it is a mutation for the length of its input.',
  'imports.start': 'Only declares what will come; the end of the staging starts the import.',
  'imports.stageChunk': 'Nothing is enrolled by it; the end of the staging starts the import.',
  'mappings.save': 'A convenience of the wizard, which nothing is done to.',
  'mappings.forget': 'A convenience of the wizard, which nothing is done to.',
  'account.twoFactor.begin': 'Nothing is on before the first code was right.',
  'account.twoFactor.confirm': 'Replaces the session: src/auth/two-factor.integration.test.ts.',
  'account.twoFactor.end': 'Replaces the session: src/auth/two-factor.integration.test.ts.',
  'account.twoFactor.renewCodes': 'Needs two-factor sign-in: src/auth/two-factor.integration.test.ts.',
  takeDialerEvent: 'Sent by a provider, not by somebody of the organization; it only makes us ask.',
  recordCallResult: 'Reported by a dialer with a signature, not by somebody of the organization. The call keeps it.',
}

const SUPPRESSED = '+15550000077'

/** Makes a list with an upload that has arrived as a whole. */
const uploaded = async (actor: Actor, mode: 'add' | 'replace'): Promise<string> => {
  const { listId } = await createList(actor, { name: 'Registry', kind: 'national registry' })
  const { uploadId } = await startUpload(actor, {
    ...{ uploadId: newId(), listId, mode, fileName: 'registry.csv', fingerprint: 'ab'.repeat(32) },
    ...{ numbers: 1, invalid: 0, chunks: 1 },
  })
  await stageNumbers(actor, { uploadId, chunk: 0, numbers: [SUPPRESSED] })
  return uploadId
}

const enrolled = async ({ actor, agents }: TestOrganization): Promise<string> => {
  const body = { contacts: [laterContact(1, { account_id: 'a' })], groupByField: 'account_id' }
  return (await enrollBatch(actor, { agentId: agents.alwaysOn, body, source: 'api' })).batchId
}

/** A batch whose contact did not answer. */
const unanswered = async (of: TestOrganization): Promise<string> => {
  const batchId = await enrolled(of)
  await createSequences({ batchId })
  await db().execute`
    UPDATE sequences SET status = 'done', due_at = NULL, ended_at = now(), last_result_type = 'No Answer'
    WHERE batch_id = ${batchId}::uuid`
  return batchId
}

const scheduled = async ({ actor, agents }: TestOrganization): Promise<string> => {
  const body = laterContact(2, { account_id: 'b' })
  return (await enrollSingle(actor, { agentId: agents.alwaysOn, body, source: 'api' })).sequenceId
}

const planned = ({ agents }: TestOrganization, options = {}) => {
  return planImport(agents.alwaysOn, { batches: [[laterContact(3)]], options })
}

const imported = (organization: TestOrganization) => stageImport(organization.actor, planned(organization))

const endpointOf = async ({ actor }: TestOrganization): Promise<string> => {
  return (await createEndpoint(actor, { url: 'https://example.com/hook?token=secret' })).endpointId
}

const webhookAccount = {
  kind: 'webhook',
  name: 'Our caller',
  url: 'https://dialer.example.com/calls?key=secret',
} as const

const accountOf = async ({ actor }: TestOrganization): Promise<string> => {
  return (await createDialerAccount(actor, webhookAccount)).dialerAccountId
}

const keyOf = async ({ actor }: TestOrganization): Promise<string> => {
  return (await createApiKey(actor, { name: 'Sync', scopes: ['read'] })).keyId
}

/** An endpoint with a delivery that failed. */
const failedDelivery = async ({ actor, agents }: TestOrganization) => {
  const endpointId = await endpointOf({ actor } as TestOrganization)
  await endedCall(actor, agents.alwaysOn, { name: 'Ada', phoneNumber: '+15550000009' })
  await db().execute`
    UPDATE webhook_deliveries SET status = 'failed', ended_at = now() WHERE endpoint_id = ${endpointId}::uuid`
  const { deliveries } = await listDeliveries(actor, { endpointId, limit: 1 })
  return { endpointId, deliveryId: deliveries[0]?.deliveryId ?? '' }
}

/** A session more of whoever is signed in: the member that is named after the role. */
const furtherSession = async (organizationId: string): Promise<string> => {
  const { userId } = await db().member.findFirstOrThrow({ where: { organizationId, user: { name: 'viewer' } } })
  return addSession(userId, organizationId)
}

const invited = async ({ organizationId }: TestOrganization): Promise<string> => {
  const { actor } = await addMember(organizationId, 'owner')
  return (await inviteMember(actor, { email: `${newId()}@example.com`, role: 'viewer' })).invitationId
}

const AUDITED: Record<string, Case> = {
  'organization.updateCallingPolicy': {
    action: 'calling_policy.changed',
    by: 'owner',
    ask: async () => ({ input: { version: 1, ruleSets: ['canada'], caps: { callsPerDay: 3 } } }),
  },
  createAgent: {
    action: 'agent.created',
    again: true,
    ask: async () => ({ path: '/agents', body: { ...testAgents.alwaysOn, name: 'New' } }),
  },
  updateAgent: {
    action: 'agent.changed',
    ask: async ({ agents }) => ({ path: `/agents/${agents.alwaysOn}`, body: { version: 1, lines: 7 } }),
  },
  pauseAgent: { action: 'agent.paused', ask: async ({ agents }) => ({ path: `/agents/${agents.alwaysOn}/pause` }) },
  resumeAgent: {
    action: 'agent.resumed',
    ask: async ({ actor, agents }) => {
      await pauseAgent(actor, agents.alwaysOn)
      return { path: `/agents/${agents.alwaysOn}/resume` }
    },
  },
  archiveAgent: {
    action: 'agent.archived',
    ask: async ({ agents }) => ({ path: `/agents/${agents.alwaysOn}/archive` }),
  },
  unarchiveAgent: {
    action: 'agent.unarchived',
    ask: async ({ actor, agents }) => {
      await archiveAgent(actor, agents.alwaysOn)
      return { path: `/agents/${agents.alwaysOn}/unarchive` }
    },
  },
  'credits.setAlert': { action: 'organization.changed', by: 'admin', ask: async () => ({ input: { percent: 33 } }) },
  'account.updateProfile': {
    action: 'profile.changed',
    by: 'viewer',
    ask: async () => ({ input: { name: 'Ada Lovelace' } }),
  },
  'account.changePassword': {
    action: 'password.changed',
    by: 'viewer',
    ask: async () => ({ input: { currentPassword: SIGNED_IN_PASSWORD, newPassword: 'another one for tests' } }),
  },
  'account.sessions.end': {
    action: 'session.ended',
    by: 'viewer',
    ask: async ({ organizationId }) => ({ input: { sessionId: await furtherSession(organizationId) } }),
  },
  'account.sessions.endOthers': {
    action: 'sessions.ended',
    by: 'viewer',
    ask: async ({ organizationId }) => {
      await furtherSession(organizationId)
      return {}
    },
  },
  'account.switchOrganization': {
    action: 'session.switched',
    by: 'viewer',
    again: true,
    ask: async ({ organizationId }) => ({ input: { organizationId } }),
  },
  'members.changeRole': {
    action: 'member.role_changed',
    by: 'admin',
    ask: async ({ organizationId }) => {
      const { memberId } = await addMember(organizationId, 'viewer')
      return { input: { memberId, role: 'operator' } }
    },
  },
  'members.remove': {
    action: 'member.removed',
    by: 'admin',
    ask: async ({ organizationId }) => {
      const { memberId } = await addMember(organizationId, 'viewer')
      return { input: { memberId } }
    },
  },
  'members.leave': {
    action: 'member.left',
    by: 'viewer',
    ask: async ({ organizationId }) => ({ input: { organizationId } }),
  },
  'members.transferOwnership': {
    action: 'organization.transferred',
    by: 'owner',
    ask: async ({ organizationId }) => {
      const { memberId } = await addMember(organizationId, 'viewer')
      return { input: { memberId } }
    },
  },
  'members.invitations.create': {
    action: 'member.invited',
    by: 'admin',
    ask: async () => ({ input: { email: `${newId()}@example.com`, role: 'viewer' } }),
  },
  'members.invitations.resend': {
    action: 'invitation.resent',
    by: 'admin',
    again: true,
    ask: async (of) => ({ input: { invitationId: await invited(of) } }),
  },
  'members.invitations.revoke': {
    action: 'invitation.revoked',
    by: 'admin',
    ask: async (of) => ({ input: { invitationId: await invited(of) } }),
  },
  'dialerAccounts.create': {
    action: 'dialer_account.created',
    by: 'admin',
    again: true,
    ask: async () => ({ input: webhookAccount }),
  },
  'dialerAccounts.update': {
    action: 'dialer_account.changed',
    by: 'admin',
    ask: async (of) => ({ input: { dialerAccountId: await accountOf(of), lines: 5 } }),
  },
  'dialerAccounts.rotateSecret': {
    action: 'dialer_account.secret_rotated',
    by: 'admin',
    again: true,
    ask: async (of) => ({ input: { dialerAccountId: await accountOf(of) } }),
  },
  'dialerAccounts.turnOff': {
    action: 'dialer_account.turned_off',
    by: 'admin',
    ask: async (of) => ({ input: { dialerAccountId: await accountOf(of) } }),
  },
  'dialerAccounts.turnOn': {
    action: 'dialer_account.turned_on',
    by: 'admin',
    ask: async (of) => {
      const dialerAccountId = await accountOf(of)
      await turnOffDialerAccount(of.actor, dialerAccountId)
      return { input: { dialerAccountId } }
    },
  },
  'dialerAccounts.delete': {
    action: 'dialer_account.deleted',
    by: 'admin',
    ask: async (of) => ({ input: { dialerAccountId: await accountOf(of) } }),
  },
  'agents.create': {
    action: 'agent.created',
    again: true,
    ask: async () => ({ input: { ...testAgents.alwaysOn, name: 'New' } }),
  },
  'agents.copy': {
    action: 'agent.created',
    again: true,
    ask: async ({ agents }) => ({ input: { agentId: agents.alwaysOn } }),
  },
  'agents.update': {
    action: 'agent.changed',
    ask: async ({ agents }) => ({ input: { agentId: agents.alwaysOn, version: 1, lines: 7 } }),
  },
  'agents.restore': {
    action: 'agent.restored',
    ask: async ({ actor, agents }) => {
      await updateAgent(actor, agents.alwaysOn, { version: 1, lines: 7 })
      return { input: { agentId: agents.alwaysOn, version: 2, number: 1 } }
    },
  },
  'agents.pause': { action: 'agent.paused', ask: async ({ agents }) => ({ input: { agentId: agents.alwaysOn } }) },
  'agents.resume': {
    action: 'agent.resumed',
    ask: async ({ actor, agents }) => {
      await pauseAgent(actor, agents.alwaysOn)
      return { input: { agentId: agents.alwaysOn } }
    },
  },
  'agents.archive': { action: 'agent.archived', ask: async ({ agents }) => ({ input: { agentId: agents.alwaysOn } }) },
  'agents.unarchive': {
    action: 'agent.unarchived',
    ask: async ({ actor, agents }) => {
      await archiveAgent(actor, agents.alwaysOn)
      return { input: { agentId: agents.alwaysOn } }
    },
  },
  'agents.testCall': {
    action: 'agent.tested',
    ask: async ({ agents }) => ({
      input: {
        agentId: agents.alwaysOn,
        name: 'Ada',
        phoneNumber: '+15550000001',
        mode: 'simulated',
        idempotencyKey: 'a',
      },
    }),
  },
  'tests.erase': {
    action: 'tests.erased',
    ask: async ({ actor, agents }) => {
      const input = { agentId: agents.alwaysOn, body: { contacts: [laterContact(9)] }, source: 'api' as const }
      const { batchId } = await enrollBatch({ ...actor, test: true }, input)
      // What is open would be cancelled before, with a line of its own.
      await cancelBatch(actor, batchId)
      return {}
    },
  },
  'organization.update': {
    action: 'organization.changed',
    by: 'admin',
    ask: async () => ({ input: { premiumNumbersRefused: true } }),
  },
  'people.exportTrail': {
    action: 'person.exported',
    again: true,
    by: 'viewer',
    ask: async ({ actor, agents }) => {
      await enrollSingle(actor, { agentId: agents.alwaysOn, body: laterContact(31), source: 'api' })
      return { input: { phoneNumber: laterContact(31).phoneNumber, format: 'html' } }
    },
  },
  'organization.retention.update': {
    action: 'retention.changed',
    by: 'owner',
    ask: async () => ({ input: { transcripts: 30 } }),
  },
  'batches.pause': { action: 'batch.paused', ask: async (of) => ({ input: { batchId: await enrolled(of) } }) },
  pauseBatch: { action: 'batch.paused', ask: async (of) => ({ path: `/batches/${await enrolled(of)}/pause` }) },
  'batches.resume': {
    action: 'batch.resumed',
    ask: async (of) => {
      const batchId = await enrolled(of)
      await pauseBatch(of.actor, batchId)
      return { input: { batchId } }
    },
  },
  resumeBatch: {
    action: 'batch.resumed',
    ask: async (of) => {
      const batchId = await enrolled(of)
      await pauseBatch(of.actor, batchId)
      return { path: `/batches/${batchId}/resume` }
    },
  },
  'batches.cancel': { action: 'batch.cancelled', ask: async (of) => ({ input: { batchId: await enrolled(of) } }) },
  cancelBatch: { action: 'batch.cancelled', ask: async (of) => ({ path: `/batches/${await enrolled(of)}/cancel` }) },
  'batches.callAgain': {
    action: 'batch.called_again',
    ask: async (of) => ({ input: { filter: { batchId: await unanswered(of), results: ['nobody reached'] } } }),
  },
  callBatchAgain: {
    action: 'batch.called_again',
    ask: async (of) => ({
      path: `/batches/${await unanswered(of)}/call-again`,
      body: { resultTypes: ['No Answer', 'Busy'] },
    }),
  },
  'batches.retry': {
    action: 'batch.retried',
    ask: async (of) => {
      const batchId = await enrolled(of)
      await failBatch({ batchId, reason: 'For the test.' })
      return { input: { batchId } }
    },
  },
  'enrollment.enrollSingle': {
    action: 'batch.windows_bypassed',
    ask: async ({ agents }) => ({
      input: { agentId: agents.alwaysOn, ...laterContact(8), bypassAllowedCallWindow: true, idempotencyKey: 'a' },
    }),
  },
  'enrollment.enrollBatch': {
    action: 'batch.windows_bypassed',
    ask: async ({ agents }) => ({
      input: {
        agentId: agents.alwaysOn,
        contacts: [laterContact(5)],
        bypassAllowedCallWindow: true,
        idempotencyKey: 'a',
      },
    }),
  },
  enrollBatch: {
    action: 'batch.windows_bypassed',
    again: true,
    ask: async ({ agents }) => ({
      path: `/agents/${agents.alwaysOn}/schedule/sequences`,
      body: { contacts: [laterContact(6)], bypassAllowedCallWindow: true },
    }),
  },
  enrollContact: {
    action: 'batch.windows_bypassed',
    again: true,
    ask: async ({ agents }) => ({
      path: `/agents/${agents.alwaysOn}/schedule/sequence`,
      body: laterContact(7, { bypassAllowedCallWindow: true }),
    }),
  },
  'sequences.cancel': {
    action: 'sequence.cancelled',
    ask: async (of) => ({ input: { sequenceId: await scheduled(of), scope: 'contact' } }),
  },
  cancelSequence: {
    action: 'sequence.cancelled',
    ask: async (of) => ({ path: `/sequences/${await scheduled(of)}/cancel`, body: { scope: 'contact' } }),
  },
  'sequences.cancelByVariable': {
    action: 'sequences.cancelled',
    ask: async (of) => {
      await scheduled(of)
      return { input: { referenceKey: 'account_id', referenceValue: 'b' } }
    },
  },
  cancelSequencesByVariable: {
    action: 'sequences.cancelled',
    ask: async (of) => {
      await scheduled(of)
      return { path: '/sequences/cancel', body: { referenceKey: 'account_id', referenceValue: 'b' } }
    },
  },
  'sequences.cancelPerson': {
    action: 'person.cancelled',
    ask: async (of) => {
      await scheduled(of)
      return { input: { phoneNumber: laterContact(2).phoneNumber } }
    },
  },
  'people.erase': {
    action: 'person.erased',
    ask: async ({ actor, agents }) => {
      await endedCall(actor, agents.alwaysOn, testContact(2))
      return { input: { phoneNumber: testContact(2).phoneNumber } }
    },
  },
  'sequences.reschedule': {
    action: 'sequence.rescheduled',
    ask: async (of) => ({ input: { sequenceId: await scheduled(of), scheduledAt: '2027-03-01T16:00:00Z' } }),
  },
  rescheduleSequence: {
    action: 'sequence.rescheduled',
    ask: async (of) => ({
      path: `/sequences/${await scheduled(of)}/reschedule`,
      body: { scheduledAt: '2027-03-01T16:00:00Z' },
    }),
  },
  'sequences.rescheduleMany': {
    action: 'sequences.rescheduled',
    ask: async (of) => ({ input: { sequenceIds: [await scheduled(of)], scheduledAt: '2027-03-01T16:00:00Z' } }),
  },
  rescheduleSequences: {
    action: 'sequences.rescheduled',
    ask: async (of) => ({
      path: '/sequences/reschedule',
      body: { sequenceIds: [await scheduled(of)], scheduledAt: '2027-03-01T16:00:00Z' },
    }),
  },
  'imports.importFile': { action: 'import.started', ask: async (of) => ({ input: planned(of) }) },
  'imports.finishStaging': {
    action: 'import.windows_bypassed',
    ask: async (of) => {
      const plan = planned(of, { bypassAllowedCallWindow: true })
      await startImport(of.actor, plan.start)
      for (const chunk of plan.chunks) await stageChunk(of.actor, chunk)
      return { input: { importId: plan.start.importId } }
    },
  },
  'imports.pause': { action: 'import.paused', ask: async (of) => ({ input: { importId: await imported(of) } }) },
  'imports.resume': {
    action: 'import.resumed',
    ask: async (of) => {
      const importId = await imported(of)
      await pauseImport(of.actor, importId)
      return { input: { importId } }
    },
  },
  'imports.cancel': { action: 'import.cancelled', ask: async (of) => ({ input: { importId: await imported(of) } }) },
  'apiKeys.create': {
    action: 'api_key.created',
    again: true,
    ask: async () => ({ input: { name: 'Sync', scopes: ['read'] } }),
  },
  createKey: {
    action: 'api_key.created',
    again: true,
    ask: async () => ({ path: '/keys', body: { name: 'Sync', scopes: ['read'] } }),
  },
  'apiKeys.rotate': { action: 'api_key.rotated', ask: async (of) => ({ input: { keyId: await keyOf(of) } }) },
  rotateKey: { action: 'api_key.rotated', ask: async (of) => ({ path: `/keys/${await keyOf(of)}/rotate` }) },
  'apiKeys.revoke': { action: 'api_key.revoked', ask: async (of) => ({ input: { keyId: await keyOf(of) } }) },
  revokeKey: { action: 'api_key.revoked', ask: async (of) => ({ path: `/keys/${await keyOf(of)}/revoke` }) },
  'webhooks.endpoints.create': {
    action: 'endpoint.created',
    again: true,
    ask: async () => ({ input: { url: 'https://example.com/hook' } }),
  },
  'webhooks.endpoints.rotateSecret': {
    action: 'endpoint.secret_rotated',
    again: true,
    ask: async (of) => ({ input: { endpointId: await endpointOf(of) } }),
  },
  'webhooks.endpoints.disable': {
    action: 'endpoint.disabled',
    ask: async (of) => ({ input: { endpointId: await endpointOf(of) } }),
  },
  'webhooks.endpoints.enable': {
    action: 'endpoint.enabled',
    ask: async (of) => {
      const endpointId = await endpointOf(of)
      await disableEndpoint(of.actor, endpointId)
      return { input: { endpointId } }
    },
  },
  'webhooks.endpoints.recover': {
    action: 'endpoint.recovered',
    ask: async (of) => {
      const { endpointId } = await failedDelivery(of)
      return { input: { endpointId, since: '2026-01-01T00:00:00Z' } }
    },
  },
  'people.optOut': { action: 'person.opted_out', ask: async () => ({ input: { phoneNumber: SUPPRESSED } }) },
  optOutPerson: {
    action: 'person.opted_out',
    ask: async () => ({ path: '/people/opt-out', body: { phoneNumber: SUPPRESSED } }),
  },
  'suppressions.suppress': { action: 'numbers.suppressed', ask: async () => ({ input: { numbers: [SUPPRESSED] } }) },
  'suppressions.unsuppress': {
    action: 'numbers.unsuppressed',
    ask: async ({ actor }) => {
      await suppressNumbers(actor, { numbers: [SUPPRESSED] })
      return { input: { numbers: [SUPPRESSED], reason: 'A mistake' } }
    },
  },
  suppressNumbers: {
    action: 'numbers.suppressed',
    ask: async () => ({ path: '/suppressions', body: { numbers: [SUPPRESSED] } }),
  },
  unsuppressNumbers: {
    action: 'numbers.unsuppressed',
    ask: async ({ actor }) => {
      await suppressNumbers(actor, { numbers: [SUPPRESSED] })
      return { path: '/suppressions', body: { numbers: [SUPPRESSED] } }
    },
  },
  'suppressions.lists.create': {
    action: 'suppression_list.created',
    ask: async () => ({ input: { name: 'Litigators', kind: 'litigators' } }),
  },
  'suppressions.lists.update': {
    action: 'suppression_list.changed',
    ask: async ({ actor }) => {
      const { listId } = await createList(actor, { name: 'Litigators', kind: 'litigators' })
      return { input: { listId, name: 'Plaintiffs' } }
    },
  },
  'suppressions.lists.delete': {
    action: 'suppression_list.deleted',
    ask: async ({ actor }) => {
      const { listId } = await createList(actor, { name: 'Litigators', kind: 'litigators' })
      return { input: { listId } }
    },
  },
  'suppressions.uploads.finish': {
    action: 'numbers.suppressed',
    ask: async ({ actor }) => ({ input: { uploadId: await uploaded(actor, 'add') } }),
  },
  'suppressions.uploads.replace': {
    action: 'suppression_list.replaced',
    ask: async ({ actor }) => ({ input: { uploadId: await uploaded(actor, 'replace') } }),
  },
  'suppressions.uploads.discard': {
    action: 'suppression_list.upload_discarded',
    ask: async ({ actor }) => ({ input: { uploadId: await uploaded(actor, 'replace') } }),
  },
  createSuppressionList: {
    action: 'suppression_list.created',
    ask: async () => ({ path: '/suppression-lists', body: { name: 'Litigators', kind: 'litigators' } }),
  },
  updateSuppressionList: {
    action: 'suppression_list.changed',
    ask: async ({ actor }) => {
      const { listId } = await createList(actor, { name: 'Litigators', kind: 'litigators' })
      return { path: `/suppression-lists/${listId}`, body: { name: 'Plaintiffs' } }
    },
  },
  deleteSuppressionList: {
    action: 'suppression_list.deleted',
    ask: async ({ actor }) => {
      const { listId } = await createList(actor, { name: 'Litigators', kind: 'litigators' })
      return { path: `/suppression-lists/${listId}` }
    },
  },
  'webhooks.endpoints.delete': {
    action: 'endpoint.deleted',
    ask: async (of) => ({ input: { endpointId: await endpointOf(of) } }),
  },
  'webhooks.endpoints.update': {
    action: 'endpoint.updated',
    ask: async (of) => ({
      input: {
        endpointId: await endpointOf(of),
        url: 'https://example.com/other?token=secret',
        events: ['batch.created'],
      },
    }),
  },
  'webhooks.endpoints.test': {
    action: 'endpoint.tested',
    again: true,
    ask: async (of) => ({ input: { endpointId: await endpointOf(of) } }),
  },
  createWebhookEndpoint: {
    action: 'endpoint.created',
    again: true,
    ask: async () => ({ path: '/webhook-endpoints', body: { url: 'https://example.com/hook' } }),
  },
  updateWebhookEndpoint: {
    action: 'endpoint.updated',
    ask: async (of) => ({
      path: `/webhook-endpoints/${await endpointOf(of)}`,
      body: { url: 'https://example.com/other?token=secret' },
    }),
  },
  deleteWebhookEndpoint: {
    action: 'endpoint.deleted',
    ask: async (of) => ({ path: `/webhook-endpoints/${await endpointOf(of)}` }),
  },
  disableWebhookEndpoint: {
    action: 'endpoint.disabled',
    ask: async (of) => ({ path: `/webhook-endpoints/${await endpointOf(of)}/disable` }),
  },
  enableWebhookEndpoint: {
    action: 'endpoint.enabled',
    ask: async (of) => {
      const endpointId = await endpointOf(of)
      await disableEndpoint(of.actor, endpointId)
      return { path: `/webhook-endpoints/${endpointId}/enable` }
    },
  },
  rotateWebhookSecret: {
    action: 'endpoint.secret_rotated',
    again: true,
    ask: async (of) => ({ path: `/webhook-endpoints/${await endpointOf(of)}/rotate-secret` }),
  },
  testWebhookEndpoint: {
    action: 'endpoint.tested',
    again: true,
    ask: async (of) => ({ path: `/webhook-endpoints/${await endpointOf(of)}/test` }),
  },
  recoverWebhookEndpoint: {
    action: 'endpoint.recovered',
    ask: async (of) => {
      const { endpointId } = await failedDelivery(of)
      return { path: `/webhook-endpoints/${endpointId}/recover`, body: { since: '2026-01-01T00:00:00Z' } }
    },
  },
  'webhooks.deliveries.replay': {
    action: 'delivery.replayed',
    again: true,
    ask: async (of) => ({ input: { deliveryId: (await failedDelivery(of)).deliveryId } }),
  },
}

const mutations = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>,
).flatMap(([path, { _def }]) => (_def.type === 'mutation' ? [path] : []))

const changing = endpoints.filter(({ method }) => method !== 'GET' && method !== 'HEAD')

it('every mutation and every route that changes something is audited here, or says why not', () => {
  const operations = [...mutations, ...changing.map(({ docs }) => docs.operationId)]
  expect([...Object.keys(AUDITED), ...Object.keys(EXEMPT)].sort()).toEqual(operations.sort())
})

async function send(operation: string, { input, path, body }: Asked, who: Record<string, string>): Promise<number> {
  const headers = { 'content-type': 'application/json', ...who }
  if (path === undefined) {
    const url = `http://127.0.0.1/api/trpc/${operation}`
    const init = input === undefined ? { method: 'POST', headers } : { method: 'POST', headers, body: json(input) }
    return (await handleRequest(new Request(url, init))).status
  }
  const { method } = changing.find(({ docs }) => docs.operationId === operation) ?? { method: 'POST' }
  const init = body === undefined ? { method, headers } : { method, headers, body: json(body) }
  return (await handleRest(new Request(`http://127.0.0.1/api/v1${path}`, init))).status
}

const json = (value: unknown) => JSON.stringify(value)

async function lines(organizationId: string): Promise<number> {
  return db().auditEntry.count({ where: { organizationId } })
}

describe.each(Object.entries(AUDITED))('%s', (operation, { action, ask, again, by }) => {
  it(`writes ${action}${again ? '' : ', and nothing when it is repeated'}`, async () => {
    const organization = await createTestOrganization()
    const { organizationId, apiKey } = organization
    const who = by ? await signInAs(organizationId, by) : { 'x-api-key': apiKey }
    const asked = await ask(organization)
    const before = await lines(organizationId)
    expect(await send(operation, asked, who)).toBeLessThan(300)
    const [line] = await db().auditEntry.findMany({
      where: { organizationId },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: 1,
    })
    const actor = by ? { actorKind: 'user', actorName: by } : { actorKind: 'apiKey', actorName: 'First key' }
    expect(line).toMatchObject({ action, ...actor, requestId: expect.any(String) })
    expect(JSON.stringify(line)).not.toContain('token=')
    expect(await lines(organizationId)).toBe(before + 1)
    await send(operation, asked, who)
    expect(await lines(organizationId)).toBe(again ? before + 2 : before + 1)
  })
})

it('what has no door of its own is told too, once', async () => {
  const organization = await createTestOrganization()
  const { organizationId } = organization
  const actor = { organizationId, kind: 'system', id: 'admin', label: 'Administrator' } as const
  for (let n = 0; n < 2; n += 1) await setCredits(actor, { credits: 77 })
  const batchId = await enrolled(organization)
  const { id } = await db().contact.findFirstOrThrow({ where: { batchId } })
  const chain = { sequenceId: toPublicId('sequence', id), scope: 'chain' } as const
  for (let n = 0; n < 2; n += 1) await cancelSequence(actor, chain)
  const byHand = { organizationId, actorId: { not: 'create-organization' } }
  const told = await db().auditEntry.findMany({ where: byHand, orderBy: { at: 'asc' } })
  expect(told).toMatchObject([
    { action: 'credits.changed', before: { credits: 100_000 }, after: { credits: 77 }, actorName: 'Administrator' },
    { action: 'chain.cancelled', objectId: chain.sequenceId, details: { affected: 1 } },
  ])
})
