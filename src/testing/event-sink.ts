import { type Receiver, startReceiver } from './receiver'

/**
 * Starts an engine that answers every request to take events, and does nothing with them.
 *
 * @param status with what it answers at the moment
 */
export function startEngine(status: () => number = () => 200): Promise<Receiver> {
  return startReceiver((n, response) => {
    const answer = { ids: [String(n)], status: status() }
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    return undefined
  })
}

/** Starts one for tests that call use cases directly. Call it before anything sends an event. */
export async function startEventSink(): Promise<Receiver> {
  const sink = await startEngine()
  process.env.INNGEST_BASE_URL = sink.url
  process.env.INNGEST_EVENT_KEY = 'test'
  return sink
}
