// The postinstall step: writes the Prisma client into src/platform/generated, without the network.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

const result = spawnSync(
  process.execPath,
  [join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js'), 'generate', '--no-hints'],
  {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      // `generate` is WebAssembly and never runs the native schema engine, but the CLI downloads one unless it is
      // pointed at a file that exists. Node's own binary exists on every platform.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      NODE_PATH: join(root, 'scripts', 'prisma-absent'),
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
)

if (result.status !== 0) {
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`)
  process.stderr.write('The database client could not be generated from prisma/schema.\n')
  process.exit(1)
}
