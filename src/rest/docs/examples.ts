import type { z } from 'zod'
import type { Batch, BatchSequence, ListedBatch } from '@/domain/batches/batch-answer.schema'
import type { CallAnswer } from '@/domain/calls/call-answer.schema'
import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import type { Warning } from '@/domain/contacts/warning.schema'
import type { CreditUsage } from '@/domain/credits/credit-usage-answer.schema'
import type { DryRun, TriedSequence } from '@/domain/enrollment/enrollment-answer.schema'
import { type CallResultInput, callResultSchema } from '@/domain/results/call-result.schema'
import type { ListedSequence, Sequence } from '@/domain/sequences/sequence-answer.schema'
import type { CallResultPayload } from '@/domain/webhooks/call-result-payload.schema'
import type { webhookEndpointSchema } from '@/domain/webhooks/endpoint-answer.schema'
import type { WebhookEventPayload } from '@/domain/webhooks/webhook-event-payload.schema'

/** Ids that the examples share, so that they belong together throughout the document. */
export const EXAMPLE = {
  agentId: 'agent.01m84r5fxaeqb96td0q31jyzc5',
  batchId: '01a20983-26f8-75d9-89a6-70b0a20bc8d2',
  sequenceId: 'call-sequence.01m84rav7sf6ptd4bazaaf3n8t',
  callId: 'call.01m84rb2wpfwdrkq1v6gxz0t5c',
  endpointId: '01a20983-2e03-7a5d-9c41-2b7f6d0e9a14',
  dialerAccountId: '0199e0a4-71b2-7c35-9d4f-6a1e0c5b7d28',
  listId: '0199e0a4-6d3c-7a90-8a5e-2f3b8f6b1c12',
  keyId: '01a2097e-5d10-7c44-8f0a-2f6f1f0f6f11',
  requestId: '01a20983-2c11-7b0e-9a63-4b9f0d8c7e21',
} as const

export const contactExample = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  timezone: 'America/Chicago',
  toEmailAddress: 'john@example.com',
  externalId: 'crm-48151',
  account_id: 'acme-123',
}

const impossible =
  '"12" is not a possible phone number in the United States. Check its digits, or write it with + and the country code.'

export const impossibleExample: RejectedContact = {
  index: 1,
  phoneNumber: '12',
  error: impossible,
  code: 'PHONE_INVALID',
  errors: [{ code: 'PHONE_INVALID', field: 'phoneNumber', message: impossible }],
}

const incomplete = 'Missing custom input variables: account_id.'

export const incompleteExample: RejectedContact = {
  index: 3,
  phoneNumber: '+15551234567',
  error: incomplete,
  code: 'VARIABLE_REQUIRED',
  errors: [{ code: 'VARIABLE_REQUIRED', field: 'account_id', message: incomplete }],
}

export const warningExample: Warning = {
  code: 'PHONE_NOT_ASSIGNED',
  message: '+15551234567 looks like a number that nobody has. Check its digits.',
  index: 0,
}

export const dryRunExample: DryRun = {
  dryRun: true,
  total: 2,
  accepted: 1,
  rejected: [impossibleExample],
  reasons: [{ code: impossibleExample.code, contacts: 1, indexes: [impossibleExample.index] }],
  warnings: [warningExample],
  credits: { required: 1, available: 99_960 },
  groups: [],
  firstCallAt: '2027-03-01T16:00:00.000Z',
  lastCallAt: '2027-03-01T16:00:00.000Z',
  estimate: {
    hoursNeeded: 0.01,
    endsAt: '2027-03-01T16:01:38.000Z',
    lines: 25,
    callsPerMinute: null,
    callSeconds: 98,
    callsMeasured: 412,
    callsAhead: 0,
    hasLaterCalls: false,
  },
}

export const triedSequenceExample: TriedSequence = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  scheduledAt: '2027-03-01T16:00:00.000Z',
  lifecycleStatus: 'scheduled',
  chain: { value: 'acme-123', position: 0 },
  toEmailAddress: 'john@example.com',
  externalId: 'crm-48151',
  customInputVariables: { account_id: 'acme-123' },
  timezone: 'America/Chicago',
  scheduledBy: 'API',
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
}

export const batchExample: Batch = {
  batchId: EXAMPLE.batchId,
  agentId: EXAMPLE.agentId,
  name: 'Spring renewals',
  metadata: { campaign: 'spring-2027' },
  status: 'active',
  source: 'api',
  test: false,
  priority: 'normal',
  createdAt: '2027-03-01T15:59:58.214Z',
  createdBy: 'Production',
  total: 100,
  accepted: 99,
  rejected: 1,
  sequences: { waiting: 20, scheduled: 60, 'in progress': 4, done: 15, failed: 0, cancelled: 0, skipped: 0 },
  chains: 12,
}

const { priority: _, sequences: __, ...listed } = batchExample

export const listedBatchExample: ListedBatch = listed

export const callExample: CallAnswer = {
  callId: EXAMPLE.callId,
  sequenceId: EXAMPLE.sequenceId,
  batchId: EXAMPLE.batchId,
  agentId: EXAMPLE.agentId,
  test: false,
  name: 'John Doe',
  phoneNumber: '+15551234567',
  phoneNumberExt: null,
  externalId: 'crm-48151',
  timezone: 'America/Chicago',
  customInputVariables: { account_id: 'acme-123' },
  stepIndex: 0,
  attempt: 1,
  promisedAt: null,
  fromPhoneNumber: '+15559876543',
  providerCallId: null,
  requestedAt: '2027-03-01T16:00:00.031Z',
  placedAt: '2027-03-01T16:00:00.342Z',
  endedAt: '2027-03-01T16:01:00.000Z',
  resultType: 'Goal Completed',
  resultSource: 'dialer',
  duration: 46,
  summary: 'Wants a call back with prices.',
  outcomes: [{ name: 'interested', reasoning: null }],
  extractedVariables: {},
  rescheduledAt: null,
}

export const batchSequenceExample: BatchSequence = {
  sequenceId: EXAMPLE.sequenceId,
  index: 0,
  name: 'John Doe',
  phoneNumber: '+15551234567',
  phoneNumberExt: null,
  phoneNumberWritten: '(555) 123-4567',
  externalId: 'crm-48151',
  timezone: 'America/Chicago',
  scheduledAt: '2027-03-01T16:00:00.000Z',
  lifecycleStatus: 'done',
  customInputVariables: { account_id: 'acme-123' },
  chain: { value: 'acme-123', position: 0 },
  result: 'goal reached',
  lastResultType: 'Goal Completed',
}

export const listedSequenceExample: ListedSequence = {
  ...batchSequenceExample,
  batchId: EXAMPLE.batchId,
  agentId: EXAMPLE.agentId,
  test: false,
  dueAt: null,
  paused: false,
  cancelReason: null,
  createdAt: '2027-03-01T15:59:59.102Z',
  updatedAt: '2027-03-01T16:01:02.310Z',
  endedAt: '2027-03-01T16:01:02.310Z',
}

/** A result as a dialer sends it. */
export const resultExample: CallResultInput = {
  resultType: 'Goal Completed',
  duration: 46,
  endedAt: '2027-03-01T16:01:00Z',
  summary: 'Wants a call back with prices.',
  outcomes: [{ name: 'interested' }],
}

export const sequenceExample: Sequence = {
  sequenceId: EXAMPLE.sequenceId,
  batchId: EXAMPLE.batchId,
  agentId: EXAMPLE.agentId,
  agentName: 'Ada',
  test: false,
  index: 0,
  name: 'John Doe',
  phoneNumber: '+15551234567',
  phoneNumberExt: null,
  phoneNumberWritten: '(555) 123-4567',
  toEmailAddress: 'john@example.com',
  externalId: 'crm-48151',
  timezone: 'America/Chicago',
  scheduledAt: '2027-03-01T16:00:00.000Z',
  dueAt: null,
  promisedAt: null,
  lifecycleStatus: 'done',
  paused: false,
  stepIndex: 0,
  steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  customInputVariables: { account_id: 'acme-123' },
  chain: { variable: 'account_id', value: 'acme-123', position: 0, size: 3, closedAt: '2027-03-01T16:01:00.120Z' },
  creditState: 'spent',
  result: 'goal reached',
  lastResultType: 'Goal Completed',
  cancelReason: null,
  createdAt: '2027-03-01T15:59:58.214Z',
  endedAt: '2027-03-01T16:01:00.120Z',
  dialerTrouble: null,
  calls: [
    {
      callId: EXAMPLE.callId,
      stepIndex: 0,
      attempt: 1,
      promisedAt: null,
      fromPhoneNumber: '+15559876543',
      providerCallId: null,
      dialer: { name: 'Our own dialer', label: 'Webhook' },
      askedAt: '2027-03-01T16:00:00.122Z',
      unclear: false,
      status: 'settled',
      requestedAt: '2027-03-01T16:00:00.031Z',
      placedAt: '2027-03-01T16:00:00.342Z',
      endedAt: '2027-03-01T16:01:00.000Z',
      resultType: 'Goal Completed',
      resultSource: 'dialer',
      reason: null,
      result: callResultSchema.parse(resultExample),
    },
  ],
  emails: [],
}

export const creditUsageExample: CreditUsage = {
  period: { month: '2027-03', startDate: '2027-03-01', endDate: '2027-03-31' },
  organization: {
    allocatedCredits: 100_000,
    spentCredits: 1_240,
    reservedCredits: 60,
    remainingCredits: 98_700,
    percentageUsed: 1.2,
  },
  agents: [{ agentId: EXAMPLE.agentId, agentName: 'Ada', spentCredits: 1_240, transactionCount: 1_240 }],
}

export const webhookEndpointExample: z.input<typeof webhookEndpointSchema> = {
  endpointId: EXAMPLE.endpointId,
  url: 'https://hooks.example.com/rollcall',
  events: ['call.ended', 'batch.finished'],
  createdAt: '2027-03-01T09:00:00.000Z',
  disabledAt: null,
  disabledReason: null,
  oldSecretUntil: null,
  waitingDeliveries: 0,
  failedDeliveries: 0,
}

export const webhookEventExample: WebhookEventPayload = {
  type: 'batch.finished',
  timestamp: '2027-03-01T18:20:00.000Z',
  data: {
    batchId: EXAMPLE.batchId,
    agentId: EXAMPLE.agentId,
    status: 'finished',
    total: 2,
    accepted: 1,
    rejected: 1,
    finishedAt: '2027-03-01T18:20:00.000Z',
  },
}

export const callResultWebhookExample: CallResultPayload = {
  type: 'call.ended',
  timestamp: '2027-03-01T16:01:00.000Z',
  agentId: EXAMPLE.agentId,
  agentName: 'Ada',
  callId: EXAMPLE.callId,
  name: 'John Doe',
  phoneNumber: '+15551234567',
  phoneNumberExt: '',
  externalId: 'crm-48151',
  fromPhoneNumber: '+15559876543',
  scheduledAt: '2027-03-01T16:00:00.000Z',
  timezone: 'America/Chicago',
  direction: 'outbound',
  customInputVariables: { account_id: 'acme-123' },
  duration: 46,
  attempt: 1,
  callUrl: `https://rollcall.example/sequences/${EXAMPLE.sequenceId}#${EXAMPLE.callId}`,
  rescheduledAt: null,
  callResult: {
    resultType: 'Goal Completed',
    summary: 'Wants a call back with prices.',
    extractedVariables: {},
    agentActions: [],
    humanActions: [],
    transcription: null,
    outcomes: [{ name: 'interested', reasoning: null }],
    followUpMeetingDetails: {
      startTime: '2027-03-02T16:00:00Z',
      endTime: '2027-03-02T16:30:00Z',
      hostEmail: 'grace@example.com',
    },
    crmSchedulingDetails: null,
  },
  sequence: { sequenceId: EXAMPLE.sequenceId, lifecycleStatus: 'done' },
}
