import { toPublicId } from '@/domain/ids'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { laterContact, type TestOrganization } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { startLighthouseBrowser } from '../scripts/test-run/lighthouse-browser'
import type { PageIds } from '../scripts/test-run/page-routes'
import { expect, test } from './browser-test'
import { enrollAllEnds } from './console-api'

type Sql = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/** Gives a tenant one of each thing that has a page. */
async function fill(tenant: TestOrganization, sql: Sql): Promise<PageIds> {
  const { actor, agents, organizationId } = tenant
  const { endpointId } = await createEndpoint(actor, { url: 'https://hooks.rollcall.invalid/results' })
  const batchId = await enrollAllEnds(tenant)
  await suppressNumbers(actor, { numbers: ['+12125550002'], reason: 'Wrote a letter' })
  const importId = await stageImport(actor, planImport(agents.alwaysOn, { batches: [[laterContact(2)]] }))
  const one = async (table: string) =>
    (await sql<{ id: string }>(`SELECT id FROM ${table} WHERE organization_id = $1 LIMIT 1`, [organizationId]))[0]
      ?.id ?? ''
  return {
    '[agentId]': agents.alwaysOn,
    '[batchId]': batchId,
    '[sequenceId]': toPublicId('sequence', await one('sequences')),
    '[endpointId]': endpointId,
    '[deliveryId]': await one('webhook_deliveries'),
    '[importId]': importId,
    '[keyId]': await one('api_keys'),
    '[listId]': await one('suppression_lists'),
    '[number]': encodeURIComponent('+12125550002'),
    '[token]': 'nobody-has-this-one',
  }
}

test('Lighthouse finds nothing to mend in accessibility and best practices', async ({ tenant, sql, baseURL }) => {
  test.setTimeout(240_000)
  const ids = await fill(tenant, sql)
  const lighthouse = await startLighthouseBrowser({ baseURL: baseURL ?? '', operator: tenant.operator })
  const faults: unknown[] = []
  for (const path of [
    '/',
    '/batches',
    `/batches/${ids['[batchId]']}`,
    `/agents/${ids['[agentId]']}`,
    `/agents/${ids['[agentId]']}/enroll`,
  ]) {
    const report = await lighthouse.judge(path, ['accessibility', 'best-practices'])
    if (report.scores.accessibility !== 100 || report.scores['best-practices'] !== 100) faults.push({ path, ...report })
  }
  await lighthouse.close()
  expect(faults).toEqual([])
})
