import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyPatch, type Patch } from './patch'
import { SQL_PATCHES } from './sql-patches'

const root = join(import.meta.dirname, '..', '..')
const patch: Patch = { name: 'takes all', file: 'a.ts', find: 'LIMIT 1', replace: '', test: ['a.test.ts', 'takes one'] }

describe('applyPatch', () => {
  it('puts the replacement where the text was, as it stands', () => {
    expect(applyPatch('SELECT 1 LIMIT 1;', { ...patch, replace: 'LIMIT $&' })).toBe('SELECT 1 LIMIT $&;')
  })

  it('names a patch whose text is not there, or not once', () => {
    expect(() => applyPatch('SELECT 1', patch)).toThrow('The patch "takes all" does not fit any more: a.ts has no')
    expect(() => applyPatch('LIMIT 1 LIMIT 1', patch)).toThrow('The patch "takes all" is ambiguous: a.ts')
  })
})

describe('the patches of the SQL verbs', () => {
  it.each(SQL_PATCHES)('$name: fits, changes something, and its test is there', async (each) => {
    const text = await readFile(join(root, each.file), 'utf8')
    expect(applyPatch(text, each)).not.toBe(text)
    const [testFile, title] = each.test
    expect(await readFile(join(root, testFile), 'utf8')).toContain(title)
  })

  it('have unique names', () => {
    expect(new Set(SQL_PATCHES.map(({ name }) => name)).size).toBe(SQL_PATCHES.length)
  })
})
