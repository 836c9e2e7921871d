import { setTimeout as sleep } from 'node:timers/promises'
import { nowMs } from '@/platform/clock'
import {
  type CredentialField,
  type FoundCall,
  type RemoteAccount,
  type RemoteCallRequest,
  type RemoteCallState,
  type RemoteDialer,
  RemoteDialerError,
} from '@/platform/dialers/remote-dialer'
import {
  askRemote,
  beforehand,
  parseJson,
  REMOTE_TIMEOUT_MS,
  type RemoteProvider,
  readAnswer,
} from '@/platform/dialers/remote-request'
import {
  type LivekitCredentials,
  type LivekitParticipant,
  livekitCredentialsSchema,
  livekitDispatchesSchema,
  livekitEventSchema,
  livekitParticipantsSchema,
  livekitRoomsSchema,
  livekitSipParticipantSchema,
  livekitTrunksSchema,
  type RoomRecord,
  type TwirpError,
  twirpErrorSchema,
} from './livekit.schema'
import {
  endOfDisconnect,
  endOfSipStatus,
  type LivekitEnd,
  livekitRefusal,
  NOBODY_KNOWS,
  readRoomRecord,
  stateOfDispatch,
  stateOfRoom,
} from './livekit-results.rules'
import { isSignedByLivekit, type LivekitGrants, makeLivekitToken } from './livekit-token'

type Account = RemoteAccount<LivekitCredentials>

const LABEL = 'LiveKit'

/** How long it rings. LiveKit answers when somebody has picked up or nobody has, so the request lasts as long. */
const RINGING_SECONDS = 40
const DIAL_TIMEOUT_MS = (RINGING_SECONDS + 15) * 1000

/** Below the two hours after which a call counts as lost. */
const CALL_SECONDS_MAX = 3_600

/**
 * How long a call's room stays when nobody is in it, before and after the call. So long `fetch` can ask what has become of
 * the call; an empty room costs nothing.
 */
const ROOM_KEPT_SECONDS = 3_600

/**
 * How long a worker has for taking an agent's job, and after what time it is looked whether it has. It takes 0.2 s, and 5 s
 * after LiveKit has asked all workers anew: each look waits longer than the one before, since calls of an agent that nobody
 * runs are many.
 */
const WORKER_MS_MAX = 10_000
const WORKER_LOOK_MS = 250
const WORKER_LOOK_GROWTH = 1.5

/** The statuses of Twirp's errors, which say in their bodies what is meant. */
const TWIRP_STATUSES = [400, 401, 403, 404, 408, 409, 412, 429, 500, 501, 503]

const fields: readonly CredentialField[] = [
  {
    name: 'url',
    label: 'Project URL',
    hint: 'LiveKit Cloud, Settings, Project. It begins with “wss://”. Or the public address of your own server.',
    secret: false,
    optional: false,
  },
  {
    name: 'apiKey',
    label: 'API key',
    hint: 'LiveKit Cloud, Settings, API keys. It begins with “API”.',
    secret: false,
    optional: false,
  },
  {
    name: 'apiSecret',
    label: 'API secret',
    hint: 'It is shown once, when the key is made.',
    secret: true,
    optional: false,
  },
  {
    name: 'sipTrunkId',
    label: 'Outbound trunk',
    hint: 'Only where the number to call from is not among the numbers of a trunk. It begins with “ST_”.',
    secret: false,
    optional: true,
  },
]

/**
 * LiveKit, in the cloud or on a server of the customer's own. A call is a room, named by the call's id. The room is made
 * first, then the agent is sent there, then the person is called. Only the last of these is noted on our side, since
 * LiveKit forgets who has left, and agents close their rooms: whoever finds it not noted knows that nobody was called.
 * What the answer to the call was is noted in the room's metadata.
 */
export const livekitDialer: RemoteDialer<LivekitCredentials> = {
  label: LABEL,
  credentials: livekitCredentialsSchema,
  fields,
  dialsExtensions: true,
  dialsLast: true,

  async place(call, account) {
    const trunk = trunkOf(call, account)
    const untilMs = nowMs() + REMOTE_TIMEOUT_MS
    try {
      await beforehand(() => prepareRoom(call, account))
      if (nowMs() > untilMs) {
        throw new RemoteDialerError('later', 'LiveKit was slow to make the room. Nobody was called.')
      }
    } catch (error) {
      // An agent that comes late would wait there for nobody. Long after, somebody else may be calling in this room.
      if (nowMs() < untilMs + REMOTE_TIMEOUT_MS) await closeRoom(call.callId, account)
      throw error
    }
    if (!(await call.dials())) throw new RemoteDialerError('unclear', 'Somebody else deals with the call by now.')
    const answer = await twirp(account, 'SIP', 'CreateSIPParticipant', toSipParticipant(call, trunk), {
      grants: { sip: { call: true } },
      places: true,
      answers: TWIRP_STATUSES,
      timeoutMs: DIAL_TIMEOUT_MS,
    })
    if (answer.status < 300) {
      readAnswer(livekitSipParticipantSchema, answer, providerOf(account))
      await note(call.callId, account, { answeredAt: new Date(nowMs()).toISOString() })
      return { providerCallId: call.callId }
    }
    const error = twirpErrorSchema.safeParse(answer.json)
    if (!error.success)
      throw new RemoteDialerError('unclear', `LiveKit answered ${answer.status} and does not say why.`)
    const refusal = refusalOf(error.data, call, account)
    if (refusal?.kind === 'unclear') throw refusal
    if (refusal) {
      // Nobody was called: the agent need not wait, and the next attempt begins anew.
      await closeRoom(call.callId, account)
      throw refusal
    }
    // It was placed and not answered. That is how the call has ended, which `fetch` tells.
    const { sip_status_code: sipStatusCode = null, sip_status: reason } = error.data.meta ?? {}
    await note(call.callId, account, {
      failed: { at: new Date(nowMs()).toISOString(), sipStatusCode, reason: reason ?? '' },
    })
    return { providerCallId: call.callId }
  },

  async find({ callId, dialed }): Promise<FoundCall> {
    // Whoever was dialed and has left is forgotten. The room tells later what has become of it, as far as anybody can.
    return dialed === false ? { is: 'absent' } : { is: 'unknown', providerCallId: callId }
  },

  async fetch({ callId }, account): Promise<RemoteCallState> {
    const room = await readRoom(callId, account)
    // A placed call has a room for as long as it is asked for. `absent` would say that nobody was called.
    if (!room) return ended(NOBODY_KNOWS, null, { room: null })
    const record = readRoomRecord(room.metadata)
    const participants = await listParticipants(callId, account)
    const person = participants.find(isPerson(callId))
    const isThere = ({ state }: LivekitParticipant) => state !== 'DISCONNECTED'
    const present = {
      person: person !== undefined && isThere(person),
      agent: participants.some((one) => one.kind === 'AGENT' && isThere(one)),
      left: person && !isThere(person) ? endOfDisconnect(person.disconnect_reason ?? '') : null,
    }
    const atMs = nowMs()
    const state = stateOfRoom(record, present, atMs)
    if (state.is === 'ended') return ended(state.end, record, { room, participants })
    if (state.is === 'emptied') await note(callId, account, { ...record, emptySince: new Date(atMs).toISOString() })
    return { is: 'under way' }
  },

  readEvent({ headers, body }, { credentials: { apiKey, apiSecret } }) {
    const event = livekitEventSchema.safeParse(parseJson(body))
    if (!event.success) return null
    const room = event.data.room?.name
    // A project has rooms of other purposes too.
    if (!room?.startsWith('call.')) return null
    return {
      providerCallId: room,
      callId: room,
      isSigned: isSignedByLivekit(headers.get('authorization') ?? '', body, apiKey, apiSecret, nowMs()),
    }
  },

  async check(account) {
    const provider = providerOf(account)
    const rooms = await twirp(
      account,
      'RoomService',
      'ListRooms',
      { names: ['rollcall-check'] },
      { grants: { video: { roomList: true } } },
    )
    readAnswer(livekitRoomsSchema, rooms, provider)
    const trunks = await twirp(account, 'SIP', 'ListSIPOutboundTrunk', {}, { grants: { sip: { admin: true } } })
    return {
      connectedAs: `${new URL(account.credentials.url).host} (key ${account.credentials.apiKey})`,
      // LiveKit knows the names of agents only while they run, and lists none.
      agents: null,
      numbers: readAnswer(livekitTrunksSchema, trunks, provider).items.flatMap(({ sip_trunk_id: id, name, numbers }) =>
        numbers
          .filter((number) => number.startsWith('+'))
          .map((phoneNumber) => ({ id: `${id}/${phoneNumber}`, name: `${phoneNumber} (${name || id})`, phoneNumber })),
      ),
      linesMax: null,
    }
  },

  async stop({ providerCallId }, account) {
    // Only the person is sent away: the agent stays to report, and the room with what is noted in it.
    await twirp(
      account,
      'RoomService',
      'RemoveParticipant',
      { room: providerCallId, identity: providerCallId },
      {
        grants: roomAdmin(providerCallId),
        answers: [404],
      },
    )
  },
}

/**
 * Makes the room and sends the agent there, once, and waits until it has been taken: nobody is called to whom no agent
 * would speak. Whatever is unclear about it is asked again without harm, and finds the room and the dispatch of before.
 */
async function prepareRoom(call: RemoteCallRequest, account: Account): Promise<void> {
  const { callId: name } = call
  const metadata = JSON.stringify({ rollcall: { callId: name } })
  await twirp(
    account,
    'RoomService',
    'CreateRoom',
    { name, empty_timeout: ROOM_KEPT_SECONDS, departure_timeout: ROOM_KEPT_SECONDS, metadata },
    { grants: { video: { roomCreate: true } } },
  )
  const before = ((await listDispatches(call, account)) ?? []).map(stateOfDispatch)
  if (before.includes('there')) return
  if (!before.includes('on its way')) await sendAgent(call, account)
  const untilMs = nowMs() + WORKER_MS_MAX
  for (let lookMs = WORKER_LOOK_MS; nowMs() < untilMs; lookMs *= WORKER_LOOK_GROWTH) {
    const states = ((await listDispatches(call, account)) ?? []).map(stateOfDispatch)
    if (states.includes('there')) return
    await sleep(lookMs)
  }
  // LiveKit does not say whether none runs by that name or all are busy.
  throw new RemoteDialerError(
    'later',
    `No LiveKit agent named “${call.remoteAgentId}” has picked up the call. Check the name, and that the agent is running and not fully busy.`,
    { mayLast: true },
  )
}

async function sendAgent(call: RemoteCallRequest, account: Account): Promise<void> {
  const metadata = JSON.stringify(toAgentMetadata(call))
  const request = { room: call.callId, agent_name: call.remoteAgentId, metadata }
  const options = { grants: roomAdmin(call.callId), answers: [404] }
  const { status } = await twirp(account, 'AgentDispatchService', 'CreateDispatch', request, options)
  if (status === 404)
    throw new RemoteDialerError('later', 'LiveKit has closed the room before the agent was sent to it.')
}

/** What the agent is told: whom it speaks to, what it knows of them, and where it reports to. */
function toAgentMetadata(call: RemoteCallRequest) {
  const { callId, agentId, agentName, name, phoneNumber, timezone, customInputVariables, outcomes, test, resultUrl } =
    call
  return { callId, agentId, agentName, name, phoneNumber, timezone, customInputVariables, outcomes, test, resultUrl }
}

function toSipParticipant(call: RemoteCallRequest, trunkId: string) {
  return {
    sip_trunk_id: trunkId,
    sip_call_to: call.phoneNumber,
    sip_number: call.fromPhoneNumber,
    room_name: call.callId,
    participant_identity: call.callId,
    participant_name: call.name,
    // `w` is half a second: the menu has to answer before it hears digits.
    ...(call.phoneNumberExt && { dtmf: `wwww${call.phoneNumberExt}` }),
    wait_until_answered: true,
    ringing_timeout: `${RINGING_SECONDS}s`,
    max_call_duration: `${CALL_SECONDS_MAX}s`,
  }
}

/** @throws RemoteDialerError when no trunk was chosen */
function trunkOf(call: RemoteCallRequest, { credentials }: Account): string {
  const trunk = call.remoteNumberId?.split('/')[0] || credentials.sipTrunkId
  if (trunk) return trunk
  throw new RemoteDialerError(
    'account',
    'No outbound trunk of LiveKit has this number: choose a number that is listed, or name the trunk in the account.',
  )
}

/** Sends everybody away. Where that does not work the room closes by itself, an hour later. */
async function closeRoom(room: string, account: Account): Promise<void> {
  try {
    await twirp(account, 'RoomService', 'DeleteRoom', { room }, { grants: { video: { roomCreate: true } } })
  } catch (error) {
    if (!(error instanceof RemoteDialerError)) throw error
  }
}

/** Notes in the room how the call went. Without it a call is only less well known, so trouble here is none of the call. */
async function note(room: string, account: Account, record: Partial<RoomRecord>): Promise<void> {
  const metadata = JSON.stringify({ rollcall: { ...record, callId: room } })
  try {
    await twirp(account, 'RoomService', 'UpdateRoomMetadata', { room, metadata }, { grants: roomAdmin(room) })
  } catch (error) {
    if (!(error instanceof RemoteDialerError)) throw error
  }
}

async function readRoom(name: string, account: Account) {
  const answer = await twirp(
    account,
    'RoomService',
    'ListRooms',
    { names: [name] },
    { grants: { video: { roomList: true } } },
  )
  return readAnswer(livekitRoomsSchema, answer, providerOf(account)).rooms.find((room) => room.name === name) ?? null
}

async function listParticipants(room: string, account: Account): Promise<LivekitParticipant[]> {
  const answer = await twirp(
    account,
    'RoomService',
    'ListParticipants',
    { room },
    { grants: roomAdmin(room), answers: [404] },
  )
  // The room has closed since it was listed.
  if (answer.status === 404) return []
  return readAnswer(livekitParticipantsSchema, answer, providerOf(account)).participants
}

/** The dispatches of the call's agent; null when there is no such room. */
async function listDispatches({ callId: room, remoteAgentId }: RemoteCallRequest, account: Account) {
  const options = { grants: roomAdmin(room), answers: [404] }
  const answer = await twirp(account, 'AgentDispatchService', 'ListDispatch', { room }, options)
  if (answer.status === 404) {
    if (twirpErrorSchema.safeParse(answer.json).data?.code === 'not_found') return null
    throw new RemoteDialerError('account', 'This LiveKit cannot send agents to rooms: its server is too old.')
  }
  const { agent_dispatches: dispatches } = readAnswer(livekitDispatchesSchema, answer, providerOf(account))
  return dispatches.filter(({ agent_name: name }) => name === remoteAgentId)
}

/** The person's identity in the room is the call's id. */
const isPerson = (callId: string) => (participant: LivekitParticipant) => participant.identity === callId

const roomAdmin = (room: string): LivekitGrants => ({ video: { roomAdmin: true, room } })

function ended(end: LivekitEnd, record: RoomRecord | null, raw: unknown): RemoteCallState {
  const endedAtMs = Date.parse(record?.failed?.at ?? record?.emptySince ?? '')
  return {
    is: 'ended',
    result: {
      ...end,
      // LiveKit keeps no times of who has left. The agent knows them, where it reports.
      duration: 0,
      endedAt: new Date(Number.isNaN(endedAtMs) ? nowMs() : endedAtMs),
      summary: null,
      transcription: null,
      recordingUrl: null,
      analysis: {},
      optOut: false,
      raw,
    },
  }
}

function twirp(
  account: Account,
  service: 'RoomService' | 'AgentDispatchService' | 'SIP',
  method: string,
  json: unknown,
  options: { grants: LivekitGrants; places?: boolean; answers?: readonly number[]; timeoutMs?: number },
) {
  const { apiKey, apiSecret } = account.credentials
  const { grants, ...rest } = options
  return askRemote({
    places: false,
    ...rest,
    provider: providerOf(account),
    method: 'POST',
    path: `/twirp/livekit.${service}/${method}`,
    headers: { authorization: `Bearer ${makeLivekitToken(apiKey, apiSecret, grants, nowMs())}` },
    json,
    secrets: [apiSecret],
    judge: ({ json: refusal }) => {
      const error = twirpErrorSchema.safeParse(refusal)
      return error.success ? livekitRefusal(error.data) : null
    },
  })
}

function providerOf({ credentials: { url } }: Account): RemoteProvider {
  return { kind: 'livekit', label: LABEL, baseUrl: url }
}

/** What LiveKit's refusal means, without the number and the secret; null when the person was called and did not answer. */
function refusalOf(error: TwirpError, { phoneNumber }: RemoteCallRequest, { credentials }: Account) {
  const { code, msg, meta } = error
  const sipStatusCode = meta?.sip_status_code
  if (sipStatusCode == null) {
    const reason = msg.replaceAll(credentials.apiSecret, '…').replaceAll(phoneNumber, `…${phoneNumber.slice(-4)}`)
    const text = `LiveKit refused the call (${code})${reason ? `: ${reason}` : '.'}`
    return new RemoteDialerError(livekitRefusal(error), text)
  }
  const { failure } = endOfSipStatus(sipStatusCode, meta?.sip_status ?? '')
  if (failure === null || failure.kind === 'again') return null
  return new RemoteDialerError(failure.kind === 'account' ? 'account' : 'person', failure.reason)
}
