import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/test-run/find-chromium'

// Run by `npm run test:contract` and `npm run test:browser`, which start the app and say where it is.
const baseURL = process.env.TEST_APP_URL
const asRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/artifacts',
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // As in vitest.config.ts: `npm test` names whoever needed the second try.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 10_000 },
  workers: 2,
  use: { baseURL },
  projects: [
    { name: 'contract', testDir: 'e2e/api', testMatch: '*.spec.ts' },
    {
      name: 'browser',
      testMatch: '*.spec.ts',
      testIgnore: 'api/**',
      // Each test has a tenant of its own. By files, the one with the longest tests would keep one worker busy at the end.
      fullyParallel: true,
      use: {
        ...devices['Desktop Chrome'],
        locale: 'en-US',
        // A film of each test would cost more than what it shows: the snapshots tell the same.
        trace: { mode: 'retain-on-failure', screenshots: false },
        screenshot: 'only-on-failure',
        launchOptions: {
          executablePath: findChromium() ?? undefined,
          args: [
            // Chromium's sandbox refuses to run as root.
            ...(asRoot ? ['--no-sandbox'] : []),
            '--disable-gpu',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
  ],
})
