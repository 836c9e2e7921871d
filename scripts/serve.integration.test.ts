import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { until } from '@/testing/until'
import { findFreePort } from './launcher/ports'

// The app as `npm run dev` runs it: Next compiles what is asked for, behind the same server in front as in production.

const root = dirname(import.meta.dirname)
const WITHIN_MS = 300_000

let child: ChildProcess | undefined
let output = ''

afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
})

function serveDev(port: number): ChildProcess {
  output = ''
  child = spawn(process.execPath, [join(root, 'scripts', 'serve.mjs'), 'dev', '-p', String(port)], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return child
}

it(
  'ends when its port is taken, and says so',
  async () => {
    const other = createServer()
    await once(other.listen(0, '127.0.0.1'), 'listening')
    const [code] = await once(serveDev((other.address() as AddressInfo).port), 'exit')
    other.close()
    expect(output).toContain('EADDRINUSE')
    expect(code).toBe(1)
  },
  WITHIN_MS,
)

it(
  'answers with pages that may run, and takes the connection by which they are reloaded',
  async () => {
    const port = await findFreePort()
    const dev = serveDev(port)
    await until('it listens', () => dev.exitCode !== null || output.includes('Listening on'), WITHIN_MS)
    const page = await fetch(`http://127.0.0.1:${port}/sign-in`)
    const html = await page.text()
    expect(page.status, output).toBe(200)
    const policy = page.headers.get('content-security-policy') ?? ''
    const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? []
    expect(html).toContain(`nonce="${nonce}"`)
    // What React and the reloading need in development, and production has not.
    expect(policy).toContain("'unsafe-eval'")
    expect(policy).toContain("connect-src 'self' ws:")

    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
      origin: `http://127.0.0.1:${port}`,
    }
    const asked = request({ port, host: '127.0.0.1', path: '/_next/hmr?id=test', headers }).end()
    const [answer, socket] = await once(asked, 'upgrade')
    expect(answer.statusCode).toBe(101)
    const [first] = await once(socket, 'data')
    expect(String(first)).toContain('"type":')
    socket.destroy()
  },
  WITHIN_MS,
)
