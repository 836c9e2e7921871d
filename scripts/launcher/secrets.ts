import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writePrivateJson } from './private-json'

const secretsSchema = z.object({
  betterAuthSecret: z.string().min(32),
  /** What seals the credentials of dialer accounts. */
  credentialsKey: z.string().min(32),
  databasePassword: z.string().min(1),
  inngestEventKey: z.string().min(1),
  inngestSigningKey: z.string().min(1),
})

/** What this installation keeps to itself: made once, at random, in `secrets.json` (mode 0600). */
export type Secrets = z.infer<typeof secretsSchema>

/**
 * Reads the secrets of the data folder, or makes them at the first start.
 *
 * @throws Error when the file cannot be read or parsed
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text !== null) return readSecrets(text, file)

  const secrets: Secrets = {
    betterAuthSecret: hex(32),
    credentialsKey: hex(32),
    databasePassword: hex(24),
    inngestEventKey: hex(32),
    // The SDK takes only keys of this shape for keys.
    inngestSigningKey: `signkey-prod-${hex(32)}`,
  }
  await writePrivateJson(file, secrets)
  return secrets
}

/**
 * Reads the key of the data folder that opens the credentials of dialer accounts, for commands beside the running app.
 *
 * @returns null where no secrets were made, as where all of them come from the environment
 */
export async function readCredentialsKey(dataDir: string): Promise<string | null> {
  const file = join(dataDir, 'secrets.json')
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : (parseSecrets(text, file).credentialsKey ?? null)
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}

/** Reads the file, and adds to one of an older version what it does not have yet. */
async function readSecrets(text: string, file: string): Promise<Secrets> {
  const known = parseSecrets(text, file)
  const secrets = { ...known, credentialsKey: known.credentialsKey ?? hex(32) }
  if (known.credentialsKey === undefined) await writePrivateJson(file, secrets)
  return secrets
}

function parseSecrets(text: string, file: string) {
  try {
    return secretsSchema.partial({ credentialsKey: true }).parse(JSON.parse(text))
  } catch (error) {
    throw new Error(
      `${file} cannot be read. Put the original back; without it the embedded database cannot be opened.`,
      {
        cause: error,
      },
    )
  }
}
