import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

export const INSTALL_BROWSER = 'npx playwright install --with-deps chromium'

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Finds the browser for the tests: Playwright's own, or else the system's; null when this machine has none. */
export function findChromium(): string | null {
  return [chromium.executablePath(), ...systemBrowsers].find(runs) ?? null
}

/** Tells whether a browser runs. Ubuntu has a file of that name which only tells one to install a package. */
function runs(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}
