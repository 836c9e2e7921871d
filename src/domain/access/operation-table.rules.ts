import type { Role } from '@/domain/actor'
import type { Scope } from './scopes.rules'

/**
 * What each permission takes: the least role of a member, and the scope of a key. Where the scope is null, no key can
 * do it, only a person who is signed in.
 */
export const PERMISSION_TABLE = {
  read: { role: 'viewer', scope: 'read' },
  /** Enrolls contacts, and pauses, resumes, cancels or repeats what was enrolled. */
  enroll: { role: 'operator', scope: 'enroll' },
  /** Changes what an enrollment runs on: agents, endpoints, keys. */
  manage: { role: 'admin', scope: 'manage' },
  /** Changes the organization itself and who belongs to it. */
  administer: { role: 'admin', scope: null },
  /** Hands the organization over. */
  own: { role: 'owner', scope: null },
  /** Looks at or changes one's own account. */
  account: { role: 'viewer', scope: null },
  /** Looks at what the enrollment of a contact needs: a key that may only enroll needs it too. */
  prepare: { role: 'viewer', scope: 'enroll' },
} as const satisfies Record<string, { role: Role; scope: Scope | null }>

export type Permission = keyof typeof PERMISSION_TABLE

/**
 * The permission that each operation takes, by the path of its tRPC procedure or the `operationId` of its REST route.
 * Both doors look here before they do anything, and what is not named here is refused to everybody. A REST route
 * without a key (`auth: 'none'`) has no place here.
 */
export const OPERATION_TABLE: Readonly<Record<string, Permission>> = {
  'auth.me': 'account',

  'account.changePassword': 'account',
  'account.organizations': 'account',
  'account.sessions.end': 'account',
  'account.sessions.endOthers': 'account',
  'account.sessions.list': 'account',
  'account.switchOrganization': 'account',
  'account.twoFactor.begin': 'account',
  'account.twoFactor.confirm': 'account',
  'account.twoFactor.end': 'account',
  'account.twoFactor.renewCodes': 'account',
  'account.updateProfile': 'account',

  'organization.get': 'account',
  'organization.update': 'administer',
  'home.attention': 'read',
  'home.firstSteps': 'read',
  'home.today': 'read',
  'home.underWay': 'read',

  'members.changeRole': 'administer',
  'members.invitations.create': 'administer',
  'members.invitations.resend': 'administer',
  'members.invitations.revoke': 'administer',
  'members.leave': 'account',
  'members.list': 'account',
  'members.remove': 'administer',
  'members.transferOwnership': 'own',

  'agents.archive': 'manage',
  'agents.copy': 'manage',
  'agents.create': 'manage',
  'agents.get': 'prepare',
  'agents.list': 'prepare',
  'agents.pause': 'enroll',
  'agents.restore': 'manage',
  'agents.resume': 'enroll',
  'agents.testCall': 'enroll',
  'agents.unarchive': 'manage',
  'agents.update': 'manage',
  'agents.usage': 'read',
  'agents.versions': 'read',
  archiveAgent: 'manage',
  createAgent: 'manage',
  getAgent: 'prepare',
  listAgents: 'prepare',
  pauseAgent: 'enroll',
  resumeAgent: 'enroll',
  unarchiveAgent: 'manage',
  updateAgent: 'manage',
  checkAgentForBatch: 'prepare',
  checkAgentForContact: 'prepare',
  getContactSchema: 'prepare',
  listOutcomes: 'prepare',

  'enrollment.enrollBatch': 'enroll',
  'enrollment.estimate': 'prepare',
  'enrollment.enrollSingle': 'enroll',
  enrollBatch: 'enroll',
  enrollContact: 'enroll',

  'batches.callAgain': 'enroll',
  'batches.cancel': 'enroll',
  'batches.previewCallAgain': 'enroll',
  'calls.get': 'read',
  'calls.list': 'read',
  callBatchAgain: 'enroll',
  getCall: 'read',
  listBatches: 'read',
  listCalls: 'read',
  'batches.chains': 'read',
  'batches.creators': 'read',
  'batches.estimate': 'read',
  'batches.get': 'read',
  'batches.list': 'read',
  'batches.pause': 'enroll',
  'batches.rejected': 'read',
  'batches.resume': 'enroll',
  'batches.retry': 'enroll',
  'batches.sequences': 'read',
  cancelBatch: 'enroll',
  getBatch: 'read',
  listBatchSequences: 'read',
  listRejectedContacts: 'read',
  pauseBatch: 'enroll',
  resumeBatch: 'enroll',

  'mappings.find': 'prepare',
  'mappings.forget': 'enroll',
  'mappings.save': 'enroll',

  'imports.cancel': 'enroll',
  'imports.enrolledBefore': 'prepare',
  'imports.enrolledNumbers': 'prepare',
  'imports.estimate': 'read',
  'imports.finishStaging': 'enroll',
  'imports.get': 'read',
  'imports.importFile': 'enroll',
  'imports.list': 'read',
  'imports.pause': 'enroll',
  'imports.rejected': 'read',
  'imports.rejectedCsv': 'read',
  'imports.resume': 'enroll',
  'imports.stageChunk': 'enroll',
  'imports.start': 'enroll',

  'people.erase': 'manage',
  'people.get': 'read',
  'people.sequences': 'read',

  'search.find': 'read',

  'sequences.results': 'read',
  'sequences.cancel': 'enroll',
  'sequences.cancelByVariable': 'enroll',
  'sequences.cancelPerson': 'enroll',
  'sequences.chain': 'read',
  'sequences.get': 'read',
  'sequences.list': 'read',
  'sequences.reschedule': 'enroll',
  cancelSequence: 'enroll',
  cancelSequencesByVariable: 'enroll',
  getSequence: 'read',
  listSequences: 'read',
  rescheduleSequence: 'enroll',

  'credits.balance': 'prepare',
  'credits.batches': 'read',
  'credits.days': 'read',
  'credits.forecast': 'read',
  'credits.ledger': 'read',
  'credits.setAlert': 'administer',
  'credits.usage': 'read',
  getCreditUsage: 'read',

  'auditLog.actors': 'administer',
  'auditLog.list': 'administer',
  'auditLog.ofObject': 'read',

  'apiKeys.create': 'manage',
  'apiKeys.get': 'manage',
  'apiKeys.list': 'manage',
  'apiKeys.requests': 'manage',
  'apiKeys.revoke': 'manage',
  'apiKeys.rotate': 'manage',
  createKey: 'manage',
  listKeys: 'manage',
  revokeKey: 'manage',
  rotateKey: 'manage',

  'tests.count': 'manage',
  'tests.erase': 'manage',

  'webhooks.deliveries.get': 'read',
  'webhooks.deliveries.list': 'read',
  'webhooks.deliveries.replay': 'enroll',
  'webhooks.endpoints.create': 'manage',
  'webhooks.endpoints.delete': 'manage',
  'webhooks.endpoints.disable': 'manage',
  'webhooks.endpoints.enable': 'manage',
  'webhooks.endpoints.get': 'read',
  'webhooks.endpoints.health': 'read',
  'webhooks.endpoints.list': 'read',
  'webhooks.endpoints.recover': 'enroll',
  'webhooks.endpoints.rotateSecret': 'manage',
  'webhooks.endpoints.test': 'manage',
  'webhooks.endpoints.update': 'manage',
  createWebhookEndpoint: 'manage',
  deleteWebhookEndpoint: 'manage',
  disableWebhookEndpoint: 'manage',
  enableWebhookEndpoint: 'manage',
  listWebhookEndpoints: 'read',
  recoverWebhookEndpoint: 'enroll',
  rotateWebhookSecret: 'manage',
  testWebhookEndpoint: 'manage',
  updateWebhookEndpoint: 'manage',
}
