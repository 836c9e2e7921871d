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
  if (call.status === 'withdrawn') return call.reason ?? 'Withdrawn before it was placed'
  if (call.status === 'requested') return describeAsking(call)
  if (call.status === 'placed') return 'Under way'
  if (call.reason !== null) return call.reason
  if (call.resultSource === 'timeout') return 'No result came from the dialer'
  return call.result ? describeDuration(call.result.duration) : ''
}

function describeAsking(call: SequenceCall): string {
  if (call.askedAt === null) return 'Waiting for the dialer'
  if (!call.unclear) return `Asking ${dialerOf(call)}`
  return `No clear answer from ${dialerOf(call)} yet. Rollcall looks for the call there before it asks again, so that nobody is called twice.`
}

/** Names who makes a call, within a sentence. Only a simulated test has no account once its dialer was asked. */
export function dialerOf({ dialer, askedAt }: Pick<SequenceCall, 'dialer' | 'askedAt'>): string {
  if (dialer === null) return askedAt === null ? 'the dialer' : 'the simulated dialer'
  if (dialer.label === dialer.name) return dialer.label
  return dialer.label === 'Simulated' || dialer.label === 'Webhook' ? dialer.name : `${dialer.label} (${dialer.name})`
}

/** Says when a call came how far: asked for, taken by the dialer, over. */
export function stagesOf(call: SequenceCall): { at: string; text: string }[] {
  const { askedAt, placedAt, endedAt, resultSource } = call
  const dialer = dialerOf(call)
  return [
    ...(askedAt === null ? [] : [{ at: askedAt, text: `Asked ${dialer} to call` }]),
    ...(placedAt === null ? [] : [{ at: placedAt, text: `${capitalized(dialer)} took the call` }]),
    ...(endedAt === null || resultSource !== 'dialer' ? [] : [{ at: endedAt, text: 'The call was over' }]),
  ]
}

/** What a provider gives beside the result that is worth a look: a recording to listen to, and its own word for the end. */
export function extrasOf({ result }: SequenceCall): { recordingUrl: string | null; endReason: string | null } {
  const { recordingUrl, endReason }: Record<string, unknown> = result?.additional ?? {}
  const isLink = typeof recordingUrl === 'string' && /^https?:\/\//i.test(recordingUrl) && URL.canParse(recordingUrl)
  return {
    recordingUrl: isLink ? recordingUrl : null,
    endReason: typeof endReason === 'string' && endReason !== '' ? endReason : null,
  }
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** Writes seconds as people say them: "46 s", "2 min 5 s". */
export function describeDuration(seconds: number): string {
  const whole = Math.round(seconds)
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60]
  if (minutes === 0) return `${rest} s`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}
