import type pg from 'pg'
import { type Catalog, nullableOutputs, type Plan } from './nullable-outputs'

/** One column that a statement returns, as Postgres describes it. */
export type ReturnedColumn = {
  name: string
  /** OID of the column's type. */
  type: number
  nullable: boolean
  /** Whether the column is a column of a table, and not an expression. */
  isColumn: boolean
  /** The only texts that a CHECK allows in the column; null without such a CHECK. */
  literals: readonly string[] | null
}

type Field = { name: string; tableID: number; columnID: number; dataTypeID: number }

/**
 * Has Postgres parse and plan a statement without running it.
 *
 * @param nullableValues whether the value of each `$n` may be null
 * @throws the error with which Postgres refuses the statement
 */
export async function describeStatement(
  client: pg.Client,
  catalog: Catalog,
  text: string,
  nullableValues: readonly boolean[],
): Promise<ReturnedColumn[]> {
  const fields = await askForFields(client, text)
  if (fields.length === 0) return []
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (GENERIC_PLAN, VERBOSE, COSTS off, FORMAT JSON) ${text}`,
  )
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  if (!plan) throw new Error('Postgres has no plan for it.')
  const nullable = nullableOutputs(plan, fields.length, catalog, nullableValues)
  return fields.map(({ name, dataTypeID, tableID, columnID }, at) => ({
    name,
    type: dataTypeID,
    nullable: nullable[at] ?? true,
    isColumn: tableID !== 0,
    literals: catalog.literals.get(`${tableID}.${columnID}`) ?? null,
  }))
}

/** Sends the protocol's Parse and Describe, for which `pg` has no function. */
function askForFields(client: pg.Client, text: string): Promise<Field[]> {
  return new Promise((resolve, reject) => {
    let fields: Field[] = []
    client.query({
      submit(connection: pg.Connection) {
        connection.parse({ name: '', text, types: [] }, true)
        connection.describe({ type: 'S', name: '' }, true)
        connection.sync()
      },
      handleRowDescription(message: { fields: Field[] }) {
        fields = message.fields
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(fields),
    } as pg.Submittable)
  })
}

/**
 * Reads which columns are NOT NULL, and which columns a CHECK restricts to a few texts. Also makes this session plan
 * sequential scans only, because a plan does not show the condition of a partial index.
 */
export async function readCatalog(client: pg.Client): Promise<Catalog> {
  for (const scan of ['indexscan', 'indexonlyscan', 'bitmapscan']) await client.query(`SET enable_${scan} = off`)
  const columns = await client.query<{ column: string }>(`
    SELECT relation.relname || '.' || attname AS column
    FROM pg_attribute JOIN pg_class relation ON relation.oid = attrelid
    WHERE attnotnull AND attnum > 0 AND relnamespace IN ('public'::regnamespace, 'pg_catalog'::regnamespace)`)
  const checks = await client.query<{ column: string; definition: string }>(`
    SELECT conrelid::text || '.' || conkey[1] AS column, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'c' AND cardinality(conkey) = 1`)
  return {
    notNull: new Set(columns.rows.map(({ column }) => column)),
    literals: new Map(
      checks.rows.flatMap(({ column, definition }) => {
        const texts = /^CHECK \(\(\(?\w+\)?(?:::text)? = ANY \(+ARRAY\[([^\]]*)\]/.exec(definition)?.[1]
        return texts === undefined
          ? []
          : [[column, [...texts.matchAll(/'([^']*)'/g)].map(([, one]) => one as string)] as const]
      }),
    ),
  }
}
