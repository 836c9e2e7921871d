/** What one runner has done. */
export type Totals = {
  passed: number
  failed: number
  /** For people: what went wrong beside failed tests. */
  trouble: string | null
  failures: Failure[]
  /** They passed, but not at once: in CI a test has two tries, and whoever needs both is named. */
  secondTries: Failure[]
}

/** A failed test: where it is, its name and what it said. */
export type Failure = { file: string; test: string; message: string }

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[]
  }[]
}

type PlaywrightSuite = {
  title: string
  file: string
  suites?: PlaywrightSuite[]
  specs?: { title: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[]
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites?: PlaywrightSuite[]
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
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) => ({ file: file.name, test: test.fullName, message: test.failureMessages?.[0] ?? '' })),
  )
  const unloaded = broken.map((file) => ({ file: file.name, test: 'did not load', message: file.message ?? '' }))
  return judge(report.numPassedTests, report.numFailedTests + broken.length, exitCode, [...failures, ...unloaded])
}

/** Counts what a Playwright run reported. A test that passed at a second try has passed; errors outside tests count. */
export function countPlaywright(report: PlaywrightReport | null, exitCode: number | null): Totals {
  if (report === null) return died(exitCode)
  const { expected, unexpected, flaky } = report.stats
  const errors = report.errors ?? []
  const outside = errors.map(({ message = '' }) => ({ file: 'outside of the tests', test: 'error', message }))
  const suites = report.suites ?? []
  const failures = [...suites.flatMap((suite) => findByStatus('unexpected', suite)), ...outside]
  const totals = judge(expected + flaky, unexpected + errors.length, exitCode, failures)
  return { ...totals, secondTries: suites.flatMap((suite) => findByStatus('flaky', suite)) }
}

function findByStatus(wanted: string, suite: PlaywrightSuite, above: readonly string[] = []): Failure[] {
  const titles = suite.title === suite.file ? above : [...above, suite.title]
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === wanted)
      .map(({ results }) => ({
        file: suite.file,
        test: [...titles, spec.title].join(' › '),
        message: results.findLast(({ error }) => error)?.error?.message ?? '',
      })),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => findByStatus(wanted, inner, titles))]
}

/** Adds up the totals of all suites. A suite's own trouble counts as one failure. */
export function sumTotals(all: readonly Totals[]): { passed: number; failed: number } {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  }
}

function judge(passed: number, failed: number, exitCode: number | null, failures: Failure[]): Totals {
  if (failed > 0) return { passed, failed, trouble: null, failures, secondTries: [] }
  if (passed === 0) return { passed, failed: 1, trouble: 'It ran no tests.', failures, secondTries: [] }
  if (exitCode === 0) return { passed, failed, trouble: null, failures, secondTries: [] }
  // An unhandled rejection, a teardown that failed: every test has passed, and something is wrong all the same.
  const trouble = `Its tests passed, but it ended with exit code ${exitCode}.`
  return { passed, failed: 1, trouble, failures, secondTries: [] }
}

function died(exitCode: number | null): Totals {
  return {
    passed: 0,
    failed: 1,
    trouble: `It died without a report (exit code ${exitCode}).`,
    failures: [],
    secondTries: [],
  }
}
