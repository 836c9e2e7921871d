import { readFileSync } from 'node:fs'
import { join } from 'node:path'

let text: string | undefined

/** Returns CHANGELOG.md, which stands in the folder that the app is started in, as `.next` does. It is read once. */
export function readChangeLog(): string {
  text ??= readFileSync(join(process.cwd(), 'CHANGELOG.md'), 'utf8')
  return text
}
