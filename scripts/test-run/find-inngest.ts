import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What to do where there is no server. */
export const INSTALL_INNGEST =
  'There is no Inngest server on this machine. Install one (npm install --global inngest-cli, or its release from ' +
  'github.com/inngest/inngest), name its binary by INNGEST_BIN, or name a running one by INNGEST_BASE_URL.'

/** Finds the binary of a real Inngest server: what INNGEST_BIN names, else `inngest` on the PATH; null without one. */
export function findInngest(environment: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const { INNGEST_BIN, PATH = '' } = environment
  if (INNGEST_BIN) return INNGEST_BIN
  return (
    PATH.split(delimiter)
      .map((folder) => join(folder, 'inngest'))
      .find(isExecutable) ?? null
  )
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Checks whether the server of INNGEST_BASE_URL can serve the tests.
 *
 * @returns what is wrong with it, for people; null when nothing is
 */
export async function findServerTrouble(url: string): Promise<string | null> {
  const { hostname, port } = new URL(url)
  // The apps of the tests listen on loopback, where the server has to call them.
  if (hostname !== '127.0.0.1' || port === '')
    return `INNGEST_BASE_URL has to be http://127.0.0.1:<port>, and is ${url}.`
  const health = await fetch(new URL('/health', url)).catch(() => null)
  return health?.ok ? null : `No Inngest server answers at INNGEST_BASE_URL (${url}/health).`
}
