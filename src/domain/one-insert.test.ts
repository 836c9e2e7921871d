import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const source = join(import.meta.dirname, '..')

/** Statements of the product; tests write what they like, and the engine has tables of its own. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^testing\/|\/generated\/|^executor\//.test(file),
)
const texts = files.map((file) => readFileSync(join(source, file), 'utf8'))

/** What is enrolled and called. */
const tables = ['batches', 'contacts', 'rejections', 'chains', 'sequences', 'calls', 'emails', 'idempotency_keys']

it.each(tables)('rows of %s are made in one place, whichever road they come by', (table) => {
  const statements = texts.flatMap((text) => text.match(new RegExp(`INSERT\\s+INTO\\s+${table}\\b`, 'gi')) ?? [])
  expect(statements).toHaveLength(1)
})

it('none of them is made through the client, past that place', () => {
  const models = 'batch|contact|rejection|chain|sequence|call|email|idempotencyKey'
  const made = texts.flatMap((text) => text.match(new RegExp(`\\.(${models})\\.(create|upsert)\\w*\\(`, 'g')) ?? [])
  expect(made).toEqual([])
})

it('the client counts no related rows: it would count those of the whole table, and take a page of the counts', () => {
  expect(texts.flatMap((text) => text.match(/_count:\s*\{/g) ?? [])).toEqual([])
})

it('whatever of a sequence the public list shows is changed together with the moment of the change', () => {
  const shown = /\b(status|step_index|due_at|held|last_result_type|cancel_reason|ended_at) =/
  const updates = texts.flatMap((text) => text.match(/UPDATE sequences SET[^`]*?(?=\s(?:FROM|WHERE)\s)/g) ?? [])
  expect(updates.length).toBeGreaterThan(10)
  expect(updates.filter((update) => shown.test(update) && !update.includes('updated_at ='))).toEqual([])
})
