import { expect, it } from 'vitest'
import { isUsableVariableName } from './variable-name.rules'

it.each([
  ['a', true],
  ['account_id', true],
  [' ', true],
  ['x'.repeat(64), true],
  ['😀'.repeat(64), true],
  ['', false],
  ['x'.repeat(65), false],
  ['__proto__', false],
  ['constructor', false],
  ['prototype', false],
  ['Constructor', true],
  ['a\0', false],
  ['\ud800', false],
])('%j can be the name of a variable: %s', (name, usable) => {
  expect(isUsableVariableName(name)).toBe(usable)
})
