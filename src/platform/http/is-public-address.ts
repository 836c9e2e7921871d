import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * All global unicast addresses that are handed out (RFC 4291, IANA). Addresses outside of it lead nowhere we want to
 * go.
 */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number]

/**
 * A public address by its number that belongs to the inside of a cloud: Azure's metadata and DNS in each virtual
 * machine.
 */
const AZURE_WIRE_SERVER = '168.63.129.16'

/**
 * Tells whether an address belongs to the public internet. Returns false for loopback, private, link-local (with the
 * metadata service 169.254.169.254), carrier-grade NAT, unique-local (with fd00:ec2::254), multicast, documentation,
 * benchmark, reserved and unspecified addresses. It also returns false for every IPv6 address that stands for an IPv4
 * one (mapped, translated, 6to4, Teredo), and for a text that is not an address in its usual form.
 */
export function isPublicAddress(address: string): boolean {
  // ipaddr.js reads odd forms too (0x7f.1); what they mean is nobody's business here.
  if (isIP(address) === 0 || address === AZURE_WIRE_SERVER) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST)
}
