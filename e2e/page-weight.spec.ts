import { readdir } from 'node:fs/promises'
import { KB, weighPages, weightMaxOf } from '../scripts/test-run/page-weight'
import { expect, test } from './browser-test'

test('no page weighs more than it may when it is opened first', async () => {
  const pages = await weighPages('.')
  // None is forgotten: each page.tsx is one of the build, which has those of Next itself besides.
  const files = (await readdir('src/app', { recursive: true })).filter((file) => /(^|\/)page\.tsx$/.test(file))
  expect(pages.length).toBeGreaterThanOrEqual(files.length)
  const heavy = pages
    .map(({ route, bytes }) => ({ route, kB: Math.ceil(bytes / KB), most: weightMaxOf(route) }))
    .filter(({ kB, most }) => kB > most)
  expect(heavy).toEqual([])
  // The framework alone is more than half: a manifest that is read wrongly would find every page light.
  expect(Math.min(...pages.map(({ bytes }) => bytes / KB))).toBeGreaterThan(100)
})
