import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { extendTailwindMerge } from 'tailwind-merge'
import { expect, test } from 'vitest'
import { classNames } from './class-names'

const mergeByWholeTable = extendTailwindMerge({
  extend: { classGroups: { shadow: [{ shadow: ['popover', 'control'] }] } },
})

/** The classes of src/ui that Tailwind knows, without their variants, such as `hover:`. */
async function classesInUse(): Promise<string[]> {
  const folder = join(import.meta.dirname, '..')
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.|class-groups/.test(file),
  )
  const words = new Set<string>()
  for (const file of files) {
    const source = await readFile(join(folder, file), 'utf8')
    for (const [, single, double, template] of source.matchAll(/'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`/g)) {
      for (const word of (single ?? double ?? template ?? '').split(/\s+/)) {
        words.add(word.replace(/^(?:[a-z-]+(?:\[[^\]]*\])?(?:\/[a-z]+)?:)+/, '').replace(/^\[[^\]]*\]:/, ''))
      }
    }
  }
  // Twice the same class is once the same class, if the table knows it.
  return [...words].filter((word) => /^-?[a-z][^\s"'`<>${}]*$/.test(word) && mergeByWholeTable(word, word) === word)
}

test('of any two classes in use, those that set the same property are known to do so', async () => {
  const classes = await classesInUse()
  expect(classes.length).toBeGreaterThan(300)
  const different: string[] = []
  for (const first of classes) {
    for (const second of classes) {
      const merged = classNames(first, second)
      if (merged !== mergeByWholeTable(first, second)) different.push(`${first} ${second} → ${merged}`)
    }
  }
  expect(different).toEqual([])
})
