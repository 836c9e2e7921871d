import { afterEach, expect, it, vi } from 'vitest'
import { checkHealth } from '@/domain/health/check-health'
import { logger } from '@/platform/logger'
import { handleRequest } from './handle-request'

vi.mock('@/domain/health/check-health')

const health = { status: 'ok', database: 'ok', background: 'ok' } as const
const ask = () => handleRequest(new Request('http://localhost/api/v1/health'))

afterEach(() => vi.unstubAllEnvs())

it('an answer with a property that its schema does not name is an error, outside of production', async () => {
  logger.level = 'silent'
  vi.mocked(checkHealth).mockResolvedValue(health)
  expect((await ask()).status).toBe(200)

  vi.mocked(checkHealth).mockResolvedValue({ ...health, secret: 1 } as typeof health)
  expect((await ask()).status).toBe(500)
  vi.stubEnv('NODE_ENV', 'production')
  expect((await ask()).status).toBe(200)
})
