import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Inngest, type InngestFunction } from 'inngest'
import { serve } from 'inngest/node'

export const TEST_KEYS = { INNGEST_EVENT_KEY: 'test-event-key', INNGEST_SIGNING_KEY: 'signkey-test-0123456789abcdef' }

export type Style = 'dev' | 'cloud'

/** Creates a client whose server is the executor that will listen on `executorPort`. */
export function createTestClient(
  style: Style,
  executorPort: number,
  { INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey } = TEST_KEYS,
): Inngest {
  return new Inngest({
    id: 'demo',
    isDev: style === 'dev',
    baseUrl: `http://127.0.0.1:${executorPort}`,
    ...(style === 'cloud' ? { eventKey, signingKey } : {}),
    logger: { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} },
  })
}

export type TestApp = {
  url: string
  port: number
  /** Replaces the functions, as a new release would. */
  replace: (functions: InngestFunction.Any[]) => void
  close: () => Promise<void>
}

/** Serves functions with the real SDK on `node:http`. */
export async function startTestApp(client: Inngest, functions: InngestFunction.Any[], port = 0): Promise<TestApp> {
  let handler = serve({ client, functions })
  const server: Server = createServer((request, response) => void handler(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const actualPort = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${actualPort}/api/inngest`,
    port: actualPort,
    replace: (next) => {
      handler = serve({ client, functions: next })
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Finds a port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

/** Waits until the condition holds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, msMax = 15_000): Promise<void> {
  const deadline = Date.now() + msMax
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not after ${msMax} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
