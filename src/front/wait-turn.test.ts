import { once } from 'node:events'
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFrontServer } from './front-server'
import { REPORTS_AT_ONCE_MAX } from './wait-turn'

const REPORT = '/api/v1/calls/call.1/result'

let server: ReturnType<typeof createFrontServer>
let port = 0
/** Each request that Next was asked to answer, and how to end it. */
let asked: { path: string; end: () => void }[] = []
const connections = new Agent({ keepAlive: false })

beforeEach(async () => {
  asked = []
  const answer = (sent: IncomingMessage, response: ServerResponse) =>
    new Promise<void>((resolve) => {
      const end = () => {
        if (!response.writableEnded) response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
        resolve()
      }
      asked.push({ path: sent.url ?? '', end })
    })
  server = createFrontServer({ isDev: false, isHttps: false, answer })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  port = (server.address() as AddressInfo).port
})

afterEach(() => {
  for (const { end } of asked) end()
  server.closeAllConnections()
  server.close()
})

function send(path: string, method: string, headers: Record<string, string | number> = {}) {
  return request({ port, path, method, headers, host: '127.0.0.1', agent: connections })
}

function report(path = REPORT): Promise<number | undefined> {
  const sent = send(path, 'POST', { 'content-type': 'application/json', 'content-length': 2 })
  sent.end('{}')
  return once(sent, 'response').then(([response]: IncomingMessage[]) => {
    response?.resume()
    return response?.statusCode
  })
}

it.each([REPORT, '/api/v1/dialers/a-token'])(
  'answers so many reports at a time, and all of them in the end: %s',
  async (path) => {
    const answers = Array.from({ length: 3 * REPORTS_AT_ONCE_MAX }, () => report(path))
    for (let ended = 0; ended < answers.length; ) {
      await vi.waitFor(() => expect(asked.length).toBe(Math.min(answers.length, ended + REPORTS_AT_ONCE_MAX)))
      for (const { end } of asked.slice(ended, ended + REPORTS_AT_ONCE_MAX)) end()
      ended += REPORTS_AT_ONCE_MAX
    }
    expect(new Set(await Promise.all(answers))).toEqual(new Set([200]))
  },
)

it('answers everybody else meanwhile', async () => {
  const reports = Array.from({ length: 2 * REPORTS_AT_ONCE_MAX }, () => report())
  await vi.waitFor(() => expect(asked.length).toBe(REPORTS_AT_ONCE_MAX))
  for (const [method, path] of [
    ['GET', '/api/v1/health'],
    ['GET', '/api/v1/calls/call.1'],
    ['POST', '/api/v1/agents/agent.1/schedule/sequences'],
    ['GET', '/batches'],
  ] as const) {
    send(path, method).end()
    await vi.waitFor(() => expect(asked.at(-1)?.path).toBe(path))
  }
  await endAllUntil(() => asked.length === reports.length + 4)
  await Promise.all(reports)
})

it('is held up by nobody who sends slowly', async () => {
  const slow = Array.from({ length: REPORTS_AT_ONCE_MAX }, () => {
    const sent = send(REPORT, 'POST', { 'content-type': 'application/json', 'content-length': 2 })
    sent.on('error', () => {})
    sent.write('{')
    return sent
  })
  await vi.waitFor(() => expect(asked.length).toBe(slow.length))
  const quick = report()
  await vi.waitFor(() => expect(asked.length).toBe(slow.length + 1))
  asked.at(-1)?.end()
  expect(await quick).toBe(200)
})

it('waits two seconds for its turn and no longer', async () => {
  const stuck = Array.from({ length: REPORTS_AT_ONCE_MAX }, () => report())
  await vi.waitFor(() => expect(asked.length).toBe(stuck.length))
  const later = report()
  await vi.waitFor(() => expect(asked.length).toBe(stuck.length + 1), { timeout: 10_000 })
  asked.at(-1)?.end()
  expect(await later).toBe(200)
  await endAllUntil(() => true)
  await Promise.all(stuck)
})

it('goes on when those whose turn it is go away', async () => {
  const gone = Array.from({ length: 2 * REPORTS_AT_ONCE_MAX }, () => {
    const sent = send(REPORT, 'POST', { 'content-type': 'application/json', 'content-length': 2 })
    sent.on('error', () => {})
    sent.end('{}')
    return sent
  })
  await vi.waitFor(() => expect(asked.length).toBe(REPORTS_AT_ONCE_MAX))
  for (const sent of gone) sent.destroy()
  const later = report('/api/v1/calls/call.2/result')
  await endAllUntil(() => asked.at(-1)?.path.includes('call.2') === true)
  await endAllUntil(() => true)
  expect(await later).toBe(200)
})

/** Ends what has been asked for, over and over: with each end another's turn may come. */
async function endAllUntil(isEnough: () => boolean): Promise<void> {
  await vi.waitFor(() => {
    for (const { end } of asked) end()
    expect(isEnough()).toBe(true)
  })
}
