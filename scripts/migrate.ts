import { applyMigrations, describeUnknown } from './migrations'

// npm run migrate: applies what is missing to the database at DATABASE_URL.

const databaseUrl = process.env.DATABASE_URL
if (!databaseUrl) {
  console.error('Set DATABASE_URL to the Postgres that should be used. (`npm start` migrates its own database itself.)')
  process.exit(1)
}

try {
  const { applied, unknown } = await applyMigrations(databaseUrl)
  console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database has every migration.')
  if (unknown.length > 0) console.warn(describeUnknown(unknown))
} catch (error) {
  // A refused connection has an empty message, and its reasons inside.
  console.error(`The database could not be migrated: ${(error as Error).message || String(error)}`)
  process.exitCode = 1
}
