import { describe, expect, it } from 'vitest'
import { countPlaywright, countVitest, sumTotals } from './totals'

const brokenFile = { name: 'a.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] }

describe('countVitest', () => {
  it.each([
    { name: 'passes', passed: 3, failed: 0, files: [], exitCode: 0, expected: [3, 0] },
    { name: 'failures', passed: 3, failed: 2, files: [], exitCode: 1, expected: [3, 2] },
    { name: 'a file that does not load', passed: 3, failed: 0, files: [brokenFile], exitCode: 1, expected: [3, 1] },
    { name: 'an unhandled error', passed: 3, failed: 0, files: [], exitCode: 1, expected: [3, 1] },
    { name: 'no tests at all', passed: 0, failed: 0, files: [], exitCode: 0, expected: [0, 1] },
  ])('counts $name', ({ passed, failed, files, exitCode, expected }) => {
    const report = { numPassedTests: passed, numFailedTests: failed, testResults: files }
    const totals = countVitest(report, exitCode)
    expect([totals.passed, totals.failed]).toEqual(expected)
  })

  it('names what failed, and what it said', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'adds' },
      { status: 'failed', fullName: 'subtracts', failureMessages: ['expected 1 to be 2'] },
    ]
    const testResults = [{ name: 'sums.test.ts', status: 'failed', assertionResults }, brokenFile]
    expect(countVitest({ numPassedTests: 1, numFailedTests: 1, testResults }, 1).failures).toEqual([
      { file: 'sums.test.ts', test: 'subtracts', message: 'expected 1 to be 2' },
      { file: 'a.test.ts', test: 'did not load', message: 'SyntaxError' },
    ])
  })

  it('counts a run that died as one failure', () => {
    expect(countVitest(null, 137)).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('countPlaywright', () => {
  const stats = { expected: 4, unexpected: 0, flaky: 0, skipped: 2 }

  it.each([
    { name: 'passes', report: { stats }, exitCode: 0, expected: [4, 0] },
    { name: 'failures', report: { stats: { ...stats, unexpected: 3 } }, exitCode: 1, expected: [4, 3] },
    { name: 'second tries', report: { stats: { ...stats, flaky: 1 } }, exitCode: 0, expected: [5, 0] },
    { name: 'errors outside tests', report: { stats, errors: [{ message: 'no' }] }, exitCode: 1, expected: [4, 1] },
    { name: 'nothing but skipped tests', report: { stats: { ...stats, expected: 0 } }, exitCode: 0, expected: [0, 1] },
  ])('counts $name', ({ report, exitCode, expected }) => {
    const totals = countPlaywright(report, exitCode)
    expect([totals.passed, totals.failed]).toEqual(expected)
  })
})

describe('the failures of Playwright', () => {
  it('are named with the groups that they are in', () => {
    const failed = { title: 'opens', tests: [{ status: 'unexpected', results: [{ error: { message: 'no page' } }] }] }
    const passed = { title: 'closes', tests: [{ status: 'expected', results: [{}] }] }
    const group = { title: 'the door', file: 'door.spec.ts', specs: [failed, passed] }
    const suites = [{ title: 'door.spec.ts', file: 'door.spec.ts', suites: [group] }]
    const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 0 }
    expect(countPlaywright({ stats, suites }, 1).failures).toEqual([
      { file: 'door.spec.ts', test: 'the door › opens', message: 'no page' },
    ])
  })
})

it('who passed at the second try is named with what the first one said', () => {
  const results = [{ error: { message: 'too slow' } }, {}]
  const suites = [
    { title: 'a.spec.ts', file: 'a.spec.ts', specs: [{ title: 'opens', tests: [{ status: 'flaky', results }] }] },
  ]
  const totals = countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 1, skipped: 0 }, suites }, 0)
  expect(totals).toMatchObject({ passed: 1, failed: 0, failures: [] })
  expect(totals.secondTries).toEqual([{ file: 'a.spec.ts', test: 'opens', message: 'too slow' }])
})

describe('sumTotals', () => {
  it('adds up over all runners', () => {
    const one = { passed: 1, failed: 0, trouble: null, failures: [], secondTries: [] }
    expect(sumTotals([one, one, { ...one, passed: 5, failed: 2, trouble: 'x' }])).toEqual({ passed: 7, failed: 2 })
  })
})
