import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const scriptsDir = dirname(fileURLToPath(import.meta.url))

/** The folder of the *.prisma files. */
export const schemaDir = join(dirname(scriptsDir), 'prisma', 'schema')

/**
 * Compares two Prisma schemas, without a database.
 *
 * @param from a folder of *.prisma files; null: a database with nothing in it
 * @returns the SQL that leads from one to the other, or null when they agree
 */
export async function diffSchemas(from: string | null, to: string): Promise<string | null> {
  // A process of its own: up to Node 22.18 only a flag lets the engine's package import its WebAssembly.
  const flags = ['--no-warnings', '--experimental-wasm-modules']
  const script = join(scriptsDir, 'print-schema-diff.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, from ?? '-', to])
  return stdout === '' ? null : stdout
}
