import { createServer } from 'node:net'

export type ReceivedMail = { to: string; subject: string; text: string }

export type TestMailServer = {
  url: string
  received: ReceivedMail[]
  /** Addresses that it takes no mail for. */
  refused: Set<string>
  close(): Promise<void>
}

/** Starts an SMTP server that takes every mail and keeps it, but those that a test has it refuse. */
export async function startTestMailServer(): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const refused = new Set<string>()
  const sockets = new Set<import('node:net').Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let lines: string[] | null = null
    let to = ''
    let buffer = ''
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      buffer += chunk
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        if (lines && line !== '.') {
          lines.push(line.replace(/^\.\./, '.'))
          continue
        }
        if (lines) {
          received.push(readMail(to, lines))
          lines = null
          socket.write('250 fine\r\n')
          continue
        }
        const recipient = /^RCPT TO:<(.*)>/i.exec(line)?.[1]
        if (recipient) to = recipient
        if (/^DATA/i.test(line)) lines = []
        const answer = recipient && refused.has(recipient) ? '550 no' : '250 fine'
        socket.write(lines ? '354 go on\r\n' : `${answer}\r\n`)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refused,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function readMail(to: string, lines: readonly string[]): ReceivedMail {
  const blank = lines.indexOf('')
  const head = lines
    .slice(0, blank)
    .join('\n')
    .replaceAll(/\n[ \t]+/g, ' ')
  const isQuoted = /^Content-Transfer-Encoding: quoted-printable/im.test(head)
  const body = lines.slice(blank + 1).join('\n')
  const text = isQuoted
    ? body
        .replaceAll('=\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : body
  return { to, subject: /^Subject: (.*)$/m.exec(head)?.[1] ?? '', text }
}
