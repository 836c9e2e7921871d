import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const root = dirname(import.meta.dirname)
const read = (file: string) => readFile(join(root, file), 'utf8')

type Package = { engines?: { node?: string }; optional?: boolean }
const { packages } = JSON.parse(await read('package-lock.json')) as { packages: Record<string, Package> }
const asked = (JSON.parse(await read('package.json')) as Package).engines?.node ?? ''
/** The oldest Node that we ask for, as `22.12`. */
const oldest = /\d+\.\d+/.exec(asked)?.[0] ?? ''

it('no package needs a later release of the oldest Node than we ask for', () => {
  const [major, minor] = oldest.split('.').map(Number)
  const releases = new RegExp(`(?:\\^|>=) ?${major}\\.(\\d+)`, 'g')
  const later = Object.entries(packages)
    // What is optional is left out by npm where it does not fit.
    .filter(([path, { optional }]) => path !== '' && !optional)
    .flatMap(([path, { engines }]) =>
      [...(engines?.node ?? '').matchAll(releases)].map(([, needed]) => ({ path, needed })),
    )
    .filter(({ needed }) => Number(needed) > Number(minor))
  expect(later).toEqual([])
})

it('whoever installs Rollcall reads of the same Node everywhere', async () => {
  expect(packages['']?.engines?.node).toBe(asked)
  expect((await read('.nvmrc')).trim()).toBe(oldest.split('.')[0])
  for (const document of ['README.md', 'CONTRIBUTING.md'])
    expect(await read(document), document).toContain(`Node ${oldest}`)
})
