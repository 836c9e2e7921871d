import { type Receiver, startReceiver } from './receiver'

/**
 * Starts an engine that accepts every event and does nothing with it, for tests that call use cases directly. Call it
 * before anything sends an event.
 */
export async function startEventSink(): Promise<Receiver> {
  const sink = await startReceiver((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ids":[],"status":200}')
    return undefined
  })
  process.env.INNGEST_BASE_URL = sink.url
  process.env.INNGEST_EVENT_KEY = 'test'
  return sink
}
