import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCommand } from '../launcher/run-command'
import { type FileScore, scoreFiles } from './score-files'

/** How many of each file's mutants have to die, in per cent. */
const SCORE_MIN = 90

/**
 * Lets Stryker change the pure rules, a mutant at a time, and runs the unit tests of the folder on each. Only the tests
 * beside a rule count. A test of something that uses the rule says nothing about what is wrong when it fails, and takes
 * minutes.
 *
 * @param rules files to mutate, relative to `root`
 * @returns whether enough mutants of each file died
 */
export async function runRules(root: string, rules: readonly string[]): Promise<boolean> {
  const home = join(root, 'node_modules', '.cache', 'stryker')
  const stryker = join(home, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
  await install(join(root, 'scripts', 'mutation', 'stryker'), home, stryker)
  const scores: FileScore[] = []
  for (const folder of new Set(rules.map((file) => dirname(file)))) {
    const report = join(home, 'report.json')
    await rm(report, { force: true })
    const mutated = rules.filter((file) => dirname(file) === folder)
    const args = [stryker, 'run', STRYKER_CONFIG, '--mutate', mutated.join(',')]
    const exitCode = await run(process.execPath, args, root, { MUTATED_FOLDER: folder })
    if (exitCode !== 0) throw new Error(`Stryker ended with exit code ${exitCode} in ${folder}.`)
    scores.push(...scoreFiles(JSON.parse(await readFile(report, 'utf8'))))
  }
  for (const { file, dead, mutants } of scores) console.log(`${share(dead, mutants).padStart(7)}  ${file}`)
  const tooLow = scores.filter(({ dead, mutants }) => 100 * dead < SCORE_MIN * mutants)
  for (const { file } of tooLow) console.error(`Too many mutants of ${file} live: at least ${SCORE_MIN} % have to die.`)
  const [dead, mutants] = [sum(scores, ({ dead }) => dead), sum(scores, ({ mutants }) => mutants)]
  console.log(`\n${dead} of ${mutants} mutants died (${share(dead, mutants)})`)
  return tooLow.length === 0
}

const STRYKER_CONFIG = 'scripts/mutation/stryker/stryker.config.json'

/**
 * Installs Stryker by its own lock file, beside the app's packages and not among them: 64 MB that nothing else needs.
 * From there it finds the app's Vitest, of which there must not be two.
 */
async function install(from: string, home: string, stryker: string): Promise<void> {
  const readLock = (folder: string) => readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => null)
  if (existsSync(stryker) && (await readLock(from)) === (await readLock(home))) return
  await mkdir(home, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) await cp(join(from, file), join(home, file))
  const options = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund']
  const installed = await runCommand('npm', ['ci', ...options], { cwd: home })
  if (installed.code !== 0) throw new Error(`Stryker could not be installed.\n${installed.stderr}`)
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}

function share(dead: number, mutants: number): string {
  return mutants === 0 ? '–' : `${((100 * dead) / mutants).toFixed(1)} %`
}

function sum(scores: readonly FileScore[], figure: (score: FileScore) => number): number {
  return scores.reduce((total, score) => total + figure(score), 0)
}
