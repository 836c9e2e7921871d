import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { remoteDialer } from '../../src/platform/dialers/remote-dialers'
import { PROVIDER_FAKES, type ProviderFake } from '../../src/testing/provider-fakes'
import { remoteCall } from '../../src/testing/remote-call'

/** A dialer as a script uses it that believes everything. */
type FloorDialer = {
  /** @returns by which id the call's end will be told */
  place(call: number, ownUrl: string): Promise<string>
  /** What a request to `ownUrl` tells; null when it tells of no end. */
  readEnd(request: { path: string; headers: Headers; body: string }): Promise<{ id: string; result: string } | null>
}

/** The stub behind a webhook: its result comes by itself. */
export function webhookFloor(dialerUrl: string): FloorDialer {
  return {
    async place(call, ownUrl) {
      const order = { callId: String(call), phoneNumber: String(call), resultUrl: `${ownUrl}/${call}` }
      await fetch(dialerUrl, { method: 'POST', body: JSON.stringify(order) })
      return String(call)
    },
    readEnd: async ({ path, body }) => ({ id: path.slice(1), result: body }),
  }
}

/** A provider by its adapter: it is asked for each call, and of each event how the call stands. */
export function providerFloor(kind: ProviderFake['kind']): FloorDialer {
  const dialer = remoteDialer(kind)
  const provider = PROVIDER_FAKES.find((fake) => fake.kind === kind)
  if (!dialer || !provider) throw new Error(`There is no fake of ${kind}.`)
  const account = { credentials: dialer.credentials.parse(provider.credentials), eventsUrl: '' }
  const { fromNumber: fromPhoneNumber, ...agent } = provider.agent
  return {
    async place(call, ownUrl) {
      const phoneNumber = `+1415${2_000_000 + call}`
      const request = remoteCall({ ...agent, fromPhoneNumber, phoneNumber })
      return (await dialer.place(request, { ...account, eventsUrl: ownUrl })).providerCallId
    },
    async readEnd({ headers, body }) {
      const id = dialer.readEvent({ headers, body }, account)?.providerCallId
      const state = id ? await dialer.fetch({ providerCallId: id, callId: '' }, account) : null
      return id && state?.is === 'ended' ? { id, result: JSON.stringify(state.result) } : null
    },
  }
}

/**
 * Makes as many calls with as many lines as the bench, with nothing that Rollcall knows of: one script, the same
 * dialer, and for each call three transactions of raw `pg` with one row each: requested, ended, booked. Nothing
 * survives a crash of the script.
 *
 * @param options.onUrl is told where the ends of calls are awaited
 * @returns calls a second
 */
export async function measureFloor(
  databaseUrl: string,
  dialer: FloorDialer,
  options: { calls: number; lines: number; connections: number; onUrl: (url: string) => void },
): Promise<number> {
  const { calls, lines, connections } = options
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  await pool.query('CREATE TABLE IF NOT EXISTS floor_calls (id INT PRIMARY KEY, status TEXT, result JSONB)')
  await pool.query('CREATE TABLE IF NOT EXISTS floor_ledger (id BIGSERIAL PRIMARY KEY, call INT)')
  await pool.query('TRUNCATE floor_calls, floor_ledger')
  const waiting = new Map<string, { call: number; resolve: () => void }>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const headers = new Headers(request.headers as Record<string, string>)
    const end = await dialer.readEnd({ path: request.url ?? '', headers, body })
    const placed = end && waiting.get(end.id)
    if (!placed) return void response.end()
    waiting.delete(end.id)
    await pool.query({
      name: 'floor-end',
      text: `UPDATE floor_calls SET status = 'ended', result = $2 WHERE id = $1`,
      values: [placed.call, end.result],
    })
    response.end()
    await pool.query({ name: 'floor-book', text: 'INSERT INTO floor_ledger (call) VALUES ($1)', values: [placed.call] })
    placed.resolve()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const ownUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  options.onUrl(ownUrl)

  let next = 0
  const line = async () => {
    while (next < calls) {
      const call = next++
      await pool.query({
        name: 'floor-request',
        text: `INSERT INTO floor_calls (id, status) VALUES ($1, 'requested')`,
        values: [call],
      })
      const id = await dialer.place(call, ownUrl)
      await new Promise<void>((resolve) => waiting.set(id, { call, resolve }))
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: lines }, line))
  const perSecond = (calls / (performance.now() - started)) * 1_000
  server.closeAllConnections()
  server.close()
  await pool.end()
  return perSecond
}
