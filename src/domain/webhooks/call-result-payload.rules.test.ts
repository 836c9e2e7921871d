import { expect, it } from 'vitest'
import { newId, toPublicId } from '@/domain/ids'
import { type CallResult, callResultSchema } from '@/domain/results/call-result.schema'
import { type CallResultFacts, callResultPayload } from './call-result-payload.rules'

const endedAt = '2027-03-01T16:00:46.000Z'

function facts(changes: Partial<CallResultFacts> = {}): CallResultFacts {
  return {
    agent: { id: newId(), name: 'Ada', fromNumber: '+15559876543' },
    call: {
      id: newId(),
      attempt: 2,
      result: callResultSchema.parse({ resultType: 'Voicemail', duration: 46, endedAt }),
      endedAt: new Date(endedAt),
    },
    contact: {
      name: 'John Doe',
      phoneNumber: '+15551234567',
      phoneNumberExt: '12',
      externalId: 'crm-48151',
      scheduledAt: new Date('2027-03-01T16:00:00Z'),
      timezone: 'Europe/London',
      variables: { account_id: 'acme-123' },
    },
    sequence: { id: newId(), lifecycleStatus: 'in progress' },
    test: false,
    consoleUrl: 'https://rollcall.example.com',
    ...changes,
  }
}

it('has the fields of the contract, in its order', () => {
  const given = facts()
  const callId = toPublicId('call', given.call.id)
  const sequenceId = toPublicId('sequence', given.sequence.id)
  expect(JSON.stringify(callResultPayload(given))).toBe(
    JSON.stringify({
      type: 'call.ended',
      timestamp: endedAt,
      agentId: toPublicId('agent', given.agent.id),
      agentName: 'Ada',
      callId,
      name: 'John Doe',
      phoneNumber: '+15551234567',
      phoneNumberExt: '12',
      externalId: 'crm-48151',
      fromPhoneNumber: '+15559876543',
      scheduledAt: '2027-03-01T16:00:00.000Z',
      timezone: 'Europe/London',
      direction: 'outbound',
      customInputVariables: { account_id: 'acme-123' },
      duration: 46,
      attempt: 2,
      callUrl: `https://rollcall.example.com/sequences/${sequenceId}#${callId}`,
      rescheduledAt: null,
      callResult: {
        resultType: 'Voicemail',
        summary: null,
        extractedVariables: {},
        agentActions: [],
        humanActions: [],
        transcription: null,
        outcomes: [],
        followUpMeetingDetails: null,
        crmSchedulingDetails: null,
      },
      sequence: { sequenceId, lifecycleStatus: 'in progress' },
    }),
  )
})

it('has empty texts where there is no extension and no from-number any more', () => {
  const { agent, contact } = facts()
  const payload = callResultPayload(
    facts({ agent: { ...agent, fromNumber: null }, contact: { ...contact, phoneNumberExt: null } }),
  )
  expect(payload).toMatchObject({ phoneNumberExt: '', fromPhoneNumber: '' })
})

it('hands on the meeting and what the CRM has to know, and of outcomes only what the contract has', () => {
  const followUpMeetingDetails = { startTime: '2027-03-02T16:00:00Z', endTime: null, hostEmail: 'grace@example.com' }
  const result = callResultSchema.parse({
    resultType: 'Goal Completed',
    duration: 1,
    endedAt,
    followUpMeetingDetails,
    crmSchedulingDetails: { owner: 'u-1' },
    outcomes: [{ name: 'interested', score: 3 }],
    sentiment: 'good',
  })
  const { callResult, ...rest } = callResultPayload(
    facts({ call: { id: newId(), attempt: 1, result, endedAt: new Date(endedAt) } }),
  )
  expect(callResult).toMatchObject({ followUpMeetingDetails, crmSchedulingDetails: { owner: 'u-1' } })
  expect(callResult.outcomes).toEqual([{ name: 'interested', reasoning: null }])
  expect(JSON.stringify([rest, callResult])).not.toContain('sentiment')
})

it('tells of results that were stored before meetings were known', () => {
  const { followUpMeetingDetails: _, crmSchedulingDetails: __, ...stored } = facts().call.result
  const { callResult } = callResultPayload(
    facts({ call: { id: newId(), attempt: null, result: stored as CallResult, endedAt: new Date(endedAt) } }),
  )
  expect(callResult).toMatchObject({ followUpMeetingDetails: null, crmSchedulingDetails: null })
})

it('says of a test that it is one, at its end, and nothing of what was in earnest', () => {
  const given = facts({ test: true })
  const { test, ...payload } = callResultPayload(given)
  expect(test).toBe(true)
  expect(callResultPayload({ ...given, test: false })).toStrictEqual(payload)
})
