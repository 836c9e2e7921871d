import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'

// Built into a folder of its own, so that nothing of it comes near the product: not its dependencies, not its lock file.
// Its React is the one that its own dependencies ask for; of Chakra it needs a version that still brings all its parts, which it imports without naming them.
const OTHER_LIBRARY = {
  'react-spreadsheet-import': '4.7.1',
  '@chakra-ui/react': '2.8.2',
  react: '18.3.1',
  'react-dom': '18.3.1',
}
const INSTALL_TIMEOUT_MS = 5 * 60_000

const FLOOR_PAGE = `<!doctype html><title>floor</title><input type="file" aria-label="File"><output></output>
<script>
  const worker = new Worker('/floor.js')
  document.querySelector('input').onchange = ({ target }) => worker.postMessage(target.files[0])
  worker.onmessage = ({ data }) => {
    document.querySelector('output').textContent = data.rows + ' rows, ' + data.possible + ' possible'
    window.pageWatch.countedAt = performance.now()
  }
</script>`

export type Comparison = {
  url: string
  /** Why the other library cannot be measured; null when it can. */
  missing: string | null
  close: () => Promise<void>
}

/** Serves `/floor` and `/other`, the pages that the import is measured beside. */
export async function serveComparison(folder: string, nodeModules: string): Promise<Comparison> {
  const scratch = await mkdtemp(join(tmpdir(), 'rollcall-bench-'))
  const bundle = (entry: string, outfile: string, resolveIn: string) =>
    build({
      entryPoints: [join(folder, entry)],
      outfile: join(scratch, outfile),
      bundle: true,
      minify: true,
      nodePaths: [resolveIn],
      define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
      logLevel: 'error',
    })
  await bundle('floor.worker.ts', 'floor.js', nodeModules)
  const missing = await installOther(scratch)
    .then(async () => {
      // Its own React must come first, and what it does not bring (libphonenumber-js) is ours.
      await writeFile(join(scratch, 'other.mjs'), await readFile(join(folder, 'react-spreadsheet-import.mjs')))
      await build({
        entryPoints: [join(scratch, 'other.mjs')],
        outfile: join(scratch, 'other.js'),
        bundle: true,
        minify: true,
        nodePaths: [nodeModules],
        define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
        logLevel: 'error',
      })
      return null
    })
    .catch((error: Error) => error.message.split('\n')[0] ?? 'It could not be installed.')

  const pages: Record<string, [type: string, body: () => Promise<string> | string]> = {
    '/floor': ['text/html', () => FLOOR_PAGE],
    '/floor.js': ['text/javascript', () => readFile(join(scratch, 'floor.js'), 'utf8')],
    '/other': ['text/html', () => '<!doctype html><meta charset="utf-8"><body><script src="/other.js"></script>'],
    '/other.js': ['text/javascript', () => readFile(join(scratch, 'other.js'), 'utf8')],
  }
  const server = createServer(async ({ url }, response) => {
    const [type, body] = pages[url ?? ''] ?? ['text/plain', () => '']
    response.writeHead(200, { 'content-type': type }).end(await body())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    missing,
    close: async () => {
      server.close()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

async function installOther(scratch: string): Promise<void> {
  await writeFile(join(scratch, 'package.json'), JSON.stringify({ private: true, dependencies: OTHER_LIBRARY }))
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: scratch,
    timeout: INSTALL_TIMEOUT_MS,
  })
}
