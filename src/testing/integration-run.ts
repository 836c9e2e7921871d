import type { TestProject } from 'vitest/node'
import { startThrowawayPostgres } from '../../scripts/launcher/throwaway-postgres'
import { createTemplateDatabase } from './template-database'

declare module 'vitest' {
  interface ProvidedContext {
    templateUrl: string
  }
}

/**
 * Sets up a run: a Postgres server, unless TEST_DATABASE_URL names one, and the template database that every test file
 * clones.
 */
export default async function setUpRun(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? null : await startThrowawayPostgres()
  const template = await createTemplateDatabase(server?.url ?? given ?? '')
  project.provide('templateUrl', template.url)
  return async () => {
    await template.drop()
    await server?.stop()
  }
}
