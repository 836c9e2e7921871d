import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReceivedRequest = { path: string; headers: Record<string, string>; body: string; atMs: number }

export type Receiver = {
  url: string
  port: number
  /** The requests, in the order in which they came. */
  received: ReceivedRequest[]
  close: () => Promise<void>
}

/**
 * Starts a customer's server on loopback, which stores the requests that it gets and answers as told.
 *
 * @param answer returns the status, or answers by itself and returns undefined; `n` is 1 for the first request.
 *   Default: 200
 */
export async function startReceiver(
  answer: (n: number, response: ServerResponse, request: ReceivedRequest) => number | undefined = () => 200,
): Promise<Receiver> {
  const received: ReceivedRequest[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const kept = { path: request.url ?? '', headers, body, atMs: Date.now() }
    received.push(kept)
    const status = answer(received.length, response, kept)
    if (status !== undefined) response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
