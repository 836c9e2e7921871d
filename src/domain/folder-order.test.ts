import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/**
 * The folders of the domain, from the bottom up. Each may import those before it, and the files that stand beside the
 * folders. A new folder is put in its place here.
 */
const ORDER = [
  ...['text', 'access', 'audit', 'webhook-events'],
  ...['phones', 'schedule', 'results', 'contact-safety', 'cadence', 'contacts', 'dialer-accounts', 'agents'],
  ...['credits', 'sequences', 'emails', 'suppression', 'decisions'],
  ...['batches', 'capacity', 'enrollment', 'webhooks', 'calls'],
  ...['attempts', 'dialer-events', 'api-keys', 'organizations', 'sign-in', 'accounts', 'members'],
  ...['mappings', 'imports', 'people', 'tests', 'search', 'home', 'estimates'],
  ...['outbox', 'retention', 'reconcile', 'health', 'metrics'],
]

const domain = import.meta.dirname
const folders = readdirSync(domain, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/**
 * Lists the folders that the files of a folder import, with the file of each import. Tests may look upwards, so they
 * are left out.
 */
function importsOf(folder: string): { file: string; target: string }[] {
  return readdirSync(join(domain, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(domain, folder, file), 'utf8')
      return [...text.matchAll(/'@\/domain\/([\w-]+)\//g)].map(([, target = '']) => ({ file, target }))
    })
}

it('names every folder once', () => {
  expect([...ORDER].sort()).toEqual([...folders].sort())
})

it.each(folders)('%s imports only what is below it', (folder) => {
  const below = ORDER.slice(0, ORDER.indexOf(folder) + 1)
  const upwards = importsOf(folder).filter(({ target }) => !below.includes(target))
  expect(upwards).toEqual([])
})

it('the files beside the folders import texts alone', () => {
  const beside = readdirSync(domain).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const imported = beside.flatMap((file) => [
    ...readFileSync(join(domain, file), 'utf8').matchAll(/'(?:@\/domain|\.)\/([\w-]+)\//g),
  ])
  expect(new Set(imported.map(([, folder]) => folder))).toEqual(new Set(['text']))
})
