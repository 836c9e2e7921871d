import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { DialerCustomer } from './dialer-process'
import { RingCount } from './ring-count'

// The webhook dialer of bench:calls, as a process of its own: takes every call, and reports a result once its talk is over.
//
// node --import tsx bench/calls/stub-dialer.ts webhook <talk in ms>

const [, talkMs] = process.argv.slice(2)
const counted = new RingCount()
let webhook: Webhook | null = null
const connections = new Agent({ keepAlive: true, maxSockets: 64 })
const RESULT = { resultType: 'Goal Not Completed', duration: 1, summary: 'Of the bench.', outcomes: [] }
const RETRY_AFTER_MS = 1_000

const server = createServer(async (asked, response) => {
  let body = ''
  for await (const chunk of asked) body += chunk
  const { callId, resultUrl, phoneNumber } = JSON.parse(body) as {
    callId: string
    resultUrl: string
    phoneNumber: string
  }
  counted.request()
  counted.ring(phoneNumber, callId)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ providerCallId: callId }))
  setTimeout(() => report(callId, resultUrl), Number(talkMs))
})

/** Reports the result until the app takes it, as a dialer does. */
function report(callId: string, resultUrl: string): void {
  const at = new Date()
  const body = JSON.stringify({ ...RESULT, endedAt: at.toISOString() })
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'webhook-id': callId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': webhook?.sign(callId, at, body) ?? '',
  }
  const again = () => {
    counted.refuse()
    setTimeout(() => report(callId, resultUrl), RETRY_AFTER_MS)
  }
  const sent = request(resultUrl, { method: 'POST', headers, agent: connections }, (answer) => {
    answer.resume()
    if (answer.statusCode !== 200) again()
  })
  sent.once('error', again)
  sent.end(body)
}

process.on('message', (message: DialerCustomer | 'count') => {
  if (message === 'count') process.send?.(counted.take())
  else webhook = message.secret === null ? null : new Webhook(message.secret)
})
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
})
process.once('disconnect', () => process.exit(0))
