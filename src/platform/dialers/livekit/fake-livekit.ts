import { createHash, createHmac, randomUUID } from 'node:crypto'
import {
  AgentDispatch,
  CreateAgentDispatchRequest,
  CreateRoomRequest,
  CreateSIPParticipantRequest,
  DeleteRoomRequest,
  DisconnectReason,
  Job,
  JobState,
  JobStatus,
  ListAgentDispatchRequest,
  ListAgentDispatchResponse,
  ListParticipantsRequest,
  ListParticipantsResponse,
  ListRoomsRequest,
  ListRoomsResponse,
  ListSIPOutboundTrunkRequest,
  ListSIPOutboundTrunkResponse,
  ParticipantInfo,
  ParticipantInfo_Kind,
  ParticipantInfo_State,
  Room,
  RoomParticipantIdentity,
  SIPOutboundTrunkInfo,
  SIPParticipantInfo,
  UpdateRoomMetadataRequest,
  WebhookEvent,
} from '@livekit/protocol'
import type { ClaimGrants } from 'livekit-server-sdk'
import {
  type FakeAnswer,
  type FakeDialer,
  type FakeEvent,
  type FakeRequest,
  type FakeRoute,
  startFakeProvider,
} from '@/platform/dialers/fake-provider'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'

/** As LiveKit's server writes JSON: the names of the protocol, and what is empty too. */
const JSON_STYLE = { useProtoFieldName: true, emitDefaultValues: true }

export const LIVEKIT_AGENT = 'ada'
export const LIVEKIT_NUMBER = { choice: 'ST_main/+15559876543', phoneNumber: '+15559876543' }
const TRUNK = new SIPOutboundTrunkInfo({
  sipTrunkId: 'ST_main',
  name: 'Main',
  numbers: [LIVEKIT_NUMBER.phoneNumber, '*'],
})

/** How a telephone answers that nobody picks up: a SIP status, and the code of Twirp that LiveKit makes of it. */
export type SipAnswer = { code: number; phrase: string; twirp: string; status: number }

/** What LiveKit says of whoever has left the room, for the results that it knows. The others are the agent's to report. */
const DEPARTURES: Partial<Record<RemoteResultType, DisconnectReason>> = {
  Busy: DisconnectReason.USER_REJECTED,
  'No Answer': DisconnectReason.USER_UNAVAILABLE,
  Failed: DisconnectReason.SIP_TRUNK_FAILURE,
}

export type FakeLivekitRoom = { room: Room; participants: ParticipantInfo[]; dispatches: AgentDispatch[] }

export type FakeLivekit = FakeDialer & {
  rooms: Map<string, FakeLivekitRoom>
  /** The names by which workers have registered. */
  workers: Set<string>
  /** What the telephone answers; null picks up. */
  sip: SipAnswer | null
  /** Somebody leaves a room. LiveKit forgets them, and says so by the event that is returned. */
  leave(room: string, who: 'person' | 'agent'): FakeEvent
}

/**
 * Starts a LiveKit with its SIP service, which knows one key, one trunk and one worker. It reads requests by the messages
 * of LiveKit's own protocol, which take no unknown field, and asks for the grants that its server asks for. What it does
 * without a telephone is as the server does it (1.13.5).
 */
export async function startFakeLivekit(apiKey: string, apiSecret: string): Promise<FakeLivekit> {
  const rooms: FakeLivekit['rooms'] = new Map()
  const rings: FakeLivekit['rings'] = []

  const createRoom = ({ name, metadata, emptyTimeout, departureTimeout }: CreateRoomRequest): FakeAnswer => {
    const found = rooms.get(name)
    if (found) {
      found.room.metadata = metadata
      return ok(found.room)
    }
    const room = new Room({ name, metadata, emptyTimeout, departureTimeout, sid: `RM_${randomUUID()}` })
    // LiveKit sends whatever agent has no name to a room that was made for none by name.
    const dispatches = [new AgentDispatch({ id: 'AD_default', room: name, state: {} })]
    rooms.set(name, { room, participants: [], dispatches })
    return ok(room)
  }

  const dispatch = ({ agentName, room, metadata }: CreateAgentDispatchRequest, found: FakeLivekitRoom): FakeAnswer => {
    const made = new AgentDispatch({ id: `AD_${randomUUID()}`, agentName, room, metadata, state: {} })
    found.dispatches.push(made)
    if (fake.workers.has(agentName)) {
      made.state?.jobs.push(new Job({ id: 'AJ_1', state: { status: JobStatus.JS_RUNNING } }))
      const [kind, state] = [ParticipantInfo_Kind.AGENT, ParticipantInfo_State.ACTIVE]
      found.participants.push(new ParticipantInfo({ identity: 'agent-AJ_1', kind, state }))
    }
    return ok(made)
  }

  const callPerson = (sent: CreateSIPParticipantRequest): FakeAnswer => {
    const { sipTrunkId, sipCallTo, roomName, participantIdentity, participantName } = sent
    if (sipTrunkId !== TRUNK.sipTrunkId) return twirpError(404, 'not_found', 'requested sip trunk does not exist')
    rings.push({ providerCallId: roomName, callId: participantIdentity, phoneNumber: sipCallTo })
    if (fake.sip) {
      const { code, phrase, twirp, status } = fake.sip
      const meta = { sip_status_code: String(code), sip_status: phrase, error_details: '' }
      return { status, json: { code: twirp, msg: `sip status: ${code}: ${phrase}`, meta } }
    }
    rooms.get(roomName)?.participants.push(
      new ParticipantInfo({
        identity: participantIdentity,
        name: participantName,
        kind: ParticipantInfo_Kind.SIP,
        state: ParticipantInfo_State.ACTIVE,
        attributes: { 'sip.callStatus': 'active' },
      }),
    )
    return ok(new SIPParticipantInfo({ participantId: 'PA_1', participantIdentity, roomName, sipCallId: 'SCL_1' }))
  }

  /** A method: how its request is read, who may ask it, and what it does. */
  function method<Message>(
    name: string,
    request: { fromJson(json: never): Message },
    may: (claims: ClaimGrants, room: string) => boolean,
    answer: (sent: Message) => FakeAnswer,
  ): FakeRoute {
    const carryOut = ({ json, headers }: FakeRequest): FakeAnswer => {
      let sent: Message
      try {
        sent = request.fromJson(json as never)
      } catch (error) {
        return twirpError(400, 'malformed', (error as Error).message)
      }
      const room = (sent as { room?: string }).room ?? ''
      if (!may(claimsOf(headers.authorization), room)) return twirpError(401, 'unauthenticated', 'permissions denied')
      return answer(sent)
    }
    return { method: 'POST', path: new RegExp(`^/twirp/livekit\\.${name}$`), answer: carryOut }
  }

  const inRoom =
    <Message extends { room: string }>(answer: (sent: Message, found: FakeLivekitRoom) => FakeAnswer) =>
    (sent: Message): FakeAnswer => {
      const found = rooms.get(sent.room)
      return found ? answer(sent, found) : twirpError(404, 'not_found', 'requested room does not exist')
    }

  const mayCreate = ({ video }: ClaimGrants) => video?.roomCreate === true
  const mayList = ({ video }: ClaimGrants) => video?.roomList === true
  const isAdmin = ({ video }: ClaimGrants, room: string) => video?.roomAdmin === true && video.room === room
  const mayCall = ({ sip }: ClaimGrants) => sip?.call === true
  const mayManageSip = ({ sip }: ClaimGrants) => sip?.admin === true

  const provider = await startFakeProvider({
    refuse: ({ headers }) => (isOwnToken(headers.authorization, apiKey, apiSecret) ? null : { status: 401 }),
    routes: [
      method('RoomService/CreateRoom', CreateRoomRequest, mayCreate, createRoom),
      method('RoomService/ListRooms', ListRoomsRequest, mayList, ({ names }) => {
        const found = [...rooms.values()].map(({ room }) => room).filter(({ name }) => names.includes(name))
        return ok(new ListRoomsResponse({ rooms: found }))
      }),
      method('RoomService/ListParticipants', ListParticipantsRequest, isAdmin, ({ room }) =>
        ok(new ListParticipantsResponse({ participants: rooms.get(room)?.participants ?? [] })),
      ),
      method(
        'RoomService/DeleteRoom',
        DeleteRoomRequest,
        mayCreate,
        inRoom(({ room }) => {
          rooms.delete(room)
          return { status: 200, json: {} }
        }),
      ),
      method(
        'RoomService/UpdateRoomMetadata',
        UpdateRoomMetadataRequest,
        isAdmin,
        inRoom(({ metadata }, { room }) => {
          room.metadata = metadata
          return ok(room)
        }),
      ),
      method(
        'RoomService/RemoveParticipant',
        RoomParticipantIdentity,
        isAdmin,
        inRoom(({ identity }, { participants }) => {
          const at = participants.findIndex((participant) => participant.identity === identity)
          if (at < 0) return twirpError(404, 'not_found', 'participant does not exist')
          participants.splice(at, 1)
          return { status: 200, json: {} }
        }),
      ),
      method('AgentDispatchService/CreateDispatch', CreateAgentDispatchRequest, isAdmin, inRoom(dispatch)),
      method(
        'AgentDispatchService/ListDispatch',
        ListAgentDispatchRequest,
        isAdmin,
        inRoom((_, { dispatches }) => ok(new ListAgentDispatchResponse({ agentDispatches: dispatches }))),
      ),
      method('SIP/CreateSIPParticipant', CreateSIPParticipantRequest, mayCall, callPerson),
      method('SIP/ListSIPOutboundTrunk', ListSIPOutboundTrunkRequest, mayManageSip, () =>
        ok(new ListSIPOutboundTrunkResponse({ items: [TRUNK] })),
      ),
    ],
  })

  const roomOf = (name: string): FakeLivekitRoom => {
    const found = rooms.get(name)
    if (!found) throw new Error(`There is no room ${name}.`)
    return found
  }

  const own = {
    rooms,
    rings,
    workers: new Set([LIVEKIT_AGENT]),
    sip: null as SipAnswer | null,
    leave(name: string, who: 'person' | 'agent'): FakeEvent {
      const { room, participants, dispatches } = roomOf(name)
      const kind = who === 'agent' ? ParticipantInfo_Kind.AGENT : ParticipantInfo_Kind.SIP
      const at = participants.findIndex((participant) => participant.kind === kind)
      const [participant] = participants.splice(at, at < 0 ? 0 : 1)
      if (!participant) throw new Error(`There is no ${who} in ${name}.`)
      participant.disconnectReason = DisconnectReason.CLIENT_INITIATED
      const jobs = who === 'agent' ? dispatches.flatMap(({ state }) => state?.jobs ?? []) : []
      for (const job of jobs) job.state = new JobState({ status: JobStatus.JS_SUCCESS })
      return livekitEvent(new WebhookEvent({ event: 'participant_left', room, participant }), apiKey, apiSecret)
    },
    end(name: string, resultType: RemoteResultType): FakeEvent[] {
      const { room, participants } = roomOf(name)
      const reason = DEPARTURES[resultType]
      if (reason === undefined) return [own.leave(name, 'person'), own.leave(name, 'agent')]
      const person = participants.find(({ kind }) => kind === ParticipantInfo_Kind.SIP)
      if (!person) throw new Error(`Nobody was called into ${name}.`)
      own.leave(name, 'agent')
      person.state = ParticipantInfo_State.DISCONNECTED
      person.disconnectReason = reason
      const event = new WebhookEvent({ event: 'participant_left', room, participant: person })
      return [livekitEvent(event, apiKey, apiSecret)]
    },
  }
  const fake: FakeLivekit = Object.assign(provider, own)
  return fake
}

/** A webhook, signed as LiveKit signs: a token in `authorization` that holds the SHA-256 of the body. */
export function livekitEvent(event: WebhookEvent, apiKey: string, apiSecret: string): FakeEvent {
  const body = event.toJsonString()
  const sha256 = createHash('sha256').update(body).digest('base64')
  const at = Math.floor(Date.now() / 1000)
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: apiKey, nbf: at, exp: at + 300, sha256 })}`
  const authorization = `${signed}.${hmac(signed, apiSecret)}`
  return { headers: { 'content-type': 'application/webhook+json', authorization }, body }
}

function isOwnToken(header: string | undefined, apiKey: string, apiSecret: string): boolean {
  const [, signed = '', signature] = /^Bearer ([^.]+\.[^.]+)\.([^.]+)$/.exec(header ?? '') ?? []
  if (!signature || signature !== hmac(signed, apiSecret)) return false
  const { iss, exp } = claimsOf(header) as { iss?: unknown; exp?: unknown }
  return iss === apiKey && typeof exp === 'number' && exp > Date.now() / 1000
}

function claimsOf(header: string | undefined): ClaimGrants {
  return JSON.parse(Buffer.from(header?.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

function part(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url')
}

function hmac(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

function ok(message: { toJson(options: typeof JSON_STYLE): unknown }): FakeAnswer {
  return { status: 200, json: message.toJson(JSON_STYLE) }
}

function twirpError(status: number, code: string, msg: string): FakeAnswer {
  return { status, json: { code, msg } }
}
