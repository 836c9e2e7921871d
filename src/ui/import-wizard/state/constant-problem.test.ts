import { expect, it } from 'vitest'
import type { Target } from '@/domain/mappings/mapping.rules'
import { constantProblem } from './constant-problem'

it.each<[Target, string, string | null]>([
  ['consentAt', '2026-11-01', null],
  ['consentAt', ' 2026-11-01 16:00 ', null],
  ['consentAt', '01/11/2026', 'Write a date, such as 2026-11-01.'],
  ['consentSource', 'x'.repeat(500), null],
  ['consentSource', 'x'.repeat(501), 'Write at most 500 characters.'],
  ['consentSource', ' None ', 'Name the form, the shop or the call.'],
  ['consentText', 'x'.repeat(2_000), null],
  ['consentText', 'x'.repeat(2_001), 'Write at most 2,000 characters.'],
  ['consentAt', ' ', null],
])('of %s for all rows, %s: %s', (target, value, problem) => {
  expect(constantProblem(target, value)).toBe(problem)
})
