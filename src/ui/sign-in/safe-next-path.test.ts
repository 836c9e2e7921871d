import { expect, it } from 'vitest'
import { safeNextPath } from './safe-next-path'

it.each(['/batches?status=active', '/agents/agent.01', '/'])('follows %s', (path) => {
  expect(safeNextPath(path)).toBe(path)
})

it.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
])('goes to the agents instead of %s', (path) => {
  expect(safeNextPath(path)).toBe('/')
})
