import type { SequenceDetails } from '@/ui/router-outputs'

type SequenceCall = SequenceDetails['calls'][number]
type SequenceEmail = SequenceDetails['emails'][number]

/** One entry of a sequence's timeline. `state` is a name of the state table, or null. */
export type TimelineEntry = {
  key: string
  at: string
  title: string
  state: string | null
  detail: string | null
  call: SequenceCall | null
  email: SequenceEmail | null
}

/** Returns the timeline of a sequence, oldest first: its beginning, each call and mail, and its end. */
export function timelineOf(sequence: SequenceDetails): TimelineEntry[] {
  const plain = { call: null, email: null }
  const entries: TimelineEntry[] = [
    { key: 'created', at: sequence.createdAt, title: 'Enrolled', state: null, detail: beginning(sequence), ...plain },
  ]
  for (const call of sequence.calls) {
    entries.push({
      key: call.callId,
      at: call.requestedAt,
      title: titleOfCall(call),
      state: call.resultType,
      detail: describeCall(call),
      call,
      email: null,
    })
  }
  for (const email of sequence.emails) {
    entries.push({
      key: `email ${email.stepIndex}`,
      at: email.requestedAt,
      title: `Mail, step ${email.stepIndex + 1}`,
      state: `email ${email.status}`,
      detail: email.failureReason,
      call: null,
      email,
    })
  }
  if (sequence.endedAt !== null) {
    entries.push({
      key: 'ended',
      at: sequence.endedAt,
      title: 'Ended',
      state: sequence.lifecycleStatus,
      detail: sequence.cancelReason ? `Reason: ${sequence.cancelReason}` : ending(sequence),
      ...plain,
    })
  }
  // The sort is stable: entries of the same millisecond keep the order above.
  return entries.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function titleOfCall({ stepIndex, attempt }: SequenceCall): string {
  if (attempt === null) return 'Call back'
  return `Call, step ${stepIndex + 1}${attempt > 1 ? `, attempt ${attempt}` : ''}`
}

function beginning({ chain }: SequenceDetails): string | null {
  return chain && chain.position > 0 ? `Number ${chain.position + 1} of its chain` : null
}

function ending({ lifecycleStatus, creditState }: SequenceDetails): string | null {
  if (lifecycleStatus === 'skipped')
    return 'Its chain succeeded with somebody else: never called, the credit was released'
  return creditState === 'released' ? 'Never called: the credit was released' : null
}

function describeCall(call: SequenceCall): string {
  if (call.status === 'withdrawn') return 'Withdrawn before it was placed'
  if (call.status === 'requested') return 'Waiting for the dialer'
  if (call.status === 'placed') return 'Under way'
  if (call.resultSource === 'timeout') return 'No result came from the dialer'
  return call.result ? describeDuration(call.result.duration) : ''
}

/** Writes seconds as people say them: "46 s", "2 min 5 s". */
export function describeDuration(seconds: number): string {
  const whole = Math.round(seconds)
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes === 0) return `${rest} s`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}
