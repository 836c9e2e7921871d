import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What to do where there is no server. */
export const INSTALL_INNGEST =
  'There is no Inngest server on this machine. Install one (npm install --global inngest-cli, or its release from ' +
  'github.com/inngest/inngest), or name its binary by INNGEST_BIN.'

/** The binary of a real Inngest server: what INNGEST_BIN names, else `inngest` on the PATH; null without one. */
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
