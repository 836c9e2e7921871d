import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const resolve = {
  alias: {
    '@': fileURLToPath(new URL('./src', import.meta.url)),
    // Next refuses it in a browser's bundle; whoever else runs our modules is a server. (`tsconfig.json` says so to tsx.)
    'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)),
  },
}
const folders = ['src', 'scripts', 'bench']

export default defineConfig({
  test: {
    // Vitest leaves a core to itself, and hardly uses it: on two cores that would be half of the machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          exclude: ['**/*.integration.test.ts'],
          setupFiles: ['src/testing/fail-on-console-error.ts'],
          // Properties try hundreds of cases: a busy machine is slow at it, and nothing is wrong.
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          include: folders.map((folder) => `${folder}/**/*.integration.test.ts`),
          globalSetup: ['src/testing/integration-run.ts'],
          setupFiles: ['src/testing/fail-on-console-error.ts', 'src/testing/integration-file.ts'],
          // Real servers and processes: slower than a unit test, and slower still beside each other.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          // Processes that are killed and clocks that run: on a busy machine one may be late. `npm test` names whoever was.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
})
