import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

const inputs = [
  'package-lock.json',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'prisma/schema',
  'public',
  'src',
]
const stampFile = join('.next', 'rollcall-build')

/** Hashes everything that a production build is made of, except tests and generated files. */
export async function hashBuildInputs(root: string): Promise<string> {
  const hash = createHash('sha256')
  // What the environment puts into the browser's bundle is an input as well.
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('NEXT_PUBLIC_'))
  hash.update(JSON.stringify([process.version, variables.sort()]))
  for (const input of inputs) {
    for (const file of await listFiles(join(root, input))) {
      const path = relative(root, file)
      if (/\.test\.tsx?$/.test(path) || path.startsWith(join('src', 'platform', 'generated'))) continue
      hash
        .update(`${path}\0`)
        .update(await readFile(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

/** Tells whether the production build in .next was made of these inputs. */
export async function isBuilt(root: string, hash: string): Promise<boolean> {
  if (!existsSync(join(root, '.next', 'BUILD_ID'))) return false
  const stamp = await readFile(join(root, stampFile), 'utf8').catch(() => '')
  return stamp.trim() === hash
}

/** Notes what the production build was made of. Write it after the build has succeeded. */
export async function stampBuild(root: string, hash: string): Promise<void> {
  await writeFile(join(root, stampFile), `${hash}\n`)
}

async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => error.code)
  if (entries === 'ENOENT') return []
  if (typeof entries === 'string' || entries === undefined) return [path]
  const files = await Promise.all(
    entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)])),
  )
  return files.flat()
}
