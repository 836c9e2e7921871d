import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../scripts/launcher/ports'
import { TEST_INNGEST_KEYS } from './inngest-keys'
import { startInngestServer } from './inngest-server'
import { until } from './until'

const EXECUTOR = fileURLToPath(new URL('../executor/main.ts', import.meta.url))
const READY_MS_MAX = 60_000

export type Background = {
  /** Where the REST API and the serve endpoint of this test listen. */
  appUrl: string
  stop: () => Promise<void>
}

type Handler = (request: Request, context?: unknown) => Promise<Response>

/**
 * Starts the real background on the test file's database: all functions behind a real serve endpoint, the REST API, and
 * an engine in a process of its own. Requests between app and engine are signed in both directions.
 *
 * The engine is the embedded executor, or with `npm run test:inngest` a real Inngest server: `INNGEST_BIN` names its
 * binary, or `INNGEST_SERVER` names a server that runs already.
 *
 * Call it before anything reads the environment or sends an event.
 */
export async function startBackground(): Promise<Background> {
  let handle: Handler = async () => new Response(null, { status: 503 })
  const server = createServer((request, response) => void answer(request, response, (sent) => handle(sent)))
  const appUrl = await listen(server)
  const { INNGEST_BIN: binary, INNGEST_SERVER: running, INNGEST_BASE_URL: chosenUrl } = process.env
  const enginePort = chosenUrl ? Number(new URL(chosenUrl).port) : await findFreePort()
  process.env.APP_URL = appUrl
  if (!running) {
    Object.assign(process.env, {
      INNGEST_BASE_URL: `http://127.0.0.1:${enginePort}`,
      INNGEST_EVENT_KEY: TEST_INNGEST_KEYS.eventKey,
      INNGEST_SIGNING_KEY: TEST_INNGEST_KEYS.signingKey,
    })
  }
  const { handleRequest } = await import('@/rest/handle-request')
  const { handlers } = await import('@/inngest/serve')
  const serve = handlers as unknown as Record<string, Handler>
  handle = (request) =>
    new URL(request.url).pathname === '/api/inngest'
      ? (serve[request.method] as Handler)(request, {})
      : handleRequest(request)
  const serveUrl = `${appUrl}/api/inngest`
  const startEngine = () => {
    if (running) return registerApp(serveUrl)
    return binary ? startInngestServer(binary, serveUrl, enginePort) : startExecutor(serveUrl, enginePort)
  }
  const engine = await startEngine()
  return {
    appUrl,
    stop: async () => {
      await engine.stop()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Registers the functions with a server that runs already. Stopping leaves that server running. */
async function registerApp(serveUrl: string): Promise<{ stop: () => Promise<void> }> {
  await until('the server knows the functions', async () => (await fetch(serveUrl, { method: 'PUT' })).ok, READY_MS_MAX)
  return { stop: async () => {} }
}

async function startExecutor(serveUrl: string, port: number): Promise<{ stop: () => Promise<void> }> {
  const env = { ...process.env, EXECUTOR_BACKOFF_BASE_MS: '50', LOG_LEVEL: 'info' }
  const args = ['--import', 'tsx', EXECUTOR, '-u', serveUrl, '-p', String(port)]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk))
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  const ready = () => {
    if (child.exitCode !== null) throw new Error(`The executor ended with ${child.exitCode}:\n${log}`)
    return log.includes('functions registered')
  }
  await until('the executor knows the functions', ready, READY_MS_MAX).catch(async (error: Error) => {
    await stop()
    throw new Error(`${error.message}\n${log}`)
  })
  return { stop }
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, handle: Handler): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)])
  const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers,
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  })
  const response = await handle(request).catch((error: unknown) => new Response(String(error), { status: 500 }))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
