import type { SequenceDetails } from '../router-outputs'

/** One line of a sequence's story. `state` is a name of the state table, where there is one. */
export type TimelineEntry = {
  key: string
  at: string
  title: string
  state: string | null
  detail: string | null
  call: SequenceDetails['calls'][number] | null
}

/** The story of a sequence, oldest first: how it began, each call and mail, how it ended. */
export function timelineOf(sequence: SequenceDetails): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { key: 'created', at: sequence.createdAt, title: 'Created', state: null, detail: beginning(sequence), call: null },
  ]
  for (const call of sequence.calls) {
    entries.push({
      key: call.callId,
      at: call.requestedAt,
      title: `Call, step ${call.stepIndex + 1}`,
      state: call.resultType,
      detail: describeCall(call),
      call,
    })
  }
  for (const email of sequence.emails) {
    entries.push({
      key: `email ${email.stepIndex}`,
      at: email.requestedAt,
      title: `Mail, step ${email.stepIndex + 1}`,
      state: null,
      detail: `${email.subject || 'No subject'} · ${email.status}${email.failureReason ? `: ${email.failureReason}` : ''}`,
      call: null,
    })
  }
  if (sequence.endedAt !== null) {
    const detail = sequence.cancelReason ? `Reason: ${sequence.cancelReason}` : ending(sequence)
    entries.push({
      key: 'ended',
      at: sequence.endedAt,
      title: 'Ended',
      state: sequence.lifecycleStatus,
      detail,
      call: null,
    })
  }
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function beginning({ chain }: SequenceDetails): string | null {
  return chain && chain.position > 0 ? `Number ${chain.position + 1} of its chain` : null
}

function ending({ lifecycleStatus, creditState }: SequenceDetails): string | null {
  if (lifecycleStatus === 'skipped') return 'Its chain succeeded with somebody else'
  return creditState === 'released' ? 'Never called: the credit was released' : null
}

function describeCall(call: SequenceDetails['calls'][number]): string {
  if (call.status === 'withdrawn') return 'Withdrawn before it was placed'
  if (call.status === 'requested') return 'Waiting for the dialer'
  if (call.status === 'placed') return 'Under way'
  if (call.resultSource === 'timeout') return 'No result came from the dialer'
  const outcomes = call.result?.outcomes.map(({ name }) => name).join(', ')
  const seconds = call.result ? `${Math.round(call.result.duration)} s` : ''
  return [seconds, outcomes].filter(Boolean).join(' · ')
}
