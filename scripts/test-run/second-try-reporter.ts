import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase } from 'vitest/node'

/** Notes which tests passed at their second try, with what the first one said: Vitest's own reports leave that out. */
export default class SecondTryReporter implements Reporter {
  private readonly found: { file: string; test: string; message: string }[] = []

  onTestCaseResult(test: TestCase): void {
    if (!test.diagnostic()?.flaky) return
    const message = test.result().errors?.[0]?.message ?? ''
    this.found.push({ file: test.module.moduleId, test: test.fullName, message })
  }

  onTestRunEnd(): void {
    const file = process.env.SECOND_TRIES_FILE
    if (file) writeFileSync(file, JSON.stringify(this.found))
  }
}
