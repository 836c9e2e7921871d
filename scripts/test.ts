import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { hashBuildInputs, isBuilt } from './launcher/build-stamp'
import { startFakeDialers } from './test-run/fake-dialers'
import { findChromium, INSTALL_BROWSER } from './test-run/find-chromium'
import { findInngest, findServerTrouble, INSTALL_INNGEST } from './test-run/find-inngest'
import { startTestApp, type TestApp } from './test-run/test-app'
import { countPlaywright, countVitest, type Failure, sumTotals, type Totals } from './test-run/totals'

// npm test                                  everything, in this order
// npm run test:contract -- credits          one suite; what follows it goes to its runner
// npm run test:attack                      20,000 odd requests against an app of its own
const suiteNames = ['types', 'lint', 'unit', 'integration', 'inngest', 'contract', 'browser', 'attack'] as const
type SuiteName = (typeof suiteNames)[number]

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name: string) => join(root, 'node_modules', '.bin', name)
const reportDir = await mkdtemp(join(tmpdir(), 'rollcall-reports-'))

let current: ChildProcess | undefined
let app: TestApp | undefined
let dialers: Awaited<ReturnType<typeof startFakeDialers>> | undefined

async function main(): Promise<number> {
  const [chosen = 'all', ...filters] = process.argv.slice(2)
  if (chosen !== 'all' && !suiteNames.includes(chosen as SuiteName)) {
    console.error(`There is no suite "${chosen}". There are: all, ${suiteNames.join(', ')}.`)
    return 2
  }
  // Beside a real Inngest server only where there is one; asked for by name, its absence is a failure. The attack is the
  // contract suite's own with more requests, for whoever asks for it.
  const everything = suiteNames.filter((name) => name !== 'attack' && (name !== 'inngest' || findInngest() !== null))
  const suites = chosen === 'all' ? everything : [chosen as SuiteName]
  const all: Totals[] = []
  const summary: string[] = []
  for (const suite of suites) {
    console.log(`\n== ${suite}\n`)
    const started = Date.now()
    const totals = await runSuite(suite, chosen === 'all' ? [] : filters).catch(crashed)
    all.push(totals)
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    const trouble = totals.trouble ? `  ${totals.trouble}` : ''
    summary.push(`${suite.padEnd(12)} ${totals.passed} passed, ${totals.failed} failed  (${seconds} s)${trouble}`)
  }
  const { passed, failed } = sumTotals(all)
  await app?.stop(failed > 0 ? join(root, 'test-results', 'app-logs') : undefined)
  await dialers?.close()
  await rm(reportDir, { recursive: true, force: true })
  // Told again at the end: a log is read from there, and CI keeps no more of it.
  for (const test of all.flatMap(({ secondTries }) => secondTries))
    console.log(`\n${tell('PASSED AT THE SECOND TRY', test)}`)
  for (const test of all.flatMap(({ failures }) => failures)) console.log(`\n${tell('FAILED', test)}`)
  console.log(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

async function runSuite(suite: SuiteName, filters: readonly string[]): Promise<Totals> {
  switch (suite) {
    case 'types':
      return countStep((await run(bin('next'), ['typegen'])) || (await run(bin('tsc'), ['--noEmit'])))
    case 'lint':
      return countStep(await run(bin('biome'), ['check', '--error-on-warnings', '.']))
    case 'unit':
      return runVitest(suite, filters)
    case 'integration':
      // The launcher's tests would build while others measure time.
      if (filters.length === 0) await buildIfNeeded()
      return runVitest(suite, filters)
    case 'inngest':
      return runInngest(filters)
    case 'browser':
      if (findChromium() === null) {
        throw new Error(`There is no Chromium on this machine. Install one with: ${INSTALL_BROWSER}`)
      }
      return runPlaywright(suite, filters)
    case 'contract':
      return runPlaywright(suite, filters)
    case 'attack':
      return runPlaywright('contract', ['fuzz.spec', ...filters], {
        FUZZ_REQUESTS: process.env.FUZZ_REQUESTS ?? String(ATTACK_REQUESTS_EACH),
      })
  }
}

async function buildIfNeeded(): Promise<void> {
  if (await isBuilt(root, await hashBuildInputs(root))) return
  // A build that fails is told again by every suite that needs it.
  await run(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'build.ts')])
}

/** The integration tests that know nothing of the executor, with a real Inngest server in its place. */
const inngestTests = ['src/executor/features', 'src/inngest/', 'src/domain/calls/background-calls']

async function runInngest(filters: readonly string[]): Promise<Totals> {
  const chosen = filters.length > 0 ? filters : inngestTests
  const running = process.env.INNGEST_BASE_URL
  if (running) {
    const trouble = await findServerTrouble(running)
    if (trouble) throw new Error(trouble)
    // A server knows one address for each app: the files have to take turns.
    return runVitest('integration', [...chosen, '--no-file-parallelism'], { INNGEST_SERVER: running })
  }
  const binary = findInngest()
  if (binary === null) throw new Error(INSTALL_INNGEST)
  return runVitest('integration', chosen, { INNGEST_BIN: binary })
}

async function runVitest(
  project: string,
  filters: readonly string[],
  env: Record<string, string> = {},
): Promise<Totals> {
  const report = join(reportDir, `${project}.json`)
  const secondTries = join(reportDir, `${project}-second-tries.json`)
  const own = `--reporter=${join(root, 'scripts', 'test-run', 'second-try-reporter.ts')}`
  const reporters = ['--reporter=default', own, '--reporter=json', `--outputFile.json=${report}`]
  const exitCode = await run(bin('vitest'), ['run', '--project', project, ...reporters, ...filters], {
    ...env,
    SECOND_TRIES_FILE: secondTries,
  })
  const totals = countVitest(await readJson(report), exitCode)
  return { ...totals, secondTries: (await readJson<Failure[]>(secondTries)) ?? [] }
}

/** There are two runs: with the seed that is always the same, and with a new one. */
const ATTACK_REQUESTS_EACH = 10_000

async function runPlaywright(
  project: string,
  filters: readonly string[],
  env: Record<string, string> = {},
): Promise<Totals> {
  if (!app) {
    console.log('Starting the app by its launcher.\n')
    // Accounts at providers are connected in the console, and nothing leaves the machine.
    dialers = await startFakeDialers()
    app = await startTestApp(root, { env: dialers.env })
  }
  const report = join(reportDir, `${project}.json`)
  const args = ['test', '--project', project, '--reporter=list,json', ...filters]
  const exitCode = await run(bin('playwright'), args, {
    ...app.env,
    ...dialers?.env,
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  })
  return countPlaywright(await readJson(report), exitCode)
}

/** Counts a step as one test: type check and lint are one each. */
function countStep(exitCode: number | null): Totals {
  const passed = exitCode === 0 ? 1 : 0
  return { passed, failed: 1 - passed, trouble: null, failures: [], secondTries: [] }
}

const FAILURE_LINES_MAX = 25

function tell(what: string, { file, test, message }: Failure): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, FAILURE_LINES_MAX)
  return [
    `${what}  ${file.startsWith('/') ? relative(root, file) : file} › ${test}`,
    ...lines.map((line) => `        ${line}`),
  ].join('\n')
}

function crashed(error: unknown): Totals {
  const trouble = error instanceof Error ? error.message : String(error)
  console.error(trouble)
  return { passed: 0, failed: 1, trouble: trouble.split('\n')[0] ?? null, failures: [], secondTries: [] }
}

/** Runs a command with live output, and returns its exit code. */
function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    })
    current = child
    child.once('error', reject)
    child.once('exit', resolve)
  })
}

async function readJson<Report>(file: string): Promise<Report | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Report)
}

async function interrupt(): Promise<void> {
  current?.kill('SIGTERM')
  await app?.stop()
  await rm(reportDir, { recursive: true, force: true })
  process.exit(130)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void interrupt())

process.exit(await main())
