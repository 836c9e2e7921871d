/**
 * Everything that the audit log tells of: a noun, a dot and a verb in the past, and the sentence that the console shows
 * before the name of the object.
 */
export const AUDIT_ACTIONS = {
  'sign_in.succeeded': 'Signed in',
  'sign_in.failed': 'Sign-in failed',
  /** From now on this account gets slow answers. */
  'sign_in.slowed': 'Sign-in slowed down after many wrong attempts',
  /** From now on requests from this address are refused. */
  'sign_in.limited': 'Sign-ins from this address stopped after many wrong attempts',
  'organization.changed': 'Changed the settings of the organization',
  'calling_policy.changed': 'Changed the calling rules of the organization',
  'organization.transferred': 'Handed the organization over',
  'retention.changed': 'Changed how long things are kept',
  'retention.swept': 'Removed what was kept long enough',
  'member.invited': 'Invited a member',
  'invitation.resent': 'Sent an invitation again',
  'invitation.revoked': 'Revoked an invitation',
  'member.joined': 'Joined the organization',
  'member.role_changed': 'Changed the role of a member',
  'member.removed': 'Removed a member',
  'member.left': 'Left the organization',
  'profile.changed': 'Changed their own name',
  'password.changed': 'Changed their own password',
  'password.reset_requested': 'Asked for a link to set a new password',
  'password.reset': 'Set a new password by a link',
  'password.given': 'Gave a one-time password',
  'session.switched': 'Went to work for this organization',
  'session.ended': 'Ended one of their own sessions',
  'sessions.ended': 'Ended all of their own other sessions',
  'two_factor.enabled': 'Turned on two-factor sign-in',
  'two_factor.disabled': 'Turned off two-factor sign-in',
  'two_factor.codes_renewed': 'Made new backup codes',
  'organization.deleted': 'Deleted the organization',
  'agent.created': 'Created the agent',
  'agent.changed': 'Changed the agent',
  'agent.restored': 'Restored a former version of the agent',
  'agent.paused': 'Stopped the calls of the agent',
  'agent.broke_off': 'The agent paused itself: most of its calls failed',
  'agent.resumed': 'Let the agent call again',
  'agent.archived': 'Archived the agent',
  'agent.unarchived': 'Took the agent out of the archive',
  'agent.tested': 'Placed a test call with the agent',
  'dialer_account.created': 'Connected the dialer account',
  'dialer_account.changed': 'Changed the dialer account',
  'dialer_account.credentials_replaced': 'Replaced the credentials of the dialer account',
  'dialer_account.secret_rotated': 'Rotated the secret of the dialer account',
  'dialer_account.failed': 'The dialer account stopped calling: it cannot call anybody',
  'dialer_account.recovered': 'Checked the dialer account, which can call again',
  'dialer_account.turned_off': 'Turned off the dialer account',
  'dialer_account.turned_on': 'Turned on the dialer account',
  'dialer_account.deleted': 'Deleted the dialer account',
  'batch.paused': 'Paused the batch',
  'batch.resumed': 'Resumed the batch',
  'batch.cancelled': 'Cancelled the batch',
  'batch.called_again': 'Called contacts again, as the batch',
  'sequences.exported': 'Exported contacts',
  'audit_log.exported': 'Exported the audit log',
  'batch.retried': 'Retried the creation of the batch',
  /** Enrolled with `bypassAllowedCallWindow`. */
  'batch.windows_bypassed': 'Enrolled to call outside of the call windows',
  'sequence.cancelled': 'Cancelled a contact',
  'chain.cancelled': 'Cancelled a chain',
  'sequences.cancelled': 'Cancelled contacts by a variable',
  'person.cancelled': 'Cancelled everything open of a person',
  'person.opted_out': 'Noted that a person is not to be called again',
  'person.exported': 'Exported all that is known about a person',
  'person.erased': 'Erased a person',
  'sequence.rescheduled': 'Rescheduled a contact',
  'sequences.rescheduled': 'Rescheduled chosen contacts',
  'import.paused': 'Paused the import',
  'import.resumed': 'Resumed the import',
  'import.cancelled': 'Cancelled the import',
  'import.started': 'Started the import',
  'import.windows_bypassed': 'Imported to call outside of the call windows',
  'api_key.created': 'Created the API key',
  'api_key.rotated': 'Rotated the API key',
  'api_key.revoked': 'Revoked the API key',
  'numbers.suppressed': 'Put numbers on the suppression list',
  'numbers.unsuppressed': 'Took numbers off the suppression list',
  'suppression_list.created': 'Created the suppression list',
  'suppression_list.changed': 'Changed the suppression list',
  'suppression_list.replaced': 'Replaced the suppression list',
  'suppression_list.upload_discarded': 'Discarded an upload to the suppression list',
  'suppression_list.deleted': 'Deleted the suppression list',
  'tests.cancelled': 'Cancelled tests, to erase them',
  'tests.erased': 'Erased the tests',
  'endpoint.created': 'Created the webhook endpoint',
  'endpoint.secret_rotated': 'Rotated the secret of the webhook endpoint',
  'endpoint.enabled': 'Enabled the webhook endpoint',
  'endpoint.disabled': 'Disabled the webhook endpoint',
  'endpoint.deleted': 'Deleted the webhook endpoint',
  'endpoint.recovered': 'Sent again what had failed at the webhook endpoint',
  'delivery.replayed': 'Sent the delivery again',
  'credits.changed': 'Changed the monthly credits',
  'endpoint.updated': 'Changed the webhook endpoint',
  'endpoint.tested': 'Sent a test message to the webhook endpoint',
} as const

export type AuditAction = keyof typeof AUDIT_ACTIONS

/** Returns the sentence of an action; the action itself where a newer version wrote it. */
export function auditSentence(action: string): string {
  return Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction] : action
}

/** What something can be done to. */
export const AUDIT_OBJECT_KINDS = [
  'agent',
  'apiKey',
  'batch',
  'call',
  'delivery',
  'dialerAccount',
  'endpoint',
  'export',
  'import',
  'invitation',
  'member',
  'organization',
  'person',
  'sequence',
  'suppressionList',
  'user',
] as const

/**
 * Of these whoever may read them reads what was done to them. Those of accounts, keys and members are for whoever may
 * read the whole log.
 */
export const OPEN_OBJECT_KINDS = ['agent', 'batch', 'dialerAccount', 'endpoint', 'import', 'sequence'] as const

export type OpenObjectKind = (typeof OPEN_OBJECT_KINDS)[number]

export type AuditObjectKind = (typeof AUDIT_OBJECT_KINDS)[number]
