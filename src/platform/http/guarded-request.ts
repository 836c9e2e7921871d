import { type LookupAddress, lookup } from 'node:dns'
import { type IncomingHttpHeaders, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { env } from '@/platform/env'
import { isPublicAddress } from './is-public-address'
import { OutboundError } from './outbound-error'

export type GuardedRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: string
  headers: Record<string, string>
  body?: string
  /** The time limit of the whole exchange, from the look-up of the name to the last byte of the answer. */
  timeoutMs: number
  /** How many bytes of the answer's body are read at most. */
  responseBytesMax?: number
  /** Allows private addresses, for URLs from our own settings. Default: OUTBOUND_ALLOW_PRIVATE. */
  allowPrivate?: boolean
}

export type GuardedResponse = {
  status: number
  /** The names in lower case. */
  headers: IncomingHttpHeaders
  /** UTF-8, cut at `responseBytesMax`. */
  body: string
}

const RESPONSE_BYTES_MAX = 64 * 1024

const NOT_SENT = { mayHaveArrived: false }

/**
 * Makes one HTTP request to a server that a customer has named. Webhooks and dialers use it, and nothing else does.
 *
 * Every address of the host name has to be public. The check is part of the connection's own look-up, so the checked
 * address is the one that is connected to, and a name that changes between check and use gains nothing. Redirects are
 * returned like other answers and never followed.
 *
 * @throws OutboundError when there is no complete answer; an answer with any status is returned
 */
export async function guardedRequest(request: GuardedRequest): Promise<GuardedResponse> {
  const { timeoutMs, responseBytesMax = RESPONSE_BYTES_MAX, allowPrivate = env().OUTBOUND_ALLOW_PRIVATE } = request
  const trouble = findUrlTrouble(request.url, allowPrivate)
  if (trouble) throw new OutboundError('refused', trouble, NOT_SENT)
  const url = new URL(request.url)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp

  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method: request.method,
      headers: { 'user-agent': 'Rollcall', ...request.headers },
      // A connection of its own: neither kept alive from a check of before, nor led through a proxy of the environment.
      agent: false,
      lookup: allowPrivate ? undefined : lookUpPublic,
    })
    let mayHaveArrived = false
    outgoing.once('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        mayHaveArrived = true
      })
    })
    const timer = setTimeout(() => {
      // First, so that the broken connection is not taken for the reason.
      reject(new OutboundError('timeout', `No complete answer within ${timeoutMs / 1000} s.`, { mayHaveArrived }))
      outgoing.destroy()
    }, timeoutMs)
    const fail = (error: Error) => {
      clearTimeout(timer)
      if (error instanceof OutboundError) reject(error)
      else reject(new OutboundError('network', reasonOf(error, url.hostname), { mayHaveArrived, cause: error }))
    }
    outgoing.once('error', fail)
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      const finish = () => {
        clearTimeout(timer)
        const body = Buffer.concat(chunks).toString('utf8', 0, responseBytesMax)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes < responseBytesMax) return
        finish()
        response.destroy()
      })
      response.once('end', finish)
      response.once('error', fail)
    })
    outgoing.end(request.body)
  })
}

/**
 * Says why we would not connect to this URL, as far as the URL itself shows; null when it may be tried. `localhost` and
 * the names below it always mean this machine (RFC 6761); any other host name is checked by its addresses when it is
 * connected to. Where private addresses are allowed, `http://` is allowed too, for every host.
 */
export function findUrlTrouble(text: string, allowPrivate = env().OUTBOUND_ALLOW_PRIVATE): string | null {
  if (!URL.canParse(text)) return 'This is not a URL.'
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'Only https:// is possible.'
  if (url.username || url.password) return 'Leave name and password out of the URL.'
  // The parser has turned 2130706433, 0x7f.1 and 0177.0.0.1 into 127.0.0.1 already.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (allowPrivate) return null
  const isPrivate = isIP(host) === 0 ? /(?:^|\.)localhost\.?$/.test(host) : !isPublicAddress(host)
  if (isPrivate) return `${host} is not a public address.`
  if (url.protocol === 'https:') return null
  return 'Only https:// is possible: what is sent has names and phone numbers in it.'
}

/** Resolves a host name for `net.connect`. Fails unless every address of the name is public. */
const lookUpPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = (found ?? []) as LookupAddress[]
    const hidden = addresses.find(({ address }) => !isPublicAddress(address))
    const [first] = addresses
    const refuse = (reason: string) => done(new OutboundError('refused', reason, NOT_SENT), '')
    if (error) done(error, '')
    else if (hidden) refuse(`${hostname} is ${hidden.address}, not a public address.`)
    else if (!first) refuse(`${hostname} has no address.`)
    else if (options.all) done(null, addresses)
    else done(null, first.address, first.family)
  })
}

/**
 * Describes a network error for people, in the log of deliveries. When several addresses of one name fail, Node throws
 * an AggregateError without a message.
 */
function reasonOf(error: Error & { code?: string }, hostname: string): string {
  if (error.code === 'ENOTFOUND') return `There is no server by the name of ${hostname}.`
  if (error.code === 'EAI_AGAIN') return `The address of ${hostname} could not be looked up.`
  if (error.message) return error.message
  if (error instanceof AggregateError) return error.errors.map(String).join(' ')
  return error.code ?? 'The connection failed.'
}
