import { RollcallError } from '@/domain/errors'
import { inBackground } from '@/platform/background'
import { isDatabaseTrouble } from '@/platform/database-trouble'
import { disconnect } from '@/platform/db'
import { UnusableEnvironment } from '@/platform/env'
import { readCommand, usageOfAll, WrongUsage } from './admin/command'
import { COMMANDS } from './admin/commands'
import { readCredentialsKey } from './launcher/secrets'

// Setting up a Rollcall on a Postgres of one's own, where there is no demo.

const DATABASE = `DATABASE_URL has to name the Postgres in use. That of \`npm start\` is in .data/running.json while it runs,
as databaseUrl; one of your own is migrated by \`npm run migrate\` or \`npm start\`.`

const FAILED = 1
const WRONG_USAGE = 2

async function main(argv: string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(argv[0] ?? '')) {
    console.log(`${usageOfAll(COMMANDS)}\n\n${DATABASE}`)
    return 0
  }
  const { command, values } = readCommand(COMMANDS, argv)
  if (!process.env.DATABASE_URL) throw new WrongUsage(`DATABASE_URL is not set.\n\n${DATABASE}`)
  // Whoever started it by `npm start` has never seen the key.
  process.env.CREDENTIALS_KEY ||= (await readCredentialsKey(process.env.ROLLCALL_DATA_DIR || '.data')) ?? ''
  // Nobody's request waits for it, and to delete an organization takes longer than a request may.
  await inBackground(() => command.run(values))
  return 0
}

/**
 * Says what to do about an error. An error that is not the fault of whoever typed the command is shown with its stack.
 */
function tell(error: unknown): string {
  const expected = [WrongUsage, RollcallError, UnusableEnvironment]
  if (error instanceof Error && expected.some((kind) => error instanceof kind)) return error.message
  const { message = String(error), stack = message } = error as Partial<Error>
  if (isDatabaseTrouble(error)) return `The database does not answer: ${message}\n\n${DATABASE}`
  if (/does not exist/.test(message)) return `The database is not migrated: ${message}\n\n${DATABASE}`
  return stack
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(tell(error))
  process.exitCode = error instanceof WrongUsage ? WRONG_USAGE : FAILED
} finally {
  await disconnect()
}
