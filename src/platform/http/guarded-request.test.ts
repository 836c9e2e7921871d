import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { findUrlTrouble, guardedRequest } from './guarded-request'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function listen(answer: RequestListener, host = '127.0.0.1'): Promise<{ port: number; requests: () => number }> {
  let count = 0
  const server = createServer((request, response) => {
    count += 1
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return { port: (server.address() as { port: number }).port, requests: () => count }
}

const post = (url: string, changes: Partial<Parameters<typeof guardedRequest>[0]> = {}) =>
  guardedRequest({ method: 'POST', url, headers: {}, body: 'hello', timeoutMs: 5_000, allowPrivate: true, ...changes })

describe('guardedRequest to anybody', () => {
  it('sends method, headers and body, and reads status and body', async () => {
    const { port } = await listen((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => response.writeHead(201).end(`${request.method} ${request.headers['x-test']} ${body}`))
    })
    const answer = await post(`http://127.0.0.1:${port}/hook`, { headers: { 'x-test': 'yes' }, body: 'grüß' })
    expect(answer).toMatchObject({ status: 201, body: 'POST yes grüß' })
  })

  it.each(['GET', 'PATCH', 'DELETE'] as const)('sends %s too, and tells the headers of the answer', async (method) => {
    const { port } = await listen((request, response) =>
      response.writeHead(429, { 'Retry-After': '7' }).end(request.method),
    )
    const answer = await post(`http://127.0.0.1:${port}/`, { method, body: undefined })
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7' }, body: method })
  })

  it('does not follow a redirect', async () => {
    const target = await listen((_, response) => response.end('secret'))
    const { port } = await listen((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end()
    })
    expect((await post(`http://127.0.0.1:${port}/`)).status).toBe(307)
    expect(target.requests()).toBe(0)
  })

  it('reads no more of the body than it should', async () => {
    const { port } = await listen((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) {}
      }
      response.on('drain', more)
      more()
    })
    const answer = await post(`http://127.0.0.1:${port}/`, { responseBytesMax: 25_000 })
    expect(answer.body).toHaveLength(25_000)
  })

  it.each([
    ['that never answers', () => {}],
    ['whose body never ends', (_, response) => response.writeHead(200).write('so far')],
    [
      'that drips',
      (_, response) => {
        const drip = setInterval(() => response.write('.'), 20)
        response.on('close', () => clearInterval(drip))
      },
    ],
  ] as [string, RequestListener][])('gives up on a server %s', async (_, answer) => {
    const { port } = await listen(answer)
    await expect(post(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).rejects.toMatchObject({
      kind: 'timeout',
      message: 'No complete answer within 0.2 s.',
    })
  })

  it.each([
    ['closes the connection', '', true],
    ['breaks off in the middle', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', true],
    ['speaks something else', 'SSH-2.0-OpenSSH_9.2\r\n', false],
  ])('calls it a network error when the server %s', async (_, bytes, end) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        socket.write(bytes)
        if (end) socket.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ name: 'OutboundError', kind: 'network' })
    server.close()
  })

  it('calls it a network error when nobody listens, or the name is unknown', async () => {
    const { port } = await listen((_, response) => response.end())
    servers.pop()?.close()
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ kind: 'network' })
    await expect(post('http://nobody.invalid/')).rejects.toMatchObject({ kind: 'network' })
  })
})

describe('guardedRequest, guarded', () => {
  it.each(['localhost', 'LOCALHOST'])('refuses a name that is private: %s', async (name) => {
    const { port, requests } = await listen((_, response) => response.end(), '0.0.0.0')
    const sent = post(`http://${name}:${port}/`, { allowPrivate: false })
    await expect(sent).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('not a public address'),
    })
    expect(requests()).toBe(0)
  })

  it('never reaches a name of the loopback interface, whether the machine knows it or not', async () => {
    const { port, requests } = await listen((_, response) => response.end(), '0.0.0.0')
    for (const name of ['ip6-localhost', 'ip6-loopback', 'app.localhost', 'localhost.', 'localhost.localdomain']) {
      const sent = post(`http://${name}:${port}/`, { allowPrivate: false })
      await expect(sent).rejects.toMatchObject({ kind: expect.stringMatching(/^(refused|network)$/) })
    }
    expect(requests()).toBe(0)
  })

  it('refuses an address in any notation', async () => {
    const { port, requests } = await listen((_, response) => response.end(), '0.0.0.0')
    const hosts = ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '0', '[::1]', '[::ffff:127.0.0.1]']
    for (const host of hosts) {
      const sent = post(`http://${host}:${port}/`, { allowPrivate: false })
      await expect(sent, host).rejects.toMatchObject({ kind: 'refused' })
    }
    expect(requests()).toBe(0)
  })
})

describe('findUrlTrouble', () => {
  it.each([
    'https://hooks.example.com/rollcall?x=1',
    'https://localhost.example.com/',
    'https://notlocalhost/',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
  ])('has none with %s', (url) => {
    expect(findUrlTrouble(url, false)).toBeNull()
  })

  it.each([
    ['nothing', ''],
    ['a path', '/hook'],
    ['plain http', 'http://example.com:8080/'],
    ['plain http to an address', 'http://1.1.1.1/'],
    ['plain http to what only looks like loopback', 'http://localhost.example.com/'],
    ['files', 'file:///etc/passwd'],
    ['gopher', 'gopher://example.com/'],
    ['ftp', 'ftp://example.com/'],
    ['a name and password', 'https://user:pass@example.com/'],
    ['a name', 'https://user@example.com/'],
    ['metadata', 'http://169.254.169.254/latest/meta-data'],
    ['metadata in hex', 'http://0xa9fea9fe/'],
    ['metadata in decimal', 'http://2852039166/'],
    ['metadata in octal', 'http://0251.0376.0251.0376/'],
    ['metadata, full width', 'http://１６９．２５４．１６９．２５４/'],
    ['IPv6 metadata', 'http://[fd00:ec2::254]/'],
    ['mapped', 'http://[::ffff:a9fe:a9fe]/'],
    ['NAT64', 'http://[64:ff9b::a9fe:a9fe]/'],
    ['unspecified', 'http://0.0.0.0/'],
    ['unspecified IPv6', 'http://[::]/'],
  ])('refuses %s', (_, url) => {
    expect(findUrlTrouble(url, false)).not.toBeNull()
  })

  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    'a.b.localhost.',
    'ｌocalhost',
    '127.0.0.1',
    '[::1]',
  ])('says that %s is not public, whatever the protocol', (host) => {
    for (const protocol of ['http', 'https'])
      expect(findUrlTrouble(`${protocol}://${host}:8080/`, false)).toContain('is not a public address')
    expect(findUrlTrouble(`http://${host}:8080/`, true)).toBeNull()
  })

  it('refuses credentials and other protocols where private addresses are allowed, too', () => {
    expect(findUrlTrouble('http://127.0.0.1/', true)).toBeNull()
    expect(findUrlTrouble('http://user:pass@127.0.0.1/', true)).not.toBeNull()
    expect(findUrlTrouble('ftp://127.0.0.1/', true)).not.toBeNull()
  })
})
