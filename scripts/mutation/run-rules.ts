import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../launcher/run-command'
import { scoreFiles } from './score-files'

/** Of each file's mutants so many have to die, in per cent. */
const SCORE_MIN = 90

/**
 * Lets Stryker change the pure rules, a mutant at a time, and runs the unit tests of the domain on each.
 *
 * @param rules files to mutate, relative to `root`
 * @returns whether enough mutants of each file died
 */
export async function runRules(root: string, rules: readonly string[]): Promise<boolean> {
  const home = join(root, 'node_modules', '.cache', 'stryker')
  const stryker = join(home, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
  await install(join(root, 'scripts', 'mutation', 'stryker'), home, stryker)
  const report = join(home, 'report.json')
  await rm(report, { force: true })
  const config = join('scripts', 'mutation', 'stryker', 'stryker.config.json')
  const exitCode = await run(process.execPath, [stryker, 'run', config, '--mutate', rules.join(',')], root)
  if (exitCode !== 0) throw new Error(`Stryker ended with exit code ${exitCode}.`)
  const scores = scoreFiles(JSON.parse(await readFile(report, 'utf8')))
  const tooLow = scores.filter(({ score }) => score < SCORE_MIN)
  for (const { file, score } of tooLow) console.error(`${file}: ${score.toFixed(1)} %, at least ${SCORE_MIN} are asked`)
  return tooLow.length === 0
}

/**
 * Installs Stryker by its own lock file, beside the app's packages and not among them: 64 MB that nothing else needs.
 * From where it lies it finds the app's Vitest, of which there must not be two.
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

function run(command: string, args: readonly string[], cwd: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
