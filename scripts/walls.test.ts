import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Imports that must be refused where they stand: one that is let through is a hole in a wall. */
const REFUSED: [file: string, imported: string][] = [
  ['src/ui/import-wizard/worker/sample.ts', '../../../rest/handle-request'],
  ['src/domain/batches/sample.ts', '../contacts/fault.schema'],
  ['src/testing/sample.ts', '../platform/db'],
  ['src/domain/batches/sample.ts', '@/rest/handle-request'],
  ['src/domain/batches/sample.ts', '@/ui/batch/batch-screen'],
  ['src/domain/batches/sample.ts', 'next/headers'],
  ['src/domain/batches/sample.ts', 'inngest'],
  ['src/domain/contacts/sample.rules.ts', '@/platform/db'],
  ['src/domain/contacts/sample.rules.ts', '@/platform/clock'],
  ['src/domain/contacts/sample.rules.ts', '@/domain/batches/get-batch'],
  ['src/domain/contacts/sample.rules.ts', 'node:crypto'],
  ['src/domain/contacts/sample.schema.ts', 'react'],
  ['src/domain/contacts/sample.schema.ts', 'pg'],
  ['src/platform/sample.ts', '@/domain/batches/get-batch'],
  ['src/platform/sample.ts', '@/trpc/root'],
  ['src/auth/sample.ts', '@/rest/handle-request'],
  ['src/trpc/routers/sample.ts', '@/rest/handle-request'],
  ['src/trpc/routers/sample.ts', '@/platform/db'],
  ['src/trpc/routers/sample.ts', '@prisma/client'],
  ['src/rest/endpoints/sample.ts', '@/trpc/root'],
  ['src/rest/endpoints/sample.ts', '@/platform/outbox'],
  ['src/rest/endpoints/sample.ts', 'pg'],
  ['src/front/sample.ts', '@/platform/env'],
  ['src/front/sample.ts', 'next'],
  ['src/inngest/functions/sample.ts', '@/platform/db'],
  ['src/inngest/functions/sample.ts', '@/auth/session'],
  ['src/executor/sample.ts', '@/domain/ids'],
  ['src/executor/testing/sample.ts', '../main'],
  ['src/ui/batch/sample.tsx', '@/domain/batches/get-batch'],
  ['src/ui/batch/sample.tsx', '@/platform/env'],
  ['src/ui/batch/sample.tsx', '@/auth/session'],
  ['src/ui/batch/sample.tsx', 'node:fs'],
  ['src/app/page/sample.tsx', '@/domain/batches/get-batch'],
  ['src/app/page/sample.tsx', '@/platform/db'],
  ['src/app/page/sample.tsx', '@/executor/main'],
]

/** Imports that must be allowed, since they are the way to do it. */
const ALLOWED: [file: string, imported: string][] = [
  ['src/domain/batches/sample.ts', '@/platform/db'],
  ['src/domain/batches/sample.test.ts', '@/testing/factories'],
  ['src/domain/contacts/sample.rules.ts', '@/domain/phones/find-country.rules'],
  ['src/domain/contacts/sample.rules.ts', '@/domain/errors'],
  ['src/trpc/routers/sample.ts', '@/domain/batches/get-batch'],
  ['src/rest/endpoints/sample.ts', '@/auth/api-key'],
  ['src/front/sample.ts', '@/rest/error-body'],
  ['src/inngest/functions/sample.ts', '@/platform/inngest-client'],
  ['src/inngest/define-function.ts', '@/platform/logger'],
  ['src/executor/testing/sample.ts', '@/executor/database'],
  ['src/ui/batch/sample.tsx', '@/domain/batches/batch.schema'],
  ['src/ui/batch/sample.tsx', './other'],
  ['src/app/page/sample.tsx', '@/rest/handle-request'],
  ['src/testing/sample.ts', '../../scripts/launcher/ports'],
]

describe('who may import whom (biome.json)', () => {
  let refusals: { path: string; message: string }[]
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-walls-'))
    const { $schema, vcs, ...rules } = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'))
    await writeFile(join(folder, 'biome.json'), JSON.stringify(rules))
    for (const [index, [file, imported]] of [...REFUSED, ...ALLOWED].entries()) {
      const path = join(folder, numbered(file, index))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, `import { sample } from '${imported}'\nexport const other = sample\n`)
    }
    refusals = await lint(folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(REFUSED.map(([file, imported], index) => ({ file, imported, index })))(
    '$file may not import $imported',
    ({ file, index }) => {
      expect(refusals.map(({ path }) => path)).toContain(numbered(file, index))
    },
  )

  it.each(ALLOWED.map(([file, imported], index) => ({ file, imported, index: REFUSED.length + index })))(
    '$file may import $imported',
    ({ file, index }) => {
      expect(refusals.filter(({ path }) => path === numbered(file, index))).toEqual([])
    },
  )

  it('every refusal says why', () => {
    expect(refusals.filter(({ message }) => !/ .{20,}\.$/.test(message))).toEqual([])
  })
})

/**
 * Numbers the file of a sample. Each sample is a file of its own, since the rule reports only what it finds first in a
 * file.
 */
function numbered(file: string, index: number): string {
  return file.replace('sample', `sample-${index}`)
}

function lint(folder: string): Promise<{ path: string; message: string }[]> {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  const args = [biome, 'lint', '--only=style/noRestrictedImports', '--max-diagnostics=none', '--reporter=json', folder]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 10_000_000 }, (_refused, stdout) => {
      try {
        const { diagnostics } = JSON.parse(stdout) as {
          diagnostics: { message: string; location: { path: string } }[]
        }
        resolve(
          diagnostics.map(({ message, location }) => ({
            message,
            path: location.path.slice(location.path.indexOf('src/')),
          })),
        )
      } catch {
        reject(new Error(`Biome did not answer with JSON: ${stdout.slice(0, 500)}`))
      }
    })
  })
}

it("'use client' stands before all imports, or Next takes the module for the server's and the build fails", async () => {
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter((file) => /\.tsx?$/.test(file))
  const late: string[] = []
  for (const file of files) {
    const text = await readFile(join(root, 'src', file), 'utf8')
    const directive = text.search(/^'use client'$/m)
    if (directive >= 0 && /^import /m.test(text.slice(0, directive))) late.push(file)
  }
  expect(late).toEqual([])
})
