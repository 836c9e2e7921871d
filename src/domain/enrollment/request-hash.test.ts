import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { requestHash } from './request-hash'

const hashOf = (body: unknown, agentId = 'agent.a') => Buffer.from(requestHash(agentId, body)).toString('hex')

/** Returns the same value with the properties of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, element]) => [key, reversed(element)]),
  )
}

describe('requestHash', () => {
  it('is 32 bytes', () => {
    expect(requestHash('agent.a', {})).toHaveLength(32)
  })

  it('does not depend on the order of properties', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (body) => {
        expect(hashOf(reversed(body))).toBe(hashOf(body))
      }),
    )
  })

  it('is that of the JSON that it becomes: a property without a value is none', () => {
    expect(hashOf({ a: 1, b: undefined })).toBe(hashOf({ a: 1 }))
  })

  const bodies: unknown[] = [
    null,
    {},
    [],
    [[]],
    [null],
    '',
    '[]',
    0,
    '0',
    false,
    [1, 2],
    [2, 1],
    [12],
    [1, [2]],
    { a: 1 },
    { a: '1' },
    { a: null },
    { a: { b: 1 } },
    { 'a:1,b': 1 },
    { a: 1, b: 1 },
    { a: [1], b: [] },
    { a: [1, 'b'] },
    JSON.parse('{"__proto__":1}'),
  ]

  it('tells bodies apart', () => {
    expect(new Set(bodies.map((body) => hashOf(body))).size).toBe(bodies.length)
  })

  it('tells agents apart, also where agent and body could be cut otherwise', () => {
    expect(hashOf({ a: 1 }, 'agent.a')).not.toBe(hashOf({ a: 1 }, 'agent.b'))
    expect(hashOf('x', 'agent.a')).not.toBe(hashOf('', 'agent.a"x'))
  })

  it('survives any depth', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
    expect(hashOf(deep)).toMatch(/^[0-9a-f]{64}$/)
    expect(hashOf({ contacts: [deep] })).not.toBe(hashOf({ contacts: [] }))
  })
})
