import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const root = dirname(import.meta.dirname)
/** A file or folder of this repository, as documents write it; not a pattern of several. */
const PATH = /`((?:src|e2e|scripts|bench|prisma|docs|public)\/[\w./()[\]-]+)`/g

it('documents name files that there are', async () => {
  const missing: string[] = []
  let named = 0
  for (const document of await documents()) {
    for (const [, path = ''] of (await readFile(join(root, document), 'utf8')).matchAll(PATH)) {
      named += 1
      if (!existsSync(join(root, path))) missing.push(`${document}: ${path}`)
    }
  }
  expect(missing).toEqual([])
  // Those of docs/security.md alone are more.
  expect(named).toBeGreaterThan(30)
})

async function documents(): Promise<string[]> {
  const folders = ['docs', 'src', 'scripts', 'prisma', 'bench', 'e2e']
  const below = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((file) => join(folder, file)),
    ),
  )
  return ['README.md', 'CONTRIBUTING.md', ...below.flat().filter((file) => file.endsWith('.md'))]
}
