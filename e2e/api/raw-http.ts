import { connect } from 'node:net'

/** An answer as it came over the wire. */
export type RawAnswer = { status: number; headers: Headers; text: string }

/**
 * Sends these very bytes and reads until the server has ended the connection: what an HTTP client would tidy up before it
 * sends it, or refuse to send.
 */
export async function sendRaw(origin: string, request: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  const chunks: Uint8Array[] = []
  socket.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  socket.write(request)
  await new Promise<void>((resolve, reject) => {
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
  return parse(Buffer.concat(chunks).toString('utf8'))
}

/** A request of which all but its first line is as it should be. */
export function rawRequest(firstLine: string, headers: Record<string, string> = {}): string {
  const all = { host: '127.0.0.1', connection: 'close', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `${firstLine} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

function parse(answer: string): RawAnswer {
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = new Headers()
  for (const line of lines) headers.append(line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim())
  return { status: Number(statusLine.split(' ')[1]), headers, text: dechunk(rest.join('\r\n\r\n'), headers) }
}

function dechunk(text: string, headers: Headers): string {
  if (headers.get('transfer-encoding') !== 'chunked') return text
  let body = ''
  for (let at = 0; ; ) {
    const lineEnd = text.indexOf('\r\n', at)
    const length = Number.parseInt(text.slice(at, lineEnd), 16)
    if (!length) return body
    body += text.slice(lineEnd + 2, lineEnd + 2 + length)
    at = lineEnd + 2 + length + 2
  }
}
