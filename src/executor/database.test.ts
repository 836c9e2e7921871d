import { expect, test } from 'vitest'
import { isUnavailable } from './database'

const withCode = (code: string) => Object.assign(new Error('no'), { code })

const NOT_NOW = {
  'connection lost': ['08000', '08003', '08006', '08P01'],
  'login refused, or no such database': ['28000', '28P01', '3D000'],
  'read-only after a failover': ['25006'],
  'session ended': ['25P03', '25P04', '57P01', '57P02', '57P03', '57P05'],
  'a time limit': ['57014', '55P03'],
  'no disk, memory or connection left': ['53000', '53100', '53200', '53300', '53400'],
  'a failing disk': ['58030'],
  'a conflict that outlived its retries': ['40001', '40P01'],
  'a socket that broke or was never there': ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOENT'],
}

test.each(Object.entries(NOT_NOW))('%s: come back later', (_, codes) => {
  for (const code of codes) expect([code, isUnavailable(withCode(code))]).toEqual([code, true])
})

test.each([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error and is not queryable',
])('"%s": come back later', (message) => {
  expect(isUnavailable(new Error(message))).toBe(true)
})

test.each([
  ...['23505', '22021', '22P02', '25P02', '42P01', '54000', '55006', '58P01', 'X53200', '0800'].map(withCode),
  new Error('other'),
  'no error',
  null,
])('a fault of the query: %s', (error) => {
  expect(isUnavailable(error)).toBe(false)
})
