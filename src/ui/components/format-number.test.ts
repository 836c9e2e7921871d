import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { count, listOf } from './format-number'

it('counts one and many', () => {
  expect([0, 1, 2, 1_200].map((value) => count(value, 'batch', 'batches'))).toEqual([
    '0 batches',
    '1 batch',
    '2 batches',
    '1,200 batches',
  ])
  expect(listOf(['a', 'b', 'c'])).toBe('a, b, and c')
})

/** A number that may be one, with the verb of many written behind it: `{count(rows, 'row')} are left`. */
const PLURAL_AFTER_COUNT =
  /\b(?:count|formatNumber)\([^()]*(?:\([^()]*\)[^()]*)*\)\}\s+(?:more\s+|of them\s+)?(?:are|have|were|stay|say|hold|need|wait|get|go|come)(?![\w$])/

it('no text writes the verb of many behind a number that may be one', () => {
  const ui = dirname(import.meta.dirname)
  const found = readdirSync(ui, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .filter((file) => PLURAL_AFTER_COUNT.test(readFileSync(join(ui, file), 'utf8')))
  expect(found).toEqual([])
})
