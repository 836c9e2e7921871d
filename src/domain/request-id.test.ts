import { describe, expect, it } from 'vitest'
import { requestIdOf } from './request-id'

describe('requestIdOf', () => {
  it.each(['a', '7', 'order:42_a.b-c', 'x'.repeat(128)])('keeps %s', (id) => {
    expect(requestIdOf(new Headers({ 'x-request-id': id }))).toBe(id)
  })

  it.each(['', 'two words', 'a,b', '<b>', 'é', 'x'.repeat(129)])('replaces %j', (id) => {
    const made = requestIdOf(new Headers({ 'x-request-id': id }))
    expect(made).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('makes a new one each time', () => {
    expect(requestIdOf(new Headers())).not.toBe(requestIdOf(new Headers()))
  })
})
