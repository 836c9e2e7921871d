import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressGroup, readForwardedFor } from './client-address'
import { type Network, parseNetwork } from './networks'

function networks(...texts: string[]): Network[] {
  return texts.map((text) => {
    const network = parseNetwork(text)
    if (!network) throw new Error(`${text} is no network`)
    return network
  })
}

describe('readForwardedFor', () => {
  const trusted = networks('10.0.0.0/8', '2001:db8:1::/48', '192.0.2.1')
  const cases: [forwardedFor: string | null, client: string][] = [
    ['203.0.113.7', '203.0.113.7'],
    // Whoever connects may have written anything before its own address.
    ['1.2.3.4, 203.0.113.7', '203.0.113.7'],
    ['203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['1.2.3.4, 203.0.113.7, 192.0.2.1, 10.1.2.3', '203.0.113.7'],
    ['2001:db8::7, 2001:db8:1::1', '2001:db8::7'],
    ['2001:DB8:0:0::7', '2001:db8::7'],
    ['203.0.113.7,::ffff:10.1.2.3', '203.0.113.7'],
    ['203.0.113.7:4711, 10.1.2.3', '203.0.113.7'],
    ['[2001:db8::7]:4711, 10.1.2.3', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    // All of them trusted: the first is the one that nobody stands before.
    ['10.9.9.9, 10.1.2.3', '10.9.9.9'],
    ['nonsense, 10.1.2.3', '10.1.2.3'],
    ['0x7f.1, 10.1.2.3', '10.1.2.3'],
    [', 10.1.2.3', '10.1.2.3'],
    ['', 'unknown'],
    [null, 'unknown'],
  ]
  it.each(cases)('reads %j as %s', (forwardedFor, client) => {
    expect(readForwardedFor(forwardedFor, trusted)).toBe(client)
  })

  it('is not moved by anything that an untrusted client writes', () => {
    const invented = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()))
    fc.assert(
      fc.property(invented, (entries) => {
        expect(readForwardedFor([...entries, '203.0.113.7'].join(', '), trusted)).toBe('203.0.113.7')
        expect(readForwardedFor([...entries, '203.0.113.7', '10.0.0.1'].join(', '), trusted)).toBe('203.0.113.7')
        expect(readForwardedFor([...entries, '10.0.0.1'].join(', '), [])).toBe('10.0.0.1')
      }),
    )
  })
})

describe('addressGroup', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['unknown', 'unknown'],
  ])('counts %s as %s', (address, group) => {
    expect(addressGroup(address)).toBe(group)
  })
})

describe('parseNetwork', () => {
  it.each(['10.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'])('reads %s', (text) => {
    expect(parseNetwork(text)).not.toBeNull()
  })

  it.each(['', 'proxy', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0', '2001:db8::/129', '10.0.0.0/-1'])(
    'refuses %j',
    (text) => {
      expect(parseNetwork(text)).toBeNull()
    },
  )
})
