import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * What may kill a mutant of a rule: the unit tests of its folder, MUTATED_FOLDER. (With Stryker's own `testFiles`, mutants of
 * what a module makes when it is loaded are never active, and all of them live.)
 */
export default defineConfig({
  root,
  resolve: { alias: { '@': `${root}src`, 'server-only': `${root}node_modules/server-only/empty.js` } },
  test: {
    include: [`${process.env.MUTATED_FOLDER ?? 'src/domain'}/**/*.test.ts`],
    exclude: ['**/*.integration.test.ts'],
    setupFiles: ['src/testing/fail-on-console-error.ts'],
    testTimeout: 60_000,
  },
})
