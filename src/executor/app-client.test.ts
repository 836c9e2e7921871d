import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { AnswerTooLargeError, AppClient, NoAnswerError } from './app-client'

const servers: Server[] = []
const clients: AppClient[] = []
const apps: ChildProcess[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.close()
  for (const app of apps.splice(0)) app.kill('SIGKILL')
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function clientOf(listener: RequestListener): Promise<AppClient> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new AppClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest?x=1`, 4)
  servers.push(server)
  clients.push(client)
  return client
}

function post(client: AppClient, timeoutMs = 5_000) {
  return client.send({ method: 'POST', query: { fnId: 'demo-a' }, headers: { 'x-a': 'b' }, body: '{"é":1}', timeoutMs })
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => null,
    (error: unknown) => error,
  )
}

test('sends the body and headers to the url, with the query added', async () => {
  const client = await clientOf(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    response.writeHead(206, { 'X-Inngest-SDK': 'y' })
    response.end(`${request.method} ${request.url} ${request.headers['x-a']} ${Buffer.concat(chunks)}`)
  })
  expect(await post(client)).toMatchObject({
    status: 206,
    headers: { 'x-inngest-sdk': 'y' },
    body: 'POST /api/inngest?x=1&fnId=demo-a b {"é":1}',
  })
})

test('connections are kept; one that went stale is replaced without an error', async () => {
  const sockets = new Set<unknown>()
  let requests = 0
  const client = await clientOf((request, response) => {
    sockets.add(request.socket)
    // The third request meets a server that has just given up the connection.
    if (++requests === 3) request.socket.destroy()
    else response.end('ok')
  })
  for (let index = 0; index < 3; index++) expect(await post(client)).toMatchObject({ body: 'ok' })
  expect([sockets.size, requests]).toEqual([2, 4])
})

/**
 * Starts an app as a process of its own. It answers the first request of each connection and ends, as a crash would,
 * `afterMs` after it has read the whole of the second.
 */
async function startCrashingApp(afterMs: number): Promise<{ client: AppClient; ended: Promise<unknown> }> {
  const app = spawn(
    process.execPath,
    [
      '-e',
      `const seen = new WeakSet()
      const server = require('node:http').createServer((request, response) => {
        request.resume().on('end', () => {
          if (seen.has(request.socket)) return setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${afterMs})
          seen.add(request.socket)
          response.end('ok')
        })
      })
      server.listen(0, '127.0.0.1', () => console.log(server.address().port))`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  apps.push(app)
  const [port] = await once(app.stdout, 'data')
  const client = new AppClient(`http://127.0.0.1:${Number(port)}/api/inngest`, 4)
  clients.push(client)
  return { client, ended: once(app, 'exit') }
}

test.each([0, 20, 1_200])('a request that crashes the app %i ms after it was read was delivered', async (afterMs) => {
  const { client, ended } = await startCrashingApp(afterMs)
  expect(await post(client)).toMatchObject({ body: 'ok' })
  expect(await failure(post(client))).toMatchObject({ name: 'NoAnswerError', delivered: true })
  await ended
  // The next request is refused, and known to be.
  expect(await failure(post(client))).toMatchObject({ name: 'NoAnswerError', delivered: false })
})

test('a kept connection that breaks when the request has been at work for a while is not taken for a stale one', async () => {
  let requests = 0
  const client = await clientOf((request, response) => {
    if (++requests === 1) response.end('ok')
    else setTimeout(() => request.socket.destroy(), 1_100)
  })
  await post(client)
  expect(await failure(post(client))).toMatchObject({ name: 'NoAnswerError', delivered: true })
  expect(requests).toBe(2)
})

test('a fresh connection that breaks may have been heard', async () => {
  const client = await clientOf((request) => request.socket.destroy())
  expect(await failure(post(client))).toMatchObject({ name: 'NoAnswerError', delivered: true })
})

test('a refused connection has not', async () => {
  const client = await clientOf(() => {})
  const [server] = servers
  await new Promise((resolve) => server?.close(resolve))
  const error = await failure(post(client))
  expect(error).toBeInstanceOf(NoAnswerError)
  expect(error).toMatchObject({ delivered: false, message: expect.stringContaining('ECONNREFUSED') })
})

test('too slow, broken off, too large', async () => {
  const slow = await clientOf(() => {})
  expect(await failure(post(slow, 50))).toMatchObject({ delivered: true, message: 'no answer within 50 ms' })
  const broken = await clientOf((request, response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('half')
    setTimeout(() => request.socket.destroy(), 10)
  })
  expect(await failure(post(broken))).toMatchObject({ name: 'NoAnswerError', delivered: true })
  const large = await clientOf((_request, response) => response.end(Buffer.alloc(9 * 1024 * 1024)))
  expect(await failure(post(large))).toBeInstanceOf(AnswerTooLargeError)
})
