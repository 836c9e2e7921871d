import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { errorAnswer } from '@/rest/error-body'
import { CLOSED_POLICY } from './security-headers'

/**
 * Returns the status, headers and body of an error as they go over the wire. The body has the API's shape, with the
 * request id.
 */
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
  // Node itself leaves out the body of an answer to HEAD.
  response.end(content)
}

/**
 * Writes an error to a connection whose request could not be read, so that Node has no response for it. Ends the
 * connection.
 */
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
