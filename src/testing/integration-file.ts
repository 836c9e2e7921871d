import { afterAll, inject } from 'vitest'
import { findFreePort } from '../../scripts/launcher/ports'
import { TEST_INNGEST_KEYS } from './inngest-keys'
import { cloneTemplateDatabase } from './template-database'

// Makes a database for each test file. Modules read DATABASE_URL on first use, and each file has its own modules.
const database = await cloneTemplateDatabase(inject('templateUrl'))
process.env.DATABASE_URL = database.url
process.env.BETTER_AUTH_SECRET = 'a-secret-of-the-tests-which-is-long-enough'
process.env.CREDENTIALS_KEY = 'a-key-of-the-tests-which-is-long-enough'
process.env.LOG_LEVEL ??= 'silent'
process.env.DIALER_RETRY_SECONDS = '0'
process.env.CALLS_PER_SECOND_MAX = '10000'
// For a real Inngest server (`npm run test:inngest`): the SDK reads the server's address when its client is made, at
// the first import of the test file. The address of the embedded executor is set later, by startBackground, since the
// executor asks the app first.
if (process.env.INNGEST_SERVER) {
  process.env.INNGEST_BASE_URL = process.env.INNGEST_SERVER
  if (!process.env.INNGEST_SIGNING_KEY) process.env.INNGEST_DEV = '1'
} else if (process.env.INNGEST_BIN) {
  process.env.INNGEST_BASE_URL = `http://127.0.0.1:${await findFreePort()}`
  process.env.INNGEST_EVENT_KEY = TEST_INNGEST_KEYS.eventKey
  process.env.INNGEST_SIGNING_KEY = TEST_INNGEST_KEYS.signingKey
}

afterAll(async () => {
  const { disconnect } = await import('@/platform/db')
  await disconnect()
  await database.drop()
})
