import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** An address, and how many of its bits count. */
export type Network = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number]

/** Reads an address (`10.0.0.1`) or a network (`10.0.0.0/8`); null for text that is neither. */
export function parseNetwork(text: string): Network | null {
  const [address = '', bits] = text.split('/')
  if (isIP(address) === 0) return null
  try {
    if (bits !== undefined) return ipaddr.parseCIDR(text)
    const parsed = ipaddr.process(address)
    return [parsed, parsed.kind() === 'ipv4' ? 32 : 128]
  } catch {
    return null
  }
}

/** Tells whether the network contains this address. It never contains an address of the other family. */
export function isInNetwork(address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: Network): boolean {
  if (address.kind() !== network.kind()) return false
  return address.kind() === 'ipv4'
    ? (address as ipaddr.IPv4).match(network as ipaddr.IPv4, bits)
    : (address as ipaddr.IPv6).match(network as ipaddr.IPv6, bits)
}
