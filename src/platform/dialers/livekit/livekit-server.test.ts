import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JobStatus, JobType, ServerMessage, WorkerMessage } from '@livekit/protocol'
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { RemoteCallRequest } from '@/platform/dialers/remote-dialer'
import { remoteCall } from '@/testing/remote-call'
import { livekitCredentialsSchema } from './livekit.schema'
import { livekitDialer } from './livekit-dialer'

/**
 * LiveKit's own server, where `LIVEKIT_BIN` names its binary. Its SIP service needs Redis: `LIVEKIT_REDIS` names one
 * (`127.0.0.1:6379`), and without it the server says that it has none.
 */
const { LIVEKIT_BIN: binary = '', LIVEKIT_REDIS: redis = '' } = process.env

const API_KEY = 'APIrollcall'
const API_SECRET = 'a secret of thirty-two characters'

describe.skipIf(binary === '')('LiveKit’s own server', () => {
  let folder: string
  let server: ChildProcess
  let worker: WebSocket
  let url: string
  let receiver: Server
  const jobs: { metadata: string; room: string }[] = []
  const events: { headers: Headers; body: string }[] = []

  beforeAll(async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    const [port, tcpPort, udpPort] = [await freePort(), await freePort(), await freePort()]
    // A server at a private address of this machine, which no customer may name.
    vi.stubEnv('DIALER_FAKES', `livekit=http://127.0.0.1:${port}`)
    url = `ws://127.0.0.1:${port}`
    receiver = createHttpServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      events.push({ headers: new Headers(request.headers as Record<string, string>), body })
      response.end()
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const eventsPort = (receiver.address() as { port: number }).port
    folder = await mkdtemp(join(tmpdir(), 'livekit-'))
    const config = {
      port,
      bind_addresses: ['127.0.0.1'],
      rtc: { tcp_port: tcpPort, udp_port: udpPort, use_external_ip: false, node_ip: '127.0.0.1' },
      keys: { [API_KEY]: API_SECRET },
      webhook: { api_key: API_KEY, urls: [`http://127.0.0.1:${eventsPort}/events`] },
      ...(redis && { redis: { address: redis } }),
      logging: { level: 'error' },
    }
    // JSON is YAML.
    await writeFile(join(folder, 'config.yaml'), JSON.stringify(config))
    server = spawn(binary, ['--config', join(folder, 'config.yaml')], { stdio: 'ignore' })
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}`)).ok).toBe(true), { timeout: 20_000 })
    worker = await register(url, 'ada', jobs)
  }, 30_000)

  afterAll(async () => {
    worker?.close()
    server?.kill()
    receiver?.closeAllConnections()
    receiver?.close()
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  const account = (apiSecret = API_SECRET) => ({
    credentials: livekitCredentialsSchema.parse({ url: 'wss://acme.livekit.invalid', apiKey: API_KEY, apiSecret }),
    eventsUrl: '',
  })
  const roomsNamed = (name: string) =>
    new RoomServiceClient(url.replace('ws', 'http'), API_KEY, API_SECRET).listRooms([name])
  const call = (changes: Partial<RemoteCallRequest> = {}) =>
    remoteCall({ remoteAgentId: 'ada', remoteNumberId: 'ST_gone/+15559876543', ...changes })

  it('takes our tokens, and no others', async () => {
    await expect(livekitDialer.check(account('another secret, as long as the first'))).rejects.toMatchObject({
      kind: 'account',
    })
    if (redis) expect(await livekitDialer.check(account())).toMatchObject({ agents: null, numbers: expect.any(Array) })
    else await expect(livekitDialer.check(account())).rejects.toMatchObject({ kind: 'account' })
  })

  it('makes the room, hands the agent to its worker, and says what is wrong with the trunk', async () => {
    const asked = call({ customInputVariables: { plan: 'gold' } })
    await expect(livekitDialer.place(asked, account())).rejects.toMatchObject({
      kind: 'account',
      message: expect.stringContaining(redis ? 'requested sip trunk does not exist' : 'sip not connected'),
    })
    const job = jobs.find(({ room }) => room === asked.callId)
    expect(JSON.parse(job?.metadata ?? '{}')).toMatchObject({
      callId: asked.callId,
      customInputVariables: { plan: 'gold' },
    })
    // Nobody was called, so the room is closed.
    expect(await roomsNamed(asked.callId)).toEqual([])
  })

  it('signs its events so that we know them for its own, and who has another secret does not', async () => {
    const asked = call()
    await expect(livekitDialer.place(asked, account())).rejects.toMatchObject({ kind: 'account' })
    const about = (secret?: string) => events.map((event) => livekitDialer.readEvent(event, account(secret)))
    const ref = { providerCallId: asked.callId, callId: asked.callId }
    await vi.waitFor(() => expect(about()).toContainEqual({ ...ref, isSigned: true }), { timeout: 5_000 })
    expect(about('another secret, as long as the first')).toContainEqual({ ...ref, isSigned: false })
  })

  it('keeps in the room’s metadata what we note there', async () => {
    const name = call().callId
    const rooms = new RoomServiceClient(url.replace('ws', 'http'), API_KEY, API_SECRET)
    await rooms.createRoom({ name, metadata: JSON.stringify({ rollcall: { callId: name } }) })
    const fetched = await livekitDialer.fetch({ providerCallId: name, callId: name }, account())
    expect(fetched).toEqual({ is: 'under way' })
    await vi.waitFor(
      async () => {
        const [room] = await rooms.listRooms([name])
        expect(JSON.parse(room?.metadata ?? '{}')).toEqual({
          rollcall: { callId: name, emptySince: expect.stringMatching(/^20/) },
        })
      },
      { timeout: 5_000 },
    )
    await rooms.deleteRoom(name)
    expect(await livekitDialer.fetch({ providerCallId: name, callId: name }, account())).toMatchObject({ is: 'ended' })
  })

  it('calls nobody for whom no worker takes the agent', async () => {
    const asked = call({ remoteAgentId: 'nobody runs me' })
    await expect(livekitDialer.place(asked, account())).rejects.toMatchObject({ kind: 'later' })
    expect(await roomsNamed(asked.callId)).toEqual([])
  })
})

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Registers a worker that takes every job of its agent, and joins no room. */
async function register(
  url: string,
  agentName: string,
  jobs: { metadata: string; room: string }[],
): Promise<WebSocket> {
  const token = new AccessToken(API_KEY, API_SECRET)
  token.addGrant({ agent: true })
  const headers = { authorization: `Bearer ${await token.toJwt()}` }
  const socket = new WebSocket(`${url}/agent`, { headers })
  const send = (message: WorkerMessage['message']) => socket.send(new WorkerMessage({ message }).toBinary())
  const registered = new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.on('message', (data: Buffer) => {
      const { message } = ServerMessage.fromBinary(new Uint8Array(data))
      if (message.case === 'register') resolve()
      if (message.case === 'availability') {
        const jobId = message.value.job?.id ?? ''
        const participantIdentity = `agent-${jobId}`
        send({
          case: 'availability',
          value: { jobId, available: true, participantIdentity },
        } as WorkerMessage['message'])
      }
      if (message.case === 'assignment') {
        const { id: jobId = '', metadata = '', room } = message.value.job ?? {}
        jobs.push({ metadata, room: room?.name ?? '' })
        send({ case: 'updateJob', value: { jobId, status: JobStatus.JS_RUNNING } } as WorkerMessage['message'])
      }
    })
  })
  await new Promise((resolve) => socket.once('open', resolve))
  send({ case: 'register', value: { type: JobType.JT_ROOM, agentName, version: '1.0.0' } } as WorkerMessage['message'])
  await registered
  return socket
}
