import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorAnswer } from '@/rest/error-body'
import { CLOSED_POLICY } from './security-headers'

/** An error as it goes over the wire, whoever writes it there: the API's shape, with its request id. */
export function errorOnWire(thrown: unknown, requestId: string) {
  const { status, body } = errorAnswer(thrown, requestId)
  const content = Buffer.from(JSON.stringify(body))
  const headers: Record<string, string | number> = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': content.length,
    'cache-control': 'private, no-store',
    'content-security-policy': CLOSED_POLICY,
    'x-request-id': requestId,
  }
  return { status, headers, content }
}

export function writeError(
  response: ServerResponse,
  thrown: unknown,
  requestId: string,
  added: OutgoingHttpHeaders = {},
): void {
  const { status, headers, content } = errorOnWire(thrown, requestId)
  response.writeHead(status, { ...headers, ...added })
  // Node leaves the body of an answer to HEAD out by itself.
  response.end(content)
}

/** The same where Node has no response to write to, since the request could not be read; the connection ends with it. */
export function writeErrorToSocket(
  socket: Duplex,
  thrown: unknown,
  requestId: string,
  added: Record<string, string>,
): void {
  const { status, headers, content } = errorOnWire(thrown, requestId)
  const lines = Object.entries({ ...headers, ...added, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  socket.end(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n`),
      content,
    ]),
  )
}
