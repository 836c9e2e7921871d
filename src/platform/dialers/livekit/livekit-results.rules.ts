import type { RefusalKind, RemoteResult, RemoteResultType } from '@/platform/dialers/remote-dialer'
import { type LivekitDispatch, type RoomRecord, roomRecordSchema, type TwirpError } from './livekit.schema'

export type LivekitEnd = Pick<RemoteResult, 'resultType' | 'failure' | 'endReason'>

/**
 * SIP statuses (RFC 3261, 21) of calls that were not answered. 487 is what a trunk answers when the ringing was ended,
 * and that is what LiveKit does after its time-out.
 */
const SIP_ENDS: Record<number, 'Busy' | 'No Answer'> = {
  486: 'Busy',
  600: 'Busy',
  603: 'Busy',
  408: 'No Answer',
  480: 'No Answer',
  487: 'No Answer',
}

/** The number cannot be called, ever: not found, gone, incomplete, does not exist anywhere, or calls are unwanted (RFC 8197). */
const SIP_FOR_GOOD = new Set([404, 410, 484, 604, 607])

/** The trunk does not accept us: its user, its payment, its permission. */
const SIP_ACCOUNT = new Set([401, 402, 403, 407])

/** LiveKit's own words for how a participant left who is a telephone. */
const DISCONNECT_ENDS: Record<string, RemoteResultType> = {
  USER_REJECTED: 'Busy',
  USER_UNAVAILABLE: 'No Answer',
  SIP_TRUNK_FAILURE: 'Failed',
}

/**
 * Tells how a call ended that was not answered, by the SIP status that LiveKit reports; null where the status tells of
 * no such end, and the request was refused.
 */
export function endOfSipStatus(code: number, phrase: string): LivekitEnd {
  const endReason = `SIP ${code}${phrase ? ` ${phrase}` : ''}`
  const end = SIP_ENDS[code]
  if (end) return { resultType: end, failure: null, endReason }
  const kind = SIP_FOR_GOOD.has(code) ? 'for good' : SIP_ACCOUNT.has(code) ? 'account' : 'again'
  return { resultType: 'Failed', failure: { kind, reason: `The trunk answered ${endReason}.` }, endReason }
}

/** Tells how somebody left, by LiveKit's word for it; null for words of a conversation that has ended. */
export function endOfDisconnect(word: string): LivekitEnd | null {
  const resultType = DISCONNECT_ENDS[word]
  if (!resultType) return null
  const failure = resultType === 'Failed' ? { kind: 'again' as const, reason: 'The SIP trunk failed.' } : null
  return { resultType, failure, endReason: word }
}

/**
 * What a refusal means. Without a SIP status nobody was called, but where the answer is that LiveKit itself does not
 * know (https://twitchtv.github.io/twirp/docs/errors.html).
 */
export function livekitRefusal({ code, msg }: TwirpError): RefusalKind {
  if (code === 'resource_exhausted') return 'later'
  // What a server of one's own says that has no SIP service beside it.
  if (/sip not connected/i.test(msg)) return 'account'
  const isAccount = ['unauthenticated', 'permission_denied', 'not_found', 'invalid_argument', 'bad_route', 'malformed']
  if (isAccount.includes(code) || code === 'failed_precondition' || code === 'unimplemented') return 'account'
  return 'unclear'
}

/** Tells how an agent is that was sent to a room: on its way, there (it takes the call), or gone again. */
export function stateOfDispatch({ state }: LivekitDispatch): 'on its way' | 'there' | 'gone' {
  const statuses = (state?.jobs ?? []).map((job) => job.state?.status)
  if (statuses.length === 0) return 'on its way'
  return statuses.some((status) => status === 'JS_PENDING' || status === 'JS_RUNNING') ? 'there' : 'gone'
}

/** Reads what we have noted in a room's metadata; null when there is nothing of ours. */
export function readRoomRecord(metadata: string | null | undefined): RoomRecord | null {
  try {
    return roomRecordSchema.parse(JSON.parse(metadata ?? '')).rollcall
  } catch {
    return null
  }
}

/** Who is in a room: the person on the telephone, and any agent. */
export type Present = { person: boolean; agent: boolean; left: LivekitEnd | null }

/** How long an agent that has left the room has for its report. The first result of a call counts. */
export const REPORT_WAIT_MS = 120_000

/** `emptied`: nobody is there any more, which has to be noted, so that the report is not waited for without end. */
export type RoomState = { is: 'under way' } | { is: 'emptied' } | { is: 'ended'; end: LivekitEnd }

/**
 * Tells how a call goes by what was noted in its room and who is there. The goal is the agent's to report. Where both
 * have left and it has not, this is all that is known:
 *
 * | noted               | person | agent | the call                                                              |
 * | ------------------- | ------ | ----- | --------------------------------------------------------------------- |
 * | it was not answered | any    | any   | has ended so                                                          |
 * | anything            | there  | any   | is under way                                                          |
 * | anything            | gone   | there | is under way: the agent looks back at the call, and reports           |
 * | it was answered     | gone   | gone  | has ended without its goal, once the report was waited for            |
 * | nothing             | gone   | gone  | has failed, for good: they may have talked, so nobody is called again |
 */
export function stateOfRoom(record: RoomRecord | null, present: Present, atMs: number): RoomState {
  if (record?.failed) {
    const { sipStatusCode, reason } = record.failed
    if (sipStatusCode !== null) return { is: 'ended', end: endOfSipStatus(sipStatusCode, reason) }
    const failure = { kind: 'again' as const, reason }
    return { is: 'ended', end: { resultType: 'Failed', failure, endReason: reason } }
  }
  if (present.person || present.agent) return { is: 'under way' }
  if (present.left) return { is: 'ended', end: present.left }
  const emptySinceMs = Date.parse(record?.emptySince ?? '')
  if (Number.isNaN(emptySinceMs)) return { is: 'emptied' }
  if (atMs - emptySinceMs < REPORT_WAIT_MS) return { is: 'under way' }
  return { is: 'ended', end: record?.answeredAt ? NO_REPORT : NOBODY_KNOWS }
}

const NO_REPORT: LivekitEnd = { resultType: 'Goal Not Completed', failure: null, endReason: 'left without a report' }

/** Of a call whose room is gone, or has nobody in it and nothing noted. It may have been a conversation. */
export const NOBODY_KNOWS: LivekitEnd = {
  resultType: 'Failed',
  failure: { kind: 'for good', reason: 'The room at LiveKit is empty, and the agent has reported no result.' },
  endReason: 'left without a report',
}
