import { startLighthouseBrowser } from '../scripts/test-run/lighthouse-browser'
import { expect, test } from './browser-test'
import { makeOneOfEach } from './one-of-each'

test('Lighthouse finds nothing to mend in accessibility and best practices', async ({ tenant, sql, baseURL }) => {
  test.setTimeout(240_000)
  const ids = await makeOneOfEach(tenant, sql)
  const lighthouse = await startLighthouseBrowser({ baseURL: baseURL ?? '', operator: tenant.operator })
  const faults: unknown[] = []
  try {
    for (const path of [
      '/',
      '/batches',
      `/batches/${ids['[batchId]']}`,
      `/agents/${ids['[agentId]']}`,
      `/agents/${ids['[agentId]']}/enroll`,
    ]) {
      const report = await lighthouse.judge(path, ['accessibility', 'best-practices'])
      if (report.scores.accessibility !== 100 || report.scores['best-practices'] !== 100)
        faults.push({ path, ...report })
    }
  } finally {
    await lighthouse.close()
  }
  expect(faults).toEqual([])
})
