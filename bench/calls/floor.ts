import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'

/**
 * Makes as many calls with as many lines as the bench, with nothing that Rollcall knows of: one script, the same
 * dialer, and for each call three transactions of raw `pg` with one row each: requested, ended, booked. Nothing
 * survives a crash of the script.
 *
 * @returns calls a second
 */
export async function measureFloor(
  databaseUrl: string,
  dialerUrl: string,
  { calls, lines, connections }: { calls: number; lines: number; connections: number },
): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  await pool.query('CREATE TABLE IF NOT EXISTS floor_calls (id INT PRIMARY KEY, status TEXT, result JSONB)')
  await pool.query('CREATE TABLE IF NOT EXISTS floor_ledger (id BIGSERIAL PRIMARY KEY, call INT)')
  await pool.query('TRUNCATE floor_calls, floor_ledger')
  const waiting = new Map<string, () => void>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const id = (request.url ?? '').slice(1)
    await pool.query({
      name: 'floor-end',
      text: `UPDATE floor_calls SET status = 'ended', result = $2 WHERE id = $1`,
      values: [Number(id), body],
    })
    response.end()
    await pool.query({ name: 'floor-book', text: 'INSERT INTO floor_ledger (call) VALUES ($1)', values: [Number(id)] })
    waiting.get(id)?.()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  let next = 0
  const line = async () => {
    while (next < calls) {
      const id = String(next++)
      const ended = new Promise<void>((resolve) => waiting.set(id, resolve))
      await pool.query({
        name: 'floor-request',
        text: `INSERT INTO floor_calls (id, status) VALUES ($1, 'requested')`,
        values: [Number(id)],
      })
      await fetch(dialerUrl, { method: 'POST', body: JSON.stringify({ callId: id, resultUrl: `${own}/${id}` }) })
      await ended
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
