import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What may kill a mutant of a rule: the unit tests of the domain. That the doors would notice it too holds no rule. */
export default defineConfig({
  root,
  resolve: { alias: { '@': `${root}src`, 'server-only': `${root}node_modules/server-only/empty.js` } },
  test: {
    include: ['src/domain/**/*.test.ts'],
    exclude: ['**/*.integration.test.ts'],
    setupFiles: ['src/testing/fail-on-console-error.ts'],
    testTimeout: 60_000,
  },
})
