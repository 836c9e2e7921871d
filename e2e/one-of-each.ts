import { toPublicId } from '@/domain/ids'
import { suppressNumbers } from '@/domain/suppression/suppress-numbers'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { laterContact, type TestOrganization } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import type { PageIds } from '../scripts/test-run/page-routes'
import { enrollAllEnds } from './console-api'

type Sql = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

/** Gives a tenant one of each thing that has a page. @returns what names them in the paths of the pages */
export async function makeOneOfEach(tenant: TestOrganization, sql: Sql): Promise<PageIds> {
  const { actor, agents, organizationId } = tenant
  const { endpointId } = await createEndpoint(actor, { url: 'https://hooks.rollcall.invalid/results' })
  const batchId = await enrollAllEnds(tenant)
  await suppressNumbers(actor, { numbers: ['+12125550002'], reason: 'Wrote a letter' })
  const importId = await stageImport(actor, planImport(agents.alwaysOn, { batches: [[laterContact(2)]] }))
  const one = async (table: string) =>
    (await sql<{ id: string }>(`SELECT id FROM ${table} WHERE organization_id = $1 LIMIT 1`, [organizationId]))[0]
      ?.id ?? ''
  return {
    '[accountId]': await one('dialer_accounts'),
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
