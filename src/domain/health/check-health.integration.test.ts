import { afterEach, expect, it, vi } from 'vitest'
import { disconnect } from '@/platform/db'
import { inngest } from '@/platform/inngest-client'
import { startReceiver } from '@/testing/receiver'
import { checkHealth } from './check-health'

const { DATABASE_URL } = process.env

afterEach(() => {
  inngest.setEnvVars({})
  process.env.DATABASE_URL = DATABASE_URL
})

it('is ok when database and engine answer, whatever the engine says', async () => {
  for (const status of [200, 404, 405]) {
    const engine = await startReceiver(() => status)
    inngest.setEnvVars({ INNGEST_BASE_URL: engine.url })
    expect(await checkHealth()).toEqual({ status: 'ok', database: 'ok', background: 'ok' })
    await engine.close()
  }
})

it('is degraded when the engine is down, since requests are still accepted', async () => {
  inngest.setEnvVars({ INNGEST_BASE_URL: 'http://127.0.0.1:1' })
  expect(await checkHealth()).toEqual({ status: 'degraded', database: 'ok', background: 'down' })
  const engine = await startReceiver(() => 503)
  inngest.setEnvVars({ INNGEST_BASE_URL: engine.url })
  expect(await checkHealth()).toMatchObject({ status: 'degraded' })
  await engine.close()
})

it('is down when the database is', async () => {
  const engine = await startReceiver(() => 200)
  await disconnect()
  // Modules that have not read the environment yet.
  vi.resetModules()
  process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/nothing'
  const fresh = await import('./check-health')
  const client = await import('@/platform/inngest-client')
  client.inngest.setEnvVars({ INNGEST_BASE_URL: engine.url })
  expect(await fresh.checkHealth()).toEqual({ status: 'down', database: 'down', background: 'ok' })
  await (await import('@/platform/db')).disconnect()
  await engine.close()
})
