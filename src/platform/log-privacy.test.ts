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

/** Puts a value into as many objects and lists, in turn, as asked for. */
function nest(depth: number, value: object): object {
  let outer = value
  for (let level = 0; level < depth; level++) outer = level % 2 ? [outer] : { inner: outer }
  return Array.isArray(outer) ? { list: outer } : outer
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

  test.each(SECRET_NAMES)(
    'has no value of %s, at any depth, in lists, bindings, messages and what is turned to JSON',
    (name) => {
      for (let depth = 0; depth < 30; depth++) {
        const secret = { [name]: 'hush', id: 'shown' }
        const deep = nest(depth, secret)
        const text = written((logger) => {
          logger.info(deep)
          logger.info({ deep: [[deep]] }, 'Something.')
          logger.info('Something: %o', deep)
          logger.child({ deep }).info('Something.')
          logger.info({ deep: { toJSON: () => deep } })
          logger.info({ deep: Object.assign(Object.create({ inherited: true }), deep) })
        })
        expect(text).not.toContain('hush')
        if (depth < 8) expect(text.match(/shown/g)).toHaveLength(6)
        for (const line of text.trim().split('\n')) JSON.parse(line)
      }
    },
  )

  it('has no value of a secret name in what contains itself, and ends', () => {
    type Node = { [property: string]: unknown }
    const nodes = Array.from({ length: 200 }, (_, n): Node => ({ name: 'hush', id: n }))
    for (const node of nodes) Object.assign(node, { self: node, all: nodes, next: { list: [nodes] } })
    const text = written((logger) => {
      logger.info({ ...nodes[0] }, 'Something.')
      logger.info({ nodes }, 'Something.')
      logger.info('Something: %o', { ...nodes[0] })
      logger.child({ nodes }).info('Something.')
    })
    expect(text).not.toContain('hush')
    expect(text).toContain('[circular]')
    for (const line of text.trim().split('\n')) JSON.parse(line)
  })

  it('has an object twice that is in it twice', () => {
    const ids = { first: 'a', second: 'b' }
    const line = JSON.parse(written((logger) => logger.info({ one: ids, other: [ids] })))
    expect(line).toMatchObject({ one: ids, other: [ids] })
  })

  it('has no property of an error besides code and stack, wherever the error is', () => {
    const refused = Object.assign(new Error('refused'), { code: '23514', detail: 'hush', email: 'hush' })
    const error = new Error('outer', { cause: new Error('inner', { cause: refused }) })
    Object.assign(error, { name: 'OuterError', request: { headers: { authorization: 'hush' } } })
    const text = written((logger) => {
      logger.error(error)
      logger.error({ err: error })
      logger.error({ error })
      logger.error({ deep: [{ trouble: error }] }, 'Something.')
      logger.error('Something: %o', error)
      logger.child({ trouble: error }).error('Something.')
    })
    expect(text).not.toContain('hush')
    expect(text.match(/23514/g)).toHaveLength(6)
    const [first] = text.split('\n')
    expect(JSON.parse(first as string)).toMatchObject({ msg: 'outer', err: { cause: { cause: { code: '23514' } } } })
  })

  it('of something that cannot be read says so, and nobody fails by it', () => {
    const hostile = {
      get id() {
        throw new Error('not to be read')
      },
    }
    const text = written((logger) => logger.info({ hostile }, 'Something.'))
    expect(text).toContain('cannot be logged')
  })

  it('has times as they are, and numbers of any size', () => {
    const at = new Date('2026-11-29T03:10:53Z')
    const line = JSON.parse(
      written((logger) => logger.info({ at, deep: { at, count: 2n ** 64n }, none: null, left: undefined })),
    )
    expect(line).toMatchObject({
      at: at.toISOString(),
      deep: { at: at.toISOString(), count: String(2n ** 64n) },
      none: null,
    })
    expect(line).not.toHaveProperty('left')
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
