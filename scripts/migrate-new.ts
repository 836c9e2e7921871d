import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { migrationsDir } from './migrations'
import { diffSchemas, schemaDir } from './schema-diff'

// npm run migrate:new -- what it does
//
// Writes a migration with what prisma/schema has and the migrations have not. What they have is the schema of the last
// commit that changed them: scripts/migrations.integration.test.ts holds the two together in every commit.

const root = dirname(dirname(migrationsDir))
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })

async function main(words: readonly string[]): Promise<string> {
  const name = words
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  if (name === '') throw new Error('Name the migration: npm run migrate:new -- add call notes')
  const uncommitted = git('status', '--porcelain', '--', 'prisma/migrations')
  if (uncommitted !== '') {
    throw new Error(`Commit or delete first, since it may have what would be written now:\n${uncommitted.trimEnd()}`)
  }
  const script = await diffCommitted()
  if (script === null) return 'prisma/schema has nothing that the migrations have not.'
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(migrationsDir, `${timestamp}_${name}`)
  await mkdir(folder)
  await writeFile(join(folder, 'migration.sql'), script)
  return `Wrote ${relative(process.cwd(), folder)}/migration.sql. Read it before you commit it.`
}

async function diffCommitted(): Promise<string | null> {
  const commit = git('log', '-1', '--format=%H', '--', 'prisma/migrations').trim()
  const before = await mkdtemp(join(tmpdir(), 'rollcall-schema-'))
  try {
    const files = git('ls-tree', '--name-only', commit, 'prisma/schema/').trim().split('\n')
    await Promise.all(files.map((file) => writeFile(join(before, basename(file)), git('show', `${commit}:${file}`))))
    return await diffSchemas(before, schemaDir)
  } finally {
    await rm(before, { recursive: true })
  }
}

main(process.argv.slice(2)).then(console.log, (error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
