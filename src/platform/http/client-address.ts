import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { env } from '@/platform/env'
import { isInNetwork, type Network } from './networks'

/** Stands for the address of a client that did not come over the network. */
export const UNKNOWN_ADDRESS = 'unknown'

/**
 * Returns the address that a request comes from in its usual form (`203.0.113.7`, `2001:db8::7`), for limits and for
 * the log.
 *
 * The server in front of Next (src/front) appends the address of the connection to `X-Forwarded-For`, as any proxy
 * does. Whoever connected wrote what stands before that, so it is believed only when it comes from one of
 * `TRUSTED_PROXIES`.
 */
export function clientAddress(headers: Headers): string {
  return readForwardedFor(headers.get('x-forwarded-for'), env().TRUSTED_PROXIES)
}

/**
 * Finds the client in `X-Forwarded-For`. Each proxy has appended the address that connected to it, so the list is read
 * from its end: the first address that is not a trusted proxy is the client. A text that is not an address ends the
 * search at the proxy that wrote it.
 */
export function readForwardedFor(forwardedFor: string | null, trusted: readonly Network[]): string {
  let client: ipaddr.IPv4 | ipaddr.IPv6 | undefined
  for (const entry of (forwardedFor ?? '').split(',').reverse()) {
    const address = parseAddress(entry)
    if (!address) break
    client = address
    if (!trusted.some((network) => isInNetwork(address, network))) break
  }
  return client?.toString() ?? UNKNOWN_ADDRESS
}

/**
 * Returns the part of an address that one household or machine has for itself, for counting: an IPv4 address, or the
 * /64 network of an IPv6 address (RFC 6177: its owner has 2^64 addresses).
 */
export function addressGroup(address: string): string {
  if (isIP(address) !== 6) return address
  const { parts } = ipaddr.IPv6.parse(address)
  return `${new ipaddr.IPv6([...parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`
}

// Some proxies add the port: 203.0.113.7:4711, [2001:db8::7]:4711.
const WITH_PORT = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/

function parseAddress(entry: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const text = entry.trim()
  const [, ipv6, ipv4] = WITH_PORT.exec(text) ?? []
  const [address = ''] = (ipv6 ?? ipv4 ?? text).split('%')
  // `process` turns ::ffff:203.0.113.7 into the IPv4 address that it is.
  return isIP(address) === 0 ? null : ipaddr.process(address)
}
