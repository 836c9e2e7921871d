import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { newId } from '@/domain/ids'
import { breakTable } from '@/testing/break-table'
import { inBackground } from './background'
import { isDatabaseTrouble } from './database-trouble'
import { db, disconnect, Prisma, poolUse, type Tx, transaction } from './db'
import { inDriverTransaction } from './driver-transaction'
import { withRequestContext } from './request-context'
import { asStatementError, sqlOn } from './sql'

const event = (id: string) => ({ id, name: 'test/happened', data: { of: 'db' } })
const insertEvent = (tx: Tx, id: string) =>
  tx.execute`INSERT INTO outbox_events (id, name, data) VALUES (${id}::uuid, 'test/happened', '{}')`
const isThere = async (id: string) => (await db().outboxEvent.count({ where: { id } })) === 1

describe('a transaction', () => {
  it('is kept whole or undone whole, and nobody else sees what is not committed', async () => {
    const [kept, undone] = [newId(), newId()]
    const write = async (tx: Tx, id: string) => {
      await insertEvent(tx, id)
      expect(await tx.execute`UPDATE outbox_events SET name = 'test/renamed' WHERE id = ${id}::uuid`).toBe(1)
      expect(await isThere(id)).toBe(false)
      return tx.rows<{ name: string }>`SELECT name FROM outbox_events WHERE id = ${id}::uuid`
    }
    expect(await transaction((tx) => write(tx, kept))).toEqual([{ name: 'test/renamed' }])
    const failed = transaction(async (tx) => {
      await write(tx, undone)
      throw new Error('No.')
    })
    await expect(failed).rejects.toThrow('No.')
    expect([await isThere(kept), await isThere(undone)]).toEqual([true, false])
  })

  it('is undone when the server refuses its end, and says what the server said', async () => {
    const mend = await breakTable('outbox_events', { sqlState: '23514', atCommit: true })
    const id = newId()
    await expect(transaction((tx) => insertEvent(tx, id))).rejects.toMatchObject({ code: '23514' })
    await mend()
    expect(await isThere(id)).toBe(false)
  })

  it('keeps to its own, while others are open and within one another', async () => {
    const backend = async (tx: Tx) => (await tx.rows<{ pid: number }>`SELECT pg_backend_pid() AS pid`)[0]?.pid
    const pids = await Promise.all(
      [1, 2, 3].map(() =>
        transaction(async (outer) => {
          const before = await backend(outer)
          const inner = await transaction(backend)
          expect(await backend(outer)).toBe(before)
          return [before, inner]
        }),
      ),
    )
    expect(new Set(pids.flat()).size).toBeGreaterThanOrEqual(4)
    for (const [outer, inner] of pids) expect(outer).not.toBe(inner)
  })

  it.each(['40P01', '40001'])('is run again for %s, at a statement and at the commit', async (sqlState) => {
    for (const atCommit of [false, true]) {
      const mend = await breakTable('outbox_events', { times: 2, sqlState, atCommit })
      const id = newId()
      let runs = 0
      await transaction(async (tx) => {
        runs++
        await insertEvent(tx, id)
      })
      await mend()
      expect([runs, await isThere(id)]).toEqual([3, true])
    }
  })

  it('is opened by whichever copy of the module, with the client that another one has made', async () => {
    expect(await isThere(newId())).toBe(false)
    vi.resetModules()
    const copy = await import('./db')
    expect(copy.transaction).not.toBe(transaction)
    const id = newId()
    await copy.transaction(async (tx) => {
      await insertEvent(tx, id)
      await tx.execute`UPDATE outbox_events SET name = 'test/renamed' WHERE id = ${id}::uuid`
    })
    expect(await isThere(id)).toBe(true)
  })

  it('takes nothing more once it has ended', async () => {
    const tx = await transaction(async (open) => open)
    await expect(tx.execute`SELECT`).rejects.toThrow('TransactionAlreadyClosed')
    await expect(tx.rows<{ one: number }>`SELECT 1 AS one`).rejects.toThrow('TransactionAlreadyClosed')
    const failed = await transaction((open) => Promise.reject(Object.assign(new Error(), { open }))).catch(
      ({ open }: { open: Tx }) => open,
    )
    await expect(failed.execute`SELECT`).rejects.toThrow('TransactionAlreadyClosed')
  })

  it('gives its connection back after an error of the server, and not after one that broke it', async () => {
    const backend = async (tx: Tx) => (await tx.rows<{ pid: number }>`SELECT pg_backend_pid() AS pid`)[0]?.pid
    const failing: number[] = []
    const fail = (statement: (tx: Tx) => Promise<unknown>) =>
      transaction(async (tx) => {
        failing.push((await backend(tx)) ?? 0)
        await statement(tx)
      })
    await expect(fail((tx) => tx.execute`SELECT 1 / 0`)).rejects.toThrow('division by zero')
    const { idle } = poolUse().doors
    expect(await transaction(backend)).toBe(failing[0])
    await expect(fail((tx) => tx.execute`SELECT FROM pg_terminate_backend(pg_backend_pid())`)).rejects.toThrow()
    expect(poolUse().doors.idle).toBe(idle - 1)
    expect(failing).not.toContain(await transaction(backend))
  })
})

describe('a statement that is prepared', () => {
  const prepared = (tx: Tx) =>
    tx.rows<{ statement: string }>`SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%of a test%'`

  it('is kept by its connection, under a name of its own text; any other is not', async () => {
    const kept = await transaction(async (tx) => {
      const texts = [
        await tx.rows<{ n: number }>`/* prepared */ SELECT ${1}::int AS n /* one of a test */`,
        await tx.rows<{ n: number }>`/* prepared */ SELECT ${2}::int AS n /* two of a test */`,
        await tx.rows<{ n: number }>`/* prepared */ SELECT ${3}::int AS n /* one of a test */`,
        await tx.rows<{ n: number }>`SELECT ${4}::int AS n /* three of a test */`,
      ]
      expect(texts.flat().map(({ n }) => n)).toEqual([1, 2, 3, 4])
      return prepared(tx)
    })
    expect(kept.map(({ statement }) => /\w+ of a test/.exec(statement)?.[0]).sort()).toEqual([
      'one of a test',
      'two of a test',
    ])
  })
})

describe('a statement without an answer', () => {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1, query_timeout: 300 })
  afterAll(() => pool.end())

  it('fails its transaction at once, whose connection is closed: nothing waits behind it', async () => {
    const startedMs = Date.now()
    const adapter = await new PrismaPg(pool).connect()
    const hanging = inDriverTransaction(
      adapter,
      pool,
      (statements) => sqlOn(statements).execute`SELECT FROM pg_sleep(20)`,
    )
    await expect(hanging).rejects.toThrow('Query read timeout')
    expect(pool.totalCount).toBe(0)
    expect(await sqlOn(adapter).rows<{ one: number }>`SELECT 1 AS one`).toEqual([{ one: 1 }])
    // Two time limits would be 600 ms: the statement's, and that of a ROLLBACK behind it.
    expect(Date.now() - startedMs).toBeLessThan(20_000)
  })
})

describe('what a request may wait for', () => {
  const tookMs = async (work: Promise<unknown>, expected: RegExp) => {
    const startedMs = performance.now()
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(String(error)).toMatch(expected)
    expect(isDatabaseTrouble(error)).toBe(true)
    return performance.now() - startedMs
  }

  it('is a statement of 5 s, and as long as it takes in the background', async () => {
    const slow = () => db().execute`SELECT FROM pg_sleep(6)`
    const background = inBackground(slow)
    expect(await tookMs(slow(), /statement timeout/)).toBeLessThan(6_000)
    expect(await background).toBe(1)
  })

  it('is a transaction of 8 s, which is undone, however short its statements are', async () => {
    const id = newId()
    const long = transaction(async (tx) => {
      await insertEvent(tx, id)
      for (;;) await tx.execute`SELECT FROM pg_sleep(0.5)`
    })
    expect(await tookMs(long, /SocketTimeout/)).toBeLessThan(9_500)
    expect(await isThere(id)).toBe(false)
    expect(poolUse().doors).toMatchObject({ used: 0, waiting: 0 })
  })

  it('is a connection for 3 s, and for 5 s if it asks for one again and again', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const { max } = poolUse().doors
    let lent = 0
    const held = Array.from({ length: max }, () =>
      transaction(async (tx) => {
        await tx.execute`SELECT`
        lent++
        await released
      }),
    )
    await expect.poll(() => lent).toBe(max)
    const ask = () => tookMs(db().outboxEvent.count(), /timeout exceeded when trying to connect/)
    const asked = withRequestContext({ requestId: 'waits' }, async () => [await ask(), await ask(), await ask()])
    const beside = withRequestContext({ requestId: 'waits-beside' }, () => Promise.all([ask(), ask(), ask()]))
    const [first, second, third] = await asked
    expect(first).toBeGreaterThan(2_500)
    expect((first ?? 0) + (second ?? 0) + (third ?? 0)).toBeLessThan(6_500)
    expect(third).toBeLessThan(500)
    for (const ms of await beside) expect(ms).toBeGreaterThan(2_500)
    release()
    await Promise.all(held)
  })
})

it("knows an error of the server's by its name: the adapter of a build has a class that is not the bundle's", async () => {
  const adapters = '@prisma/driver-adapter-utils'
  // As CommonJS the package is loaded once more, beside what the imports have.
  const copy = createRequire(import.meta.url)(adapters) as typeof import('@prisma/driver-adapter-utils')
  expect(copy.DriverAdapterError).not.toBe((await import('@prisma/driver-adapter-utils')).DriverAdapterError)
  const cause = {
    code: '40P01',
    severity: 'ERROR',
    message: 'deadlock detected',
    detail: undefined,
    column: undefined,
    hint: undefined,
  }
  const error = new copy.DriverAdapterError({
    kind: 'postgres',
    ...cause,
    originalCode: '40P01',
    originalMessage: 'deadlock detected',
  })
  expect(asStatementError(error)).toMatchObject({ name: 'StatementError', code: '40P01', message: 'deadlock detected' })
})

describe('values', () => {
  const moment = new Date('2026-07-01T12:34:56.789Z')

  it('come as the types that a row may declare', async () => {
    const rows = await db().rows<Record<string, unknown>>`
      SELECT 1::int2 AS int2, 2 AS int4, 9007199254740993 AS int8, 1.5::float8 AS float8, 0.10 AS numeric, true AS bool,
        'text' AS text, '018f0000-0000-7000-8000-000000000000'::uuid AS uuid, ${moment}::timestamptz AS timestamptz,
        ${moment}::timestamptz AT TIME ZONE 'UTC' AS timestamp, '2026-07-01'::date AS date, '\\x0102'::bytea AS bytea,
        '{"a": [1, null]}'::jsonb AS jsonb, 'null'::json AS json, NULL::timestamptz AS nothing,
        ARRAY['a', NULL] AS texts, ARRAY[1, 2] AS ints, ARRAY[3::int8, NULL] AS int8s,
        ARRAY[${moment}::timestamptz] AS moments, ARRAY['{"b": 1}'::jsonb] AS jsons`
    expect(rows).toEqual([
      {
        int2: 1,
        int4: 2,
        int8: 9007199254740993n,
        float8: 1.5,
        numeric: '0.10',
        bool: true,
        text: 'text',
        uuid: '018f0000-0000-7000-8000-000000000000',
        timestamptz: moment,
        timestamp: moment,
        date: new Date('2026-07-01T00:00:00Z'),
        bytea: Buffer.from([1, 2]),
        jsonb: { a: [1, null] },
        json: null,
        nothing: null,
        texts: ['a', null],
        ints: [1, 2],
        int8s: [3n, null],
        moments: [moment],
        jsons: [{ b: 1 }],
      },
    ])
  })

  it('go as they are, and are never read as SQL', async () => {
    const text = `'); DROP TABLE outbox_events; -- $1 \\ "é" 😀`
    const [row] = await db().rows<{ text: string; texts: string[]; ints: number[]; int8: bigint; none: string | null }>`
      SELECT ${text}::text AS text, ${[text, '']}::text[] AS texts, ${[1, 2]}::int[] AS ints, ${2n ** 60n}::int8 AS int8,
        ${null}::text AS none`
    expect(row).toEqual({ text, texts: [text, ''], ints: [1, 2], int8: 2n ** 60n, none: null })
  })
})

describe('a database in another time zone', () => {
  beforeAll(async () => {
    const [row] = await db().rows<{ name: string }>`SELECT current_database()::text AS name`
    await db().execute`${Prisma.raw(`ALTER DATABASE "${row?.name}" SET TimeZone = 'America/New_York'`)}`
    // The next connections are in it.
    await disconnect()
  })

  it('tells models and statements the same moment, the one that was written', async () => {
    const id = newId()
    const sentAt = new Date('2026-07-01T12:34:56.789Z')
    await db().outboxEvent.create({ data: { ...event(id), sentAt } })
    const read = () => db().rows<{ sentAt: Date }>`SELECT sent_at AS "sentAt" FROM outbox_events WHERE id = ${id}::uuid`
    expect(await read()).toEqual([{ sentAt }])
    await db().execute`UPDATE outbox_events SET sent_at = ${sentAt} WHERE id = ${id}::uuid`
    expect(await read()).toEqual([{ sentAt }])
    expect(await db().outboxEvent.findUniqueOrThrow({ where: { id } })).toMatchObject({ sentAt })
    const [written] = await db().rows<{ epoch: number }>`
      SELECT extract(epoch FROM sent_at)::float8 AS epoch FROM outbox_events WHERE id = ${id}::uuid`
    expect(written?.epoch).toBe(sentAt.getTime() / 1_000)
  })
})

it('no statement is shared with a second process, however large its table', async () => {
  const settings = ['parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size']
  const plan = await transaction(async (tx) => {
    for (const name of settings) await tx.execute`${Prisma.raw(`SET LOCAL ${name} = 0`)}`
    return tx.rows<{ 'QUERY PLAN': string }>`EXPLAIN SELECT count(*) FROM outbox_events`
  })
  expect(JSON.stringify(plan)).toContain('Seq Scan')
  expect(JSON.stringify(plan)).not.toContain('Gather')
})

describe('the background', () => {
  it('has connections of its own: with all of them in use and others waiting, a request finds one at once', async () => {
    const { max } = poolUse().background
    expect(max).toBeGreaterThan(0)
    expect(poolUse().doors.max).toBeGreaterThan(max)
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const hold = async (tx: Tx) => {
      await tx.execute`SELECT`
      await released
    }
    const held = Array.from({ length: max + 5 }, () => inBackground(() => transaction(hold)))
    await expect.poll(() => poolUse().background).toEqual({ used: max, idle: 0, max, waiting: 5 })
    expect(await db().rows<{ one: number }>`SELECT 1 AS one`).toEqual([{ one: 1 }])
    expect(await db().outboxEvent.count()).toBeGreaterThanOrEqual(0)
    release()
    await Promise.all(held)
    expect(poolUse().background).toMatchObject({ used: 0, waiting: 0 })
  })
})
