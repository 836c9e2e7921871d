import { describe, expect, it } from 'vitest'
import { EMPTY_CALL_DETAILS } from '@/testing/empty-call-details'
import type { SequenceDetails } from '@/ui/router-outputs'
import { describeDuration, dialerOf, extrasOf, stagesOf, timelineOf } from './timeline'

const at = (second: number) => new Date(Date.UTC(2027, 2, 1, 16, 0, second)).toISOString()

const result = {
  resultType: 'Voicemail',
  duration: 65,
  endedAt: at(20),
  ...EMPTY_CALL_DETAILS,
} as const satisfies SequenceDetails['calls'][number]['result']

const call: SequenceDetails['calls'][number] = {
  callId: 'call.1',
  stepIndex: 0,
  attempt: 1,
  promisedAt: null,
  fromPhoneNumber: '+15559876543',
  providerCallId: 'call_8f',
  dialer: { name: 'Main line', label: 'Retell' },
  askedAt: at(10),
  unclear: false,
  status: 'settled',
  requestedAt: at(10),
  placedAt: at(11),
  endedAt: at(20),
  resultType: 'Voicemail',
  resultSource: 'dialer',
  reason: null,
  result: { ...result, outcomes: [], agentActions: [], humanActions: [], notes: [] },
}

const email: SequenceDetails['emails'][number] = {
  stepIndex: 1,
  status: 'sent',
  toAddress: 'john@example.com',
  subject: 'We tried to call you',
  body: 'Hello John.',
  requestedAt: at(21),
  endedAt: at(22),
  failureReason: null,
}

const sequence: SequenceDetails = {
  sequenceId: 'call-sequence.1',
  batchId: 'batch',
  agentId: 'agent.1',
  agentName: 'Ada',
  test: false,
  index: 0,
  name: 'John',
  phoneNumber: '+15551234567',
  phoneNumberExt: null,
  phoneNumberWritten: '+15551234567',
  toEmailAddress: 'john@example.com',
  externalId: null,
  timezone: 'America/Chicago',
  scheduledAt: at(5),
  dueAt: null,
  promisedAt: null,
  lifecycleStatus: 'done',
  paused: false,
  stepIndex: 1,
  steps: [
    { stepType: 'CALL', delaySeconds: 0 },
    { stepType: 'EMAIL', delaySeconds: 0 },
  ],
  customInputVariables: {},
  chain: null,
  creditState: 'spent',
  result: 'goal reached',
  lastResultType: 'Voicemail',
  cancelReason: null,
  createdAt: at(0),
  endedAt: at(22),
  dialerTrouble: null,
  calls: [call],
  emails: [email],
}

const lines = (changes: Partial<SequenceDetails>) =>
  timelineOf({ ...sequence, ...changes }).map(({ title, state, detail }) => [title, state, detail])

describe('timelineOf', () => {
  it('tells calls and mails in their order, and the end', () => {
    expect(lines({})).toEqual([
      ['Enrolled', null, null],
      ['Call, step 1', 'Voicemail', '1 min 5 s'],
      ['Mail, step 2', 'email sent', null],
      ['Ended', 'done', null],
    ])
  })

  it('numbers the calls of a step from the second on, and says which was a call back', () => {
    const titles = lines({
      calls: [call, { ...call, attempt: 2 }, { ...call, attempt: null }],
      emails: [],
      endedAt: null,
    })
    expect(titles.map(([title]) => title)).toEqual(['Enrolled', 'Call, step 1', 'Call, step 1, attempt 2', 'Call back'])
  })

  it('tells what a call that has no result is at', () => {
    const open = { resultType: null, resultSource: null, result: null, endedAt: null }
    const detailOf = (status: typeof call.status, changes: Partial<typeof call> = {}) =>
      lines({ calls: [{ ...call, ...open, status, ...changes }], emails: [], endedAt: null })[1]?.[2]
    expect(detailOf('requested', { askedAt: null })).toBe('Waiting for the dialer')
    expect(detailOf('requested')).toBe('Asking Retell (Main line)')
    expect(detailOf('requested', { unclear: true })).toContain('looks for the call there before it asks again')
    expect(detailOf('placed')).toBe('Under way')
    expect(detailOf('withdrawn')).toBe('Withdrawn before it was placed')
  })

  it('says why a call was put back, or failed, where the dialer has said so', () => {
    const reason = 'Retell has no valid payment method for this account.'
    const open = { resultType: null, resultSource: null, result: null, endedAt: null, reason } as const
    const calls = [
      { ...call, ...open, status: 'withdrawn' as const },
      { ...call, resultSource: 'timeout' as const, reason: 'The number is not in service.' },
    ]
    const details = lines({ calls, emails: [], endedAt: null }).map(([, , detail]) => detail)
    expect(details).toEqual([null, reason, 'The number is not in service.'])
  })

  it('says why the sequence ended', () => {
    const never = { calls: [], emails: [], creditState: 'released' } satisfies Partial<SequenceDetails>
    expect(lines({ ...never, lifecycleStatus: 'skipped' }).at(-1)?.[2]).toContain('chain succeeded')
    expect(lines({ ...never, lifecycleStatus: 'cancelled' }).at(-1)?.[2]).toContain('credit was released')
    const why = { cancelReason: 'Asked for it.', lifecycleStatus: 'cancelled' } as const
    expect(lines({ ...never, ...why }).at(-1)?.[2]).toBe('Reason: Asked for it.')
  })
})

describe('stagesOf', () => {
  it('says how far the call has come, and by whom', () => {
    expect(stagesOf(call)).toEqual([
      { at: at(10), text: 'Asked Retell (Main line) to call' },
      { at: at(11), text: 'Retell (Main line) took the call' },
      { at: at(20), text: 'The call was over' },
    ])
    expect(stagesOf({ ...call, placedAt: null, resultSource: 'timeout' })).toHaveLength(1)
    expect(stagesOf({ ...call, askedAt: null, placedAt: null, endedAt: null })).toEqual([])
  })

  it('names the dialer as people know it', () => {
    expect(dialerOf({ dialer: { name: 'Retell', label: 'Retell' }, askedAt: null })).toBe('Retell')
    expect(dialerOf({ dialer: { name: 'In the basement', label: 'Webhook' }, askedAt: at(1) })).toBe('In the basement')
    expect(dialerOf({ dialer: null, askedAt: at(1) })).toBe('the simulated dialer')
    expect(dialerOf({ dialer: null, askedAt: null })).toBe('the dialer')
  })
})

describe('extrasOf', () => {
  it('has a recording that is a link, and nothing that would run', () => {
    const additional = (recordingUrl: string) => ({ recordingUrl, endReason: 'user_hangup' })
    const told = { ...result, ...{ outcomes: [], agentActions: [], humanActions: [], notes: [] } }
    const extras = (recordingUrl: string) =>
      extrasOf({ ...call, result: { ...told, additional: additional(recordingUrl) } })
    expect(extras('https://recordings.example/1.wav')).toEqual({
      recordingUrl: 'https://recordings.example/1.wav',
      endReason: 'user_hangup',
    })
    expect(extras('javascript:alert(1)').recordingUrl).toBeNull()
    expect(extrasOf({ ...call, result: null })).toEqual({ recordingUrl: null, endReason: null })
  })
})

describe('describeDuration', () => {
  it.each([
    [0, '0 s'],
    [45.6, '46 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
  ])('%d is %s', (seconds, words) => {
    expect(describeDuration(seconds)).toBe(words)
  })
})
