import { defineConfig } from 'prisma/config'

// Only for the Prisma CLI (`prisma generate`, `prisma format`, `prisma migrate deploy` where its engine can be had).
// The app reads its connection from DATABASE_URL itself, and `npm run migrate` applies migrations without the CLI.
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations', seed: 'tsx prisma/seed.ts' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
})
