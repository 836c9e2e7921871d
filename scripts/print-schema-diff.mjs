// Prints the SQL that leads from one Prisma schema to another; nothing when they agree. A developer's tool:
//
//   node --experimental-wasm-modules scripts/print-schema-diff.mjs <from> <to>
//
// <from> and <to> are folders of *.prisma files; `-` in place of <from> is a database with nothing in it. It is Prisma's
// own schema engine in WebAssembly, which needs no database to compare two schemas, and no download.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'

const [from, to] = process.argv.slice(2)
if (!from || !to) throw new Error('print-schema-diff.mjs <from> <to>')

// The engine wants a connection before it is asked anything, and looks there for the schema `public`. None is needed:
// whatever it asks, there is nothing.
const provider = 'postgres'
const adapterName = 'nothing'
const nothing = {
  provider,
  adapterName,
  queryRaw: async () => ({ columnNames: [], columnTypes: [], rows: [] }),
  executeRaw: async () => 0,
  executeScript: async () => {},
  dispose: async () => {},
}
const connect = async () => nothing
const factory = bindMigrationAwareSqlAdapterFactory({ provider, adapterName, connect, connectToShadowDb: connect })

const [target, source] = await Promise.all([readSchema(to), from === '-' ? null : readSchema(from)])
const engine = await SchemaEngine.new(
  { datamodels: target.map(({ path, content }) => [path, content]) },
  () => {},
  factory,
)
const { exitCode, stdout } = await engine.diff({
  from: source === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: source },
  to: { tag: 'schemaDatamodel', files: target },
  script: true,
  // 2 when the two differ, as the --exit-code of Prisma's CLI.
  exitCode: true,
  shadowDatabaseUrl: null,
  filters: { externalTables: [], externalEnums: [] },
})
if (exitCode === 2) process.stdout.write(stdout)

/** @param {string} folder */
async function readSchema(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(names.map(async (path) => ({ path, content: await readFile(join(folder, path), 'utf8') })))
}
