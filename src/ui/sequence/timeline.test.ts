import { describe, expect, it } from 'vitest'
import { EMPTY_CALL_DETAILS } from '@/testing/empty-call-details'
import type { SequenceDetails } from '@/ui/router-outputs'
import { describeDuration, timelineOf } from './timeline'

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
  status: 'settled',
  requestedAt: at(10),
  placedAt: at(11),
  endedAt: at(20),
  resultType: 'Voicemail',
  resultSource: 'dialer',
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
    const detailOf = (status: typeof call.status) =>
      lines({ calls: [{ ...call, ...open, status }], emails: [], endedAt: null })[1]?.[2]
    expect(detailOf('requested')).toBe('Waiting for the dialer')
    expect(detailOf('placed')).toBe('Under way')
    expect(detailOf('withdrawn')).toBe('Withdrawn before it was placed')
  })

  it('says why the sequence ended', () => {
    const never = { calls: [], emails: [], creditState: 'released' } satisfies Partial<SequenceDetails>
    expect(lines({ ...never, lifecycleStatus: 'skipped' }).at(-1)?.[2]).toContain('chain succeeded')
    expect(lines({ ...never, lifecycleStatus: 'cancelled' }).at(-1)?.[2]).toContain('credit was released')
    const why = { cancelReason: 'Asked for it.', lifecycleStatus: 'cancelled' } as const
    expect(lines({ ...never, ...why }).at(-1)?.[2]).toBe('Reason: Asked for it.')
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
