import { expect, it } from 'vitest'
import { describeChange } from './describe-change'

it.each([
  [[], 'Nothing is changed yet.'],
  [['lines', 'callWindows'] as const, 'At once, also for who is enrolled: lines, call windows.'],
  [
    ['lines', 'steps'] as const,
    'At once, also for who is enrolled: lines. Only for who is enrolled from now on: steps.',
  ],
])('%j: %s', (changed, text) => expect(describeChange(changed)).toBe(text))
