import { randomBytes } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'

/** Writes a file that only its owner can read. It is replaced as a whole: a crash leaves the old one or the new one. */
export async function writePrivateJson(file: string, value: unknown): Promise<void> {
  const written = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(written, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await rename(written, file)
}
