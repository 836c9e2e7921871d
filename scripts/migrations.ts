import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm'
import pg from 'pg'

// Prisma's own schema engine, in WebAssembly and over `pg`, so that migrating needs no download. It keeps Prisma's
// `_prisma_migrations` table: `prisma migrate deploy` continues where this left off, and the other way round.

type SchemaEngine = SchemaEngineModule.SchemaEngine

const prismaDir = join(dirname(dirname(fileURLToPath(import.meta.url))), 'prisma')
const schemaDir = join(prismaDir, 'schema')
const migrationsDir = join(prismaDir, 'migrations')
/** What `diff` answers, as the CLI's --exit-code does, when the two sides differ. */
const exitCodeDiffers = 2
const filters = { externalTables: [], externalEnums: [] }

/** Any number will do, as long as every process that migrates Rollcall's databases takes the same one. */
const migrationLockKey = 20261123

/**
 * Applies the migrations of prisma/migrations that the database has not seen, in order. Several processes may call it
 * at once: one works, the others wait and find nothing to do.
 *
 * @returns the names of the migrations that were applied now
 * @throws Error with the database's own message when a migration fails; that migration has then left no trace
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: databaseUrl })
  // Without a listener, a server that goes away would end the process; the work under way fails by itself.
  lock.on('error', () => {})
  await lock.connect()
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLockKey])
    return await withEngine(databaseUrl, async (engine) => {
      const migrationsList = await readMigrations()
      for (const migrationName of await findInterrupted(lock)) {
        // A migration runs as one transaction (see `withAtomicScripts`): one that did not finish was rolled back.
        await engine.markMigrationRolledBack({ migrationName })
      }
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
      return appliedMigrationNames
    })
  } finally {
    await lock.end()
  }
}

/**
 * Writes a new migration with what prisma/schema has and the migrations have not.
 *
 * @param name what the migration does, in a few words; becomes part of the folder's name
 * @returns the path of the new migration.sql, or null when nothing differs
 */
export async function createMigration(databaseUrl: string, name: string): Promise<string | null> {
  const script = await diffMigrations(databaseUrl)
  if (script === null) return null
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(migrationsDir, `${timestamp}_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`)
  const file = join(folder, 'migration.sql')
  await mkdir(folder, { recursive: true })
  await writeFile(file, script)
  return file
}

/**
 * Compares the migrations with prisma/schema. What only SQL can say (CHECK, partial indexes, UNLOGGED, triggers) is not
 * compared: it is written into migrations by hand and left alone here. Works on a temporary database of the server that
 * `databaseUrl` names; that database itself is not touched.
 *
 * @returns the SQL that leads from the migrations to the schema, or null when they agree
 */
export function diffMigrations(databaseUrl: string): Promise<string | null> {
  return withEngine(databaseUrl, async (engine) => {
    const result = await engine.diff({
      from: { tag: 'migrations', ...(await readMigrations()) },
      to: { tag: 'schemaDatamodel', files: await readSchema() },
      script: true,
      exitCode: true,
      filters,
    })
    return result.exitCode === exitCodeDiffers ? result.stdout : null
  })
}

async function findInterrupted(client: pg.Client): Promise<string[]> {
  const table = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`)
  if (!table.rows[0].found) return []
  const { rows } = await client.query(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL',
  )
  return rows.map((row) => row.migration_name)
}

async function readMigrations(): Promise<SchemaEngineModule.MigrationList> {
  const entries = await readdir(migrationsDir, { withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(migrationsDir, path, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  }
}

async function readSchema(): Promise<SchemaEngineModule.SchemaContainer[]> {
  const names = (await readdir(schemaDir)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({
      path: join(schemaDir, name),
      content: await readFile(join(schemaDir, name), 'utf8'),
    })),
  )
}

async function withEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { SchemaEngine } = await loadEngineModule()
  const opened: SqlDriverAdapter[] = []
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(databaseUrl, opened))
  const datamodels = (await readSchema()).map((file): [string, string] => [file.path, file.content])
  try {
    const engine = await SchemaEngine.new({ datamodels }, () => {}, factory)
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  } catch (error) {
    throw new Error(readableMessage(error), { cause: error })
  } finally {
    // The engine leaves its main connection open, and the temporary database too when it panics.
    await Promise.all(opened.map((adapter) => adapter.dispose()))
  }
}

/** The engine's message without its Rust span trace, which says where in Prisma it happened and nothing of ours. */
function readableMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/\n\s+0: schema_engine_wasm::[\s\S]*$/, '').trim()
}

let engineModule: Promise<typeof SchemaEngineModule> | undefined

function loadEngineModule(): Promise<typeof SchemaEngineModule> {
  engineModule ??= instantiateEngineModule()
  return engineModule
}

async function instantiateEngineModule(): Promise<typeof SchemaEngineModule> {
  // The package's entry imports its .wasm as a module, which Node only does behind a flag: the glue is bound by hand.
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'))
  const imports = { ...glue, ...unrefTimers(glue) }
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports })
  const bindings = glue as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void }
  bindings.__wbg_set_wasm(instance.exports)
  // Where the engine leaves the reason when it panics; without it, all one sees is a failing `set_message`.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(`Prisma: ${message}`) },
  })
  const start = instance.exports.__wbindgen_start as () => void
  start()
  return glue as unknown as typeof SchemaEngineModule
}

/** The engine never ends the 10 seconds that it gives itself to get its lock, and they kept the process alive. */
function unrefTimers(glue: object): WebAssembly.ModuleImports {
  const names = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout_'))
  const start = (callback: () => void, ms: number) => setTimeout(callback, ms).unref()
  return Object.fromEntries(names.map((name) => [name, start]))
}

function adapterFactory(databaseUrl: string, opened: SqlDriverAdapter[]): SqlMigrationAwareDriverAdapterFactory {
  const { provider, adapterName } = new PrismaPg(databaseUrl)
  const opening = async (connecting: Promise<SqlDriverAdapter>) => {
    const adapter = await connecting
    const disconnect = adapter.dispose.bind(adapter)
    let disposed: Promise<void> | undefined
    adapter.dispose = () => {
      disposed ??= disconnect()
      return disposed
    }
    opened.push(adapter)
    return adapter
  }
  return {
    provider,
    adapterName,
    connect: () => opening(connect(databaseUrl)),
    connectToShadowDb: () => opening(connectToTemporaryDatabase(databaseUrl)),
  }
}

async function connect(databaseUrl: string): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString: databaseUrl })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect()
  admitCatalogChars(adapter, pool)
  // The adapter cuts a script at every `;`, which breaks function bodies and leaves half a migration behind when a later
  // statement fails. Sent as one simple query, Postgres itself parses it and runs it as one transaction.
  adapter.executeScript = async (script) => {
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] })
  }
  return adapter
}

/**
 * The engine describes a database by one-byte `"char"` columns of its catalog, a type that the adapter refuses: they are
 * passed off as text on their way through it, and get their true type afterwards.
 */
function admitCatalogChars(adapter: SqlDriverAdapter, pool: pg.Pool): void {
  const charColumns = new WeakMap<unknown[], number[]>()

  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>
  pool.query = (async (config: pg.QueryConfig) => {
    const result = await query(config)
    const columns = (result.fields ?? []).flatMap((field, at) =>
      field.dataTypeID === pg.types.builtins.CHAR ? [at] : [],
    )
    for (const field of result.fields ?? []) {
      if (field.dataTypeID === pg.types.builtins.CHAR) field.dataTypeID = pg.types.builtins.TEXT
    }
    if (columns.length > 0) charColumns.set(result.rows, columns)
    return result
  }) as typeof pool.query

  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (sqlQuery) => {
    const result = await queryRaw(sqlQuery)
    for (const at of charColumns.get(result.rows) ?? []) result.columnTypes[at] = ColumnTypeEnum.Character
    return result
  }
}

/** The adapter's own shadow database ignores `database` beside a connection string, and is dropped while in use. */
async function connectToTemporaryDatabase(databaseUrl: string): Promise<SqlDriverAdapter> {
  const name = `rollcall_diff_${crypto.randomUUID().replaceAll('-', '')}`
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  await runOnce(databaseUrl, `CREATE DATABASE ${name}`)
  const adapter = await connect(url.href)
  const disconnect = adapter.dispose.bind(adapter)
  adapter.dispose = async () => {
    await disconnect()
    await runOnce(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
  return adapter
}

async function runOnce(databaseUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
