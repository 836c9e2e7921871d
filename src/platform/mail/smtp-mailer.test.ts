import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { smtpMailer } from './smtp-mailer'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Starts an SMTP server that takes everything, but answers a command with `answers[command]` where that is given. */
async function startServer(answers: Record<string, string> = {}): Promise<{ url: string; received: string[] }> {
  const received: string[] = []
  const server = createServer((socket) => {
    let readsMail = false
    let buffer = ''
    socket.on('error', () => {})
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      buffer += chunk
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        received.push(line)
        if (readsMail && line !== '.') continue
        const command = readsMail ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase()
        readsMail = command === 'DATA' && !answers.DATA
        socket.write(`${answers[command] ?? (readsMail ? '354 go on' : '250 fine')}\r\n`)
      }
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`, received }
}

const from = 'Rollcall <calls@example.com>'
const mail = {
  messageId: 'mail-1',
  template: 'test',
  to: 'ada@example.com',
  subject: 'We tried to call you',
  text: 'Hello Ada.',
}

describe('smtpMailer', () => {
  it('sends the mail to the one address', async () => {
    const { url, received } = await startServer()
    await smtpMailer(url, from).send(mail)
    expect(received).toEqual(
      expect.arrayContaining([
        'MAIL FROM:<calls@example.com>',
        'RCPT TO:<ada@example.com>',
        'From: Rollcall <calls@example.com>',
        'Subject: We tried to call you',
        'Message-ID: <mail-1@example.com>',
        'Hello Ada.',
      ]),
    )
  })

  it('lets no header in through the subject, and no second address through the first', async () => {
    const { url, received } = await startServer()
    await smtpMailer(url, from).send({ ...mail, subject: 'Hello\r\nBcc: eve@example.com' })
    const second = smtpMailer(url, from).send({ ...mail, to: 'ada@example.com, eve@example.com' })
    await second.catch(() => {})
    expect(received.filter((line) => /^(RCPT TO:<eve|Bcc:)/.test(line))).toEqual([])
  })

  it.each([
    ['an unknown address', { RCPT: '550 no such user' }, false],
    ['a mailbox that is full for now', { RCPT: '452 later' }, true],
    ['a refused text', { '.': '554 spam' }, false],
    ['a server in trouble', { DATA: '451 try again' }, true],
    ['a refused sender', { MAIL: '550 not you' }, false],
    ['no greeting', { EHLO: '502 what', HELO: '550 go away' }, true],
  ])('%s: %o, retriable %s', async (_, answers, retriable) => {
    const { url } = await startServer(answers)
    await expect(smtpMailer(url, from).send(mail)).rejects.toMatchObject({ name: 'MailError', retriable })
  })

  it('may be tried again when nobody listens', async () => {
    await expect(smtpMailer('smtp://127.0.0.1:1', from).send(mail)).rejects.toMatchObject({ retriable: true })
  })
})
