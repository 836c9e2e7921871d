import {
  type ColumnType,
  ColumnTypeEnum,
  isDriverAdapterError,
  type SqlQuery,
  type SqlQueryable,
} from '@prisma/driver-adapter-utils'
import { Prisma } from './generated/prisma/client'

/**
 * What a value of a statement may be. A fragment is put into the statement as it stands; any other value is sent apart
 * from it.
 */
export type SqlValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | null
  | readonly (string | number)[]
  | Prisma.Sql

/**
 * Statements of our own. A row comes as an object whose names are those of its columns. A value is a `string` (text,
 * uuid, numeric, time), `number` (int2, int4, float), `bigint` (int8), `boolean`, `Date` (timestamptz, timestamp as
 * UTC, and date as its first moment of UTC), `Uint8Array` (bytea), an array of these, or what its JSON says.
 *
 * `Row` is checked against the database by statements.integration.test.ts: names, types, and what may be null.
 */
export type Sql = {
  rows<Row>(text: TemplateStringsArray, ...values: SqlValue[]): Promise<Row[]>
  /** @returns how many rows were written, or chosen by a SELECT that is there for its locks */
  execute(text: TemplateStringsArray, ...values: SqlValue[]): Promise<number>
}

/**
 * An error with which the server answered a statement. `code` is the SQLSTATE. The row that the error is about is left
 * out.
 */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

/**
 * Makes `Sql` for whatever runs statements: the pool, or the connection of a transaction. Statements go from here to
 * the driver adapter of Prisma, and not through its client, which takes every value through its WebAssembly as JSON and
 * back.
 */
export function sqlOn(connected: SqlQueryable | Promise<SqlQueryable>): Sql {
  async function run<T>(
    how: (queryable: SqlQueryable, query: SqlQuery) => Promise<T>,
    text: TemplateStringsArray,
    values: readonly SqlValue[],
  ): Promise<T> {
    try {
      return await how(await connected, toQuery(text, values))
    } catch (error) {
      throw asStatementError(error)
    }
  }
  return {
    async rows<Row>(text: TemplateStringsArray, ...values: SqlValue[]): Promise<Row[]> {
      const { columnNames, columnTypes, rows } = await run((on, query) => on.queryRaw(query), text, values)
      const columns = columnNames.map((name, at) => ({ name, decode: DECODERS[columnTypes[at] as ColumnType] }))
      return rows.map((row) => toObject(columns, row) as Row)
    },
    execute(text, ...values) {
      return run((on, query) => on.executeRaw(query), text, values)
    },
  }
}

/**
 * Turns an error of the adapter into a `StatementError` when it has an SQLSTATE; returns any other error as it is. The
 * adapter names some errors by a word of its own alone, and an error without an SQLSTATE is not the server's. The class
 * of an error is known by its name, since a build has the adapter in node_modules, with a class that is not the
 * bundle's.
 */
export function asStatementError(error: unknown): unknown {
  if (!(error instanceof Error && isDriverAdapterError(error))) return error
  const { originalCode, originalMessage } = error.cause
  return originalCode === undefined ? error : new StatementError(originalMessage ?? error.message, originalCode)
}

type Column = { name: string; decode: Decode | undefined }
type Decode = (value: unknown) => unknown

function toObject(columns: readonly Column[], row: readonly unknown[]): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [at, { name, decode }] of columns.entries()) {
    const value = row[at]
    object[name] = decode === undefined || value === null ? value : decode(value)
  }
  return object
}

function toQuery(text: TemplateStringsArray, values: readonly SqlValue[]): SqlQuery {
  const sql = Prisma.sql(text, ...values)
  return { sql: sql.text, args: sql.values.map(encode), argTypes: sql.values.map(() => AS_IT_IS) }
}

/** Postgres knows from the statement what a value is. */
const AS_IT_IS = { scalarType: 'unknown', arity: 'scalar' } as const

/** Writes a `Date` with its zone, which the adapter would leave out. */
function encode(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}

const toDate = (value: unknown) => new Date(String(value))
const toBigInt = (value: unknown) => BigInt(String(value))
const fromJson = (value: unknown): unknown => JSON.parse(String(value))

const eachOf = (decode: Decode) => (values: unknown) =>
  (values as unknown[]).map((value) => (value === null ? null : decode(value)))

/** Decoders for what the adapter hands over as text. It has decoded every other value. */
const DECODERS: Partial<Record<ColumnType, Decode>> = {
  [ColumnTypeEnum.Int64]: toBigInt,
  [ColumnTypeEnum.Date]: toDate,
  [ColumnTypeEnum.DateTime]: toDate,
  [ColumnTypeEnum.Json]: fromJson,
  [ColumnTypeEnum.Int64Array]: eachOf(toBigInt),
  [ColumnTypeEnum.DateArray]: eachOf(toDate),
  [ColumnTypeEnum.DateTimeArray]: eachOf(toDate),
  [ColumnTypeEnum.JsonArray]: eachOf(fromJson),
}
