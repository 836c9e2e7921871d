import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { findFreePort } from '../../scripts/launcher/ports'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Starts the app once more, beside the one under test and on its database, as a second machine would. */
export async function startSecondInstance(
  env: Record<string, string> = {},
): Promise<{ origin: string; stop(): Promise<void> }> {
  const port = await findFreePort()
  const child = spawn(
    process.execPath,
    [join(root, 'scripts', 'serve.mjs'), 'start', '-p', String(port), '-H', '127.0.0.1'],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: process.env.TEST_APP_DATABASE_URL,
        LOG_LEVEL: 'silent',
        ...env,
      },
      stdio: 'ignore',
    },
  )
  const origin = `http://127.0.0.1:${port}`
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  try {
    await expect(async () => {
      expect(child.exitCode).toBeNull()
      expect((await fetch(`${origin}/api/v1/health`)).status).toBe(200)
    }).toPass({ timeout: 60_000 })
  } catch (error) {
    await stop()
    throw error
  }
  return { origin, stop }
}
