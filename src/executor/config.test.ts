import { expect, test } from 'vitest'
import { ConfigError, parseConfig } from './config'

const URL = 'http://127.0.0.1:3000/api/inngest'
const DATABASE = { DATABASE_URL: 'postgres://localhost/x' }
const KEYS = { INNGEST_EVENT_KEY: 'event', INNGEST_SIGNING_KEY: 'signkey-test-00ff' }

test('dev mode and defaults', () => {
  expect(parseConfig(['-u', URL], DATABASE)).toEqual({
    appUrl: URL,
    host: '127.0.0.1',
    port: 8288,
    databaseUrl: DATABASE.DATABASE_URL,
    keys: null,
    backoffBaseMs: 15_000,
    batchIntervalMs: 250,
    callsMax: 64,
    logLevel: 'info',
  })
})

test('keys, and everything given', () => {
  const env = { ...DATABASE, ...KEYS, EXECUTOR_BACKOFF_BASE_MS: '20', EXECUTOR_CALLS_MAX: '8', LOG_LEVEL: 'warn' }
  expect(parseConfig(['--url', URL, '--port', '0', '--host', '0.0.0.0'], env)).toMatchObject({
    host: '0.0.0.0',
    port: 0,
    keys: { eventKey: 'event', signingKey: 'signkey-test-00ff' },
    backoffBaseMs: 20,
    callsMax: 8,
    logLevel: 'warn',
  })
})

test('INNGEST_DEV wins over the keys; 0 does not count', () => {
  expect(parseConfig(['-u', URL], { ...DATABASE, ...KEYS, INNGEST_DEV: '1' }).keys).toBeNull()
  expect(parseConfig(['-u', URL], { ...DATABASE, ...KEYS, INNGEST_DEV: 'http://127.0.0.1:8288' }).keys).toBeNull()
  expect(parseConfig(['-u', URL], { ...DATABASE, ...KEYS, INNGEST_DEV: '0' }).keys).not.toBeNull()
})

test.each([
  [[], DATABASE, '-u must be'],
  [['-u', 'nowhere'], DATABASE, '-u must be'],
  [['-u', 'ftp://x'], DATABASE, '-u must be'],
  [['-u', URL, '-p', 'x'], DATABASE, '-p must be'],
  [['-u', URL, '--what'], DATABASE, '--what'],
  [['-u', URL], {}, 'DATABASE_URL is not set'],
  [['-u', URL], { ...DATABASE, INNGEST_EVENT_KEY: 'x' }, 'INNGEST_SIGNING_KEY is not'],
  [['-u', URL], { ...DATABASE, INNGEST_SIGNING_KEY: 'signkey-test-00' }, 'INNGEST_EVENT_KEY is not'],
  [['-u', URL], { ...DATABASE, ...KEYS, INNGEST_SIGNING_KEY: 'secret' }, 'hex'],
  [['-u', URL], { ...DATABASE, EXECUTOR_BACKOFF_BASE_MS: 'soon' }, 'EXECUTOR_BACKOFF_BASE_MS'],
  [['-u', URL, '--host', '0.0.0.0'], DATABASE, 'refusing to listen on 0.0.0.0'],
  [['-u', URL, '--host', '::'], { ...DATABASE, ...KEYS, INNGEST_DEV: '1' }, 'refusing to listen'],
])('refused: %j', (argv, env, message) => {
  expect(() => parseConfig(argv, env)).toThrow(ConfigError)
  expect(() => parseConfig(argv, env)).toThrow(message)
})

test.each(['localhost', '127.0.0.2', '::1'])('dev mode may listen on %s', (host) => {
  expect(parseConfig(['-u', URL, '--host', host], DATABASE).host).toBe(host)
})
