import { join } from 'node:path'
import pg from 'pg'
import ts from 'typescript5'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { checkStatement } from '@/testing/check-statement'
import { describeStatement, readCatalog } from '@/testing/describe-statement'
import { findStatements } from '@/testing/find-statements'
import type { Catalog } from '@/testing/nullable-outputs'

// Every statement of the source is parsed and planned by Postgres, and what it returns is compared with the row that is
// declared for it. Nothing is run.

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const ROOT = join(import.meta.dirname, '../..')

/** Files whose statements are made of names from the database, so that their text cannot be looked at before. */
const MADE_AT_RUN_TIME = ['src/domain/organizations/delete-organization.ts']

const FAULTY: [name: string, statement: string, fault: string][] = [
  [
    'the name of a column',
    'db().rows<{ id: string; batch: string }>`SELECT id FROM batches`',
    '"batch" is not returned.',
  ],
  [
    'a column that is not declared',
    'db().rows<{ id: string }>`SELECT id, total FROM batches`',
    '"total" is not declared.',
  ],
  ['a type', 'db().rows<{ total: string }>`SELECT total FROM batches`', '"total" is number, not string.'],
  ['int8 as a number', 'db().rows<{ n: number }>`SELECT count(*) AS n FROM batches`', '"n" is bigint, not number.'],
  [
    'a time as a text',
    'db().rows<{ createdAt: string }>`SELECT created_at AS "createdAt" FROM batches`',
    '"createdAt" is Date, not string.',
  ],
  [
    'a time in either way',
    'db().rows<{ at: Date | string }>`SELECT created_at AS at FROM batches`',
    '"at" is Date, not string.',
  ],
  [
    'null of a column',
    'db().rows<{ chainId: string }>`SELECT chain_id AS "chainId" FROM sequences`',
    '"chainId" may be null.',
  ],
  [
    'null of an outer join',
    'db().rows<{ id: string }>`SELECT sequence.id FROM contacts contact LEFT JOIN sequences sequence ON sequence.id = contact.id`',
    '"id" may be null.',
  ],
  [
    'null of an aggregate',
    'db().rows<{ last: number }>`SELECT max(index) AS last FROM contacts`',
    '"last" may be null.',
  ],
  [
    'null of a path in JSON',
    `db().rows<{ step: string }>\`SELECT variables ->> 'step' AS step FROM contacts\``,
    '"step" may be null.',
  ],
  [
    'null of one part of a union',
    'db().rows<{ id: string }>`SELECT id FROM chains UNION ALL SELECT chain_id FROM sequences`',
    '"id" may be null.',
  ],
  [
    'null of a value',
    `db().rows<{ v: string }>\`SELECT \${ids.length > 1 ? id : null}::text AS v\``,
    '"v" may be null.',
  ],
  [
    'a text that a CHECK allows',
    `db().rows<{ status: 'accepted' | 'active' }>\`SELECT status FROM batches\``,
    '"status" may also be finished, failed, cancelled.',
  ],
  [
    'an optional column',
    'db().rows<{ id?: string }>`SELECT id FROM batches`',
    '"id" may be undefined, which no column is.',
  ],
  ['no row at all', 'db().rows`SELECT id FROM batches`', 'It declares no row.'],
  ['a row of anything', 'db().rows<unknown>`SELECT id FROM batches`', 'Its row is no object.'],
  [
    'columns where none are read',
    'db().execute`SELECT id FROM batches FOR UPDATE`',
    'It returns columns, which `execute` drops.',
  ],
  ['SQL that is none', 'db().execute`DELET FROM batches`', 'Postgres: syntax error at or near "DELET"'],
  [
    'a column that is not there',
    `db().execute\`UPDATE batches SET color = \${id}\``,
    'Postgres: column "color" of relation "batches" does not exist',
  ],
  [
    'the fault of a fragment in one of its ways',
    `db().execute\`DELETE FROM chains WHERE id = \${id}::uuid \${ids.length > 1 ? Prisma.sql\`AND colour = 1\` : Prisma.empty}\``,
    'Postgres: column "colour" does not exist',
  ],
  [
    'a text made at run time',
    `db().execute\`DELETE FROM \${Prisma.raw(id)}\``,
    '`Prisma.raw(id)` is made at run time.',
  ],
  ['a method without its statement', '[db().rows]', '`rows` is used without a statement.'],
]

const SOUND: [name: string, statement: string][] = [
  [
    'an outer join that a condition makes an inner one',
    'db().rows<{ id: string }>`SELECT sequence.id FROM contacts contact LEFT JOIN sequences sequence ON sequence.id = contact.id WHERE sequence.held`',
  ],
  [
    'a column that a condition asks for',
    `db().rows<{ chainId: string }>\`SELECT chain_id AS "chainId" FROM sequences WHERE chain_id = ANY(\${ids}::uuid[])\``,
  ],
  [
    'coalesce, counts and EXISTS',
    'db().rows<{ a: number; b: number; c: boolean }>`SELECT coalesce(max(index), 0) AS a, count(*)::int AS b, EXISTS (SELECT FROM chains) AS c FROM contacts`',
  ],
  ['a value of which nothing is said', 'db().rows<{ result: unknown }>`SELECT result FROM calls`'],
  [
    'the sum of a group',
    'db().rows<{ id: string; n: bigint }>`SELECT batch_id AS id, sum(index) AS n FROM contacts GROUP BY 1`',
  ],
  [
    'a CTE that writes',
    `db().rows<{ id: string }>\`WITH gone AS (DELETE FROM chains RETURNING id) SELECT id FROM gone\``,
  ],
  ['fragments of a constant, a function and a caller', `db().execute\`DELETE FROM chains WHERE \${OPEN} \${of(id)}\``],
]

/** Files by path, each with one statement. They exist only in this map. */
const samples = new Map(
  [...FAULTY, ...SOUND].map(([, statement], at) => [
    join(ROOT, `src/domain/sample-${at}.ts`),
    `import { db, Prisma } from '@/platform/db'
    const OPEN = Prisma.sql\`closed_at IS NULL\`
    function of(id: string) { return both(Prisma.sql\`id = \${id}::uuid\`) }
    function both(condition: Prisma.Sql) { return Prisma.sql\`AND \${condition} AND \${OPEN}\` }
    export const sample = (id: string, ids: string[]) => ${statement}`,
  ]),
)

const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
let catalog: Catalog
let program: ts.Program

beforeAll(async () => {
  await client.connect()
  catalog = await readCatalog(client)
  program = readSource()
})

afterAll(() => client.end())

const isOurs = (name: string) =>
  name.startsWith(join(ROOT, 'src/')) && !/\.test\.tsx?$|\/(?:testing|executor|ui|app|generated)\//.test(name)

/** Reads the source and the samples, with the types of both. */
function readSource(): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT)
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists, getSourceFile } = host
  host.readFile = (name) => samples.get(name) ?? readFile(name)
  host.fileExists = (name) => samples.has(name) || fileExists(name)
  host.getSourceFile = (name, target, ...rest) => {
    const sample = samples.get(name)
    return sample === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, sample, target, true)
  }
  const roots = [...fileNames.filter(isOurs), ...samples.keys()]
  return ts.createProgram(roots, { ...options, noEmit: true, incremental: false }, host)
}

async function faultsOf(isMeant: (fileName: string) => boolean): Promise<{ faults: string[]; count: number }> {
  const files = program.getSourceFiles().filter(({ fileName }) => isMeant(fileName))
  const { statements, unresolved } = findStatements(program, files, ROOT)
  const faults = unresolved.map(({ at, reason }) => `${at} ${reason}`)
  for (const statement of statements) {
    const found = await describeStatement(client, catalog, statement.text, statement.nullableValues).then(
      (returned) => checkStatement(statement, returned),
      (error: Error) => [`Postgres: ${error.message}`],
    )
    faults.push(...found.map((fault) => `${statement.at} ${fault}`))
  }
  return { faults: [...new Set(faults)], count: statements.length }
}

/** Returns the faults of one sample. */
function faultsOfSample(statement: string) {
  const at = [...FAULTY, ...SOUND].findIndex(([, one]) => one === statement)
  return faultsOf((name) => name === join(ROOT, `src/domain/sample-${at}.ts`))
}

it('every statement of the source returns the row that is declared for it', async () => {
  const { faults, count } = await faultsOf((name) => isOurs(name) && !samples.has(name))
  expect(faults.filter((fault) => !MADE_AT_RUN_TIME.some((name) => fault.startsWith(`${name}:`)))).toEqual([])
  // A finder that finds nothing would be content.
  expect(count).toBeGreaterThan(150)
})

it.each(FAULTY)('finds a fault: %s', async (_, statement, fault) => {
  expect((await faultsOfSample(statement)).faults).toEqual([expect.stringContaining(fault)])
})

it.each(SOUND)('is content with %s', async (_, statement) => {
  expect(await faultsOfSample(statement)).toEqual({ faults: [], count: 1 })
})

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Node[] }

/** Every node of a plan. */
function nodesOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

/** Tables that grow without end, filled before anybody has counted them, and what may read each row by itself. */
const FENCED: [table: string, fill: string, by: RegExp, statements: number][] = [
  [
    'contacts',
    `INSERT INTO contacts (id, batch_id, organization_id, index, name, phone_number, timezone, scheduled_at, variables)
    SELECT gen_random_uuid(), gen_random_uuid(), 'one', n, 'Ada', '+1415' || n, 'UTC', now(), '{}'
    FROM generate_series(1000001, 1030000) n`,
    /^contacts_(phone_number_idx|pkey)$|^Bitmap Heap Scan$/,
    3,
  ],
  [
    'suppression_entries',
    `INSERT INTO suppression_entries (organization_id, phone_number, list_id, generation, source, added_by)
    SELECT 'one', '+1415' || n, '01890000-0000-7000-8000-000000000000', 1, 'file', 'Ada'
    FROM generate_series(1000001, 1030000) n`,
    /^suppression_entries_pkey$|^Bitmap Heap Scan$/,
    1,
  ],
]

it.each(FENCED)(
  'a statement with OFFSET 0 reads %s by their keys alone, however little the planner knows',
  async (table, fill, by, statements) => {
    const files = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName) && !samples.has(fileName))
    const fenced = findStatements(program, files, ROOT).statements.filter(
      ({ text }) => text.includes('OFFSET 0') && new RegExp(`\\b${table}\\b`).test(text),
    )
    expect(fenced.length).toBeGreaterThanOrEqual(statements)
    const planner = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await planner.connect()
    // Rolled back, and never analyzed: so are the contacts of a file that is being enrolled.
    await planner.query(`BEGIN; SET LOCAL session_replication_role = replica; ${fill}`)
    for (const { at, text } of fenced) {
      const { rows } = await planner.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
      )
      const nodes = nodesOf((rows[0] as (typeof rows)[0])['QUERY PLAN'][0].Plan)
      const scans = nodes.filter(
        (node) => node['Relation Name'] === table || node['Index Name']?.startsWith(`${table}_`),
      )
      const read = scans.map((node) => node['Index Name'] ?? node['Node Type'])
      expect([at, read.filter((name) => !by.test(name))]).toEqual([at, []])
    }
    await planner.query('ROLLBACK')
    await planner.end()
  },
)

/** Calls with an outcome that all have, as a fill of `calls`. */
const CALLS = `
  INSERT INTO calls (id, organization_id, agent_id, batch_id, sequence_id, step_index, status, ended_at, result_type, result_source, result,
    settled_at)
  SELECT gen_random_uuid(), 'one', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 0, 'settled', now() + make_interval(secs => n),
    (ARRAY['Voicemail', 'Busy', 'No Answer', 'Failed'])[1 + n % 4], 'dialer', '{"outcomes": [{"name": "a"}]}', now() FROM generate_series(1, 30000) n`

/** Statements that give a page of what grows without end, what fills that, and the index that is to lead there. */
const PAGES: [what: string, file: string, has: RegExp, fill: string, index: string, isInOrder: boolean][] = [
  [
    'calls with a result',
    'src/domain/calls/list-calls.ts',
    /call\.result_type = \$\d+\s+ORDER BY/,
    CALLS,
    'calls_result_type_idx',
    true,
  ],
  ['an outcome', 'src/domain/results/find-rare-outcome.ts', /outcome_keys/, CALLS, 'calls_outcomes_idx', false],
  [
    'batches by credits',
    'src/domain/credits/list-credit-batches.ts',
    /FROM batches/,
    `INSERT INTO batches (id, organization_id, agent_id, status, source, created_by, total, accepted, rejected, chains, steps, outcomes,
      credits_per_contact, chain_advance, options, credit_month, share_id)
    SELECT gen_random_uuid(), 'one', gen_random_uuid(), 'finished', 'api', 'A key', n, n, 0, 0, '[]', '[]', 1, 'call', '{}', '2027-03-01',
      gen_random_uuid() FROM generate_series(1, 30000) n`,
    'batches_credits_idx',
    true,
  ],
]

it.each(PAGES)('a page of %s goes by its index', async (_, name, isMeant, fill, index, isInOrder) => {
  const files = program.getSourceFiles().filter(({ fileName }) => fileName === join(ROOT, name))
  const pages = findStatements(program, files, ROOT).statements.filter(({ text }) => isMeant.test(text))
  expect(pages.length).toBeGreaterThan(0)
  const planner = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await planner.connect()
  // Not committed, and gone with the connection.
  try {
    await planner.query(`BEGIN; SET LOCAL session_replication_role = replica; ${fill}; ANALYZE calls, batches`)
    for (const { at, text } of pages) {
      const { rows } = await planner.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
      )
      const nodes = nodesOf((rows[0] as (typeof rows)[0])['QUERY PLAN'][0].Plan)
      expect([at, nodes.map((node) => node['Index Name'])]).toEqual([at, expect.arrayContaining([index])])
      const has = (node: Node) => nodesOf(node).some((one) => one['Index Name'] === index)
      const isLimited = (node: Node) => nodesOf(node).some((one) => one['Node Type'] === 'Limit' && has(one))
      const sorted = nodes.filter((node) => node['Node Type'].includes('Sort') && has(node) && !isLimited(node))
      if (isInOrder) expect([at, sorted]).toEqual([at, []])
    }
  } finally {
    await planner.end()
  }
})
