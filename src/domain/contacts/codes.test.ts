import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FAULT_CODES } from './fault.schema'
import { WARNING_TABLE } from './warning.schema'

const rules = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.rules.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n')

// A code that is declared and never given compiles, and stands in the documents as a promise.
it.each(FAULT_CODES)('the fault %s is given by a rule', (code) => {
  expect(rules).toMatch(new RegExp(`(report\\(|code: )'${code}'`))
})

it.each(Object.keys(WARNING_TABLE))('the warning %s is given by a rule', (code) => {
  expect(rules).toMatch(new RegExp(`'${code}'`))
})
