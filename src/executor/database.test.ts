import { expect, test } from 'vitest'
import { isUnavailable } from './database'

const withCode = (code: string) => Object.assign(new Error('no'), { code })

test.each(['57P01', '57P02', '57P03', '53100', '53300', '08006', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'])(
  '%s: come back later',
  (code) => {
    expect(isUnavailable(withCode(code))).toBe(true)
  },
)

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
])('"%s": come back later', (message) => {
  expect(isUnavailable(new Error(message))).toBe(true)
})

test.each([withCode('23505'), withCode('40P01'), withCode('22021'), new Error('other'), 'no error', null])(
  'a fault of the query: %s',
  (error) => {
    expect(isUnavailable(error)).toBe(false)
  },
)
