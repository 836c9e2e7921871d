import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashBuildInputs, isBuilt, stampBuild } from './build-stamp'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollcall-stamp-'))
  for (const folder of ['src/app', 'src/platform/generated', '.next'])
    await mkdir(join(root, folder), { recursive: true })
  await writeFile(join(root, 'package-lock.json'), '{}')
  await writeFile(join(root, 'src/app/page.tsx'), 'one')
})

afterEach(() => rm(root, { recursive: true }))

it.each(['src/app/page.tsx', 'src/app/new.tsx', 'package-lock.json', 'next.config.mjs'])(
  'changes with %s',
  async (file) => {
    const before = await hashBuildInputs(root)
    await writeFile(join(root, file), 'two')
    expect(await hashBuildInputs(root)).not.toBe(before)
  },
)

it.each(['src/app/page.test.tsx', 'src/platform/generated/client.ts', 'README.md'])('ignores %s', async (file) => {
  const before = await hashBuildInputs(root)
  await writeFile(join(root, file), 'two')
  expect(await hashBuildInputs(root)).toBe(before)
})

it('takes a build for current only with its stamp, and only when it was finished', async () => {
  const hash = await hashBuildInputs(root)
  expect(await isBuilt(root, hash)).toBe(false)
  await stampBuild(root, hash)
  expect(await isBuilt(root, hash)).toBe(false)
  await writeFile(join(root, '.next/BUILD_ID'), 'id')
  expect(await isBuilt(root, hash)).toBe(true)
  expect(await isBuilt(root, 'another')).toBe(false)
})
