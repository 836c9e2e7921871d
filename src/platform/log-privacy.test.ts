import fc from 'fast-check'
import pg from 'pg'
import { pino } from 'pino'
import { describe, expect, it, test } from 'vitest'
import { describeForLog, SECRET_NAMES, withoutPersons } from './log-privacy'
import { logOptions } from './logger'

/** Returns what the product's logger writes. */
function written(log: (logger: pino.Logger) => void): string {
  let text = ''
  log(pino({ ...logOptions, level: 'trace' }, { write: (line: string) => (text += line) }))
  return text
}

describe('a line of the log', () => {
  test.each([
    ['a key', 'rollcall_Zk3vT0aXb9-_x2Q1'],
    ['a signing secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    ['an address', 'ada.lovelace+calls@mail.example.co.uk'],
    ['a number', '+15551234567'],
    ['a number as people write it', '+1 (555) 123-4567'],
  ])('has no %s, in a message, a field or an error', (_, secret) => {
    const text = written((logger) => {
      logger.info(`This is ${secret}, as it came.`)
      logger.info({ reason: `(${secret})`, deep: { list: [secret] } }, 'Something.')
      logger.error({ err: new Error(`Failed for ${secret}`, { cause: new Error(secret) }) }, 'Something.')
    })
    expect(text).not.toContain(secret)
    expect(text).toContain('[redacted]')
    for (const line of text.trim().split('\n')) JSON.parse(line)
  })

  test.each(SECRET_NAMES)('has no value of %s, at any depth', (name) => {
    const text = written((logger) => logger.info({ [name]: 'hush', a: { [name]: 'hush', b: { [name]: 'hush' } } }))
    expect(text).not.toContain('hush')
  })

  it('keeps ids, times, counts, versions and paths as they are', () => {
    const kept =
      '01a20983-26f8-75d9-89a6-70b0a20bc8d2 2026-11-29T03:10:53+00:00 1795922894310 node_modules/@prisma/x.js'
    expect(withoutPersons(kept)).toBe(kept)
  })

  it('stays JSON, whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, message) => {
        JSON.parse(written((logger) => logger.info({ value }, message)))
      }),
    )
  })
})

it('an error of Postgres is told without the row that it is about', () => {
  const error = new pg.DatabaseError('new row for relation "contacts" violates check constraint "nobody"', 0, 'error')
  Object.assign(error, { code: '23514', detail: 'Failing row contains (Ada Lovelace, 5551234567).', where: 'Ada' })
  const text = written((logger) => logger.error({ err: new Error('wrapped', { cause: error }) }))
  expect(text).toContain('23514')
  expect(text).not.toMatch(/Ada|Lovelace|5551234567/)
  expect(describeForLog(error)).not.toHaveProperty('detail')
})
