/** What one runner has done. */
export type Totals = {
  passed: number
  failed: number /** For people: what went wrong beside failed tests. */
  trouble: string | null
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; status: string; message?: string; assertionResults: unknown[] }[]
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors?: { message?: string }[]
}

/**
 * Counts what a Vitest run reported. A file that could not even be loaded counts as one failure.
 *
 * @param report the JSON report, or null when the run died before writing one
 * @param exitCode of the runner
 */
export function countVitest(report: VitestReport | null, exitCode: number | null): Totals {
  if (report === null) return died(exitCode)
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  return judge(report.numPassedTests, report.numFailedTests + broken.length, exitCode)
}

/** Counts what a Playwright run reported. A test that passed at a second try has passed; errors outside tests count. */
export function countPlaywright(report: PlaywrightReport | null, exitCode: number | null): Totals {
  if (report === null) return died(exitCode)
  const { expected, unexpected, flaky } = report.stats
  return judge(expected + flaky, unexpected + (report.errors?.length ?? 0), exitCode)
}

/** Adds up, a suite's own trouble included: each trouble is one failure. */
export function sumTotals(all: readonly Totals[]): { passed: number; failed: number } {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  }
}

function judge(passed: number, failed: number, exitCode: number | null): Totals {
  if (failed > 0) return { passed, failed, trouble: null }
  if (passed === 0) return { passed, failed: 1, trouble: 'It ran no tests.' }
  if (exitCode === 0) return { passed, failed, trouble: null }
  // An unhandled rejection, a teardown that failed: every test has passed, and something is wrong all the same.
  return { passed, failed: 1, trouble: `Its tests passed, but it ended with exit code ${exitCode}.` }
}

function died(exitCode: number | null): Totals {
  return { passed: 0, failed: 1, trouble: `It died without a report (exit code ${exitCode}).` }
}
