import { expect, it } from 'vitest'
import { scoreFiles } from './score-files'

const mutants = (...statuses: string[]) => ({ mutants: statuses.map((status) => ({ status })) })

it('counts what ended the tests or made them run for ever as dead, and what no test ran as alive', () => {
  const files = {
    'a.rules.ts': mutants('Killed', 'Timeout', 'Survived', 'NoCoverage'),
    'b.rules.ts': mutants('Killed', 'Ignored', 'CompileError', 'RuntimeError'),
    'c.rules.ts': mutants(),
  }
  expect(scoreFiles({ files })).toEqual([
    { file: 'a.rules.ts', dead: 2, mutants: 4 },
    { file: 'b.rules.ts', dead: 1, mutants: 1 },
    { file: 'c.rules.ts', dead: 0, mutants: 0 },
  ])
})
