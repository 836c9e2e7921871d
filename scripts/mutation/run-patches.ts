import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runCommand } from '../launcher/run-command'
import { startThrowawayPostgres } from '../launcher/throwaway-postgres'
import { countVitest, type Totals } from '../test-run/totals'
import { applyPatch, type Patch } from './patch'

/** Folders that no integration test of a use case reads. */
const NOT_COPIED = /^(?:docs|e2e|public)\//

/**
 * Puts one patch after the other into a copy of the working tree and runs its test. First all the tests run on the code as
 * it is: a test that fails anyway notices nothing.
 *
 * @returns whether each patch made its test fail
 */
export async function runPatches(root: string, patches: readonly Patch[]): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-mutation-'))
  const server = await startThrowawayPostgres()
  const runTests = (tests: readonly Patch['test'][]) => runVitest(folder, server.url, tests)
  try {
    await copyTree(root, folder)
    const asItIs = await runTests(patches.map(({ test }) => test))
    if (asItIs.failed > 0) {
      console.error(`The tests have to pass before anything is broken. ${tell(asItIs)}`)
      return false
    }
    let unnoticed = 0
    for (const patch of patches) {
      const file = join(folder, patch.file)
      const text = await readFile(file, 'utf8')
      await writeFile(file, applyPatch(text, patch))
      const totals = await runTests([patch.test])
      await writeFile(file, text)
      const noticed = totals.failures.some(({ test }) => test.includes(patch.test[1]))
      if (!noticed) unnoticed += 1
      // Whatever else went wrong, such as a test file that does not load, says nothing of the test.
      const verdict = noticed ? 'noticed   ' : totals.failed === 0 ? 'SURVIVED  ' : 'NOT TRIED '
      console.log(`${verdict}${patch.name}${noticed ? '' : ` (${patch.file}). ${tell(totals)}`}`)
    }
    console.log(`\n${patches.length - unnoticed} of ${patches.length} patches were noticed`)
    return unnoticed === 0
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Copies what Git knows of or would take, and the generated client. Packages are linked. */
async function copyTree(root: string, folder: string): Promise<void> {
  const listed = await runCommand('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  })
  const files = listed.stdout.split('\0').filter((file) => file !== '' && !NOT_COPIED.test(file))
  for (const file of [...files, 'src/platform/generated']) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await cp(join(root, file), join(folder, file), { recursive: true })
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
}

async function runVitest(folder: string, databaseUrl: string, tests: readonly Patch['test'][]): Promise<Totals> {
  const report = join(folder, 'report.json')
  await rm(report, { force: true })
  const files = [...new Set(tests.map(([file]) => file))]
  const titles = [...new Set(tests.map(([, title]) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))]
  const args = ['run', '--project', 'integration', '--reporter=json', `--outputFile=${report}`, '-t', titles.join('|')]
  const exitCode = await run(join(folder, 'node_modules', '.bin', 'vitest'), [...args, ...files], folder, databaseUrl)
  return countVitest(JSON.parse(await readFile(report, 'utf8').catch(() => 'null')), exitCode)
}

function run(command: string, args: readonly string[], cwd: string, databaseUrl: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TEST_DATABASE_URL: databaseUrl }
    const child = spawn(command, args, { cwd, env, stdio: 'ignore' })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}

function tell({ passed, failed, trouble, failures }: Totals): string {
  const named = failures.map(({ test, message }) => `\n  ${test}: ${message.split('\n')[0]}`).join('')
  return `${passed} passed, ${failed} failed. ${trouble ?? ''}${named}`
}
