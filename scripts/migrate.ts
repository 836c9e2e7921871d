import { relative } from 'node:path'
import { applyMigrations, createMigration } from './migrations'

// npm run migrate              applies what is missing to the database at DATABASE_URL
// npm run migrate:new -- name  writes a migration with what prisma/schema has and the migrations have not

const databaseUrl = process.env.DATABASE_URL
if (!databaseUrl) {
  console.error('Set DATABASE_URL to the Postgres that should be used. (`npm start` migrates its own database itself.)')
  process.exit(1)
}

const [flag, ...words] = process.argv.slice(2)
if (flag === '--new') {
  if (words.length === 0) {
    console.error('Name the migration: npm run migrate:new -- add_call_notes')
    process.exit(1)
  }
  const file = await createMigration(databaseUrl, words.join('_'))
  console.log(file ? `Wrote ${relative(process.cwd(), file)}. Read it before you commit it.` : 'Nothing has changed.')
} else {
  const applied = await applyMigrations(databaseUrl)
  console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
}
