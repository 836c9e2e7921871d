import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { partsIn } from '@/domain/text/document-parts.rules'
import { API_PART_NAMES, withApiParts } from './api-parts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/api.md'), 'utf8')

it('docs/api.md says what is declared: else run `npm run docs`', () => {
  expect(text).toBe(withApiParts(text))
})

it('each part stands in it once', () => {
  expect(partsIn(text).sort()).toEqual([...API_PART_NAMES].sort())
})

it('a part that is old is written anew, and what nobody writes is refused', () => {
  const old = '# API\n\n<!-- part warnings -->\n\nold\n\n<!-- /part -->\n\nMore.\n'
  expect(withApiParts(old)).toMatch(/^# API\n\n<!-- part warnings -->\n\n\| code .*\n\n<!-- \/part -->\n\nMore\.\n$/s)
  expect(() => withApiParts('<!-- part nonsense -->\n<!-- /part -->')).toThrow('nonsense')
})
