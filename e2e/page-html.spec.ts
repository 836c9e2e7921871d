import { toPublicId } from '@/domain/ids'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { laterContact } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { expect, test } from './browser-test'
import { enroll } from './console-api'

/** The text of a page as its HTML has it: without scripts, where the same data stands for React. */
function textOf(html: string): string {
  return html
    .replaceAll(/<script[\s\S]*?<\/script>/g, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

test('what a page is about comes with its HTML, before any script has run', async ({ page, tenant, sql }) => {
  const agentId = tenant.agents.alwaysOn
  const contact = laterContact(1, { name: 'Ada Lovelace', phoneNumber: '+12125550100', account_id: 'one' })
  const batchId = await enroll(tenant, agentId, [contact], { name: 'Monday list' })
  await createEndpoint(tenant.actor, { url: 'https://example.com/hook' })
  const importId = await stageImport(tenant.actor, planImport(agentId, { batches: [[laterContact(2)]] }))
  const [row] = await sql<{ id: string }>('SELECT id FROM contacts WHERE batch_id = $1', [batchId])
  await expect
    .poll(async () => (await sql('SELECT 1 FROM sequences WHERE batch_id = $1', [batchId])).length, { timeout: 30_000 })
    .toBe(1)

  const number = '+1 212 555 0100'
  const expected: Record<string, string[]> = {
    // A batch of one stands there as one of those who were enrolled one by one.
    '/': ['contacts.csv', 'credits left'],
    '/batches': ['Monday list'],
    [`/batches/${batchId}`]: ['Monday list', 'Ada Lovelace', number, 'United States'],
    '/imports': ['contacts.csv'],
    [`/imports/${importId}`]: ['contacts.csv'],
    '/agents': ['Always on'],
    [`/agents/${agentId}`]: ['Monday list'],
    '/sequences': ['Ada Lovelace', number, 'United States'],
    [`/sequences/${toPublicId('sequence', row?.id ?? '')}`]: ['Ada Lovelace', number, 'United States'],
    [`/people/${encodeURIComponent('+12125550100')}`]: ['Ada Lovelace', number, 'United States'],
    '/webhooks': ['example.com'],
    '/credits': ['100,000'],
    '/settings/members': [tenant.operator.email],
    '/settings/api-keys': ['Active'],
    '/settings/dialers': ['Simulated'],
    '/settings/sessions': ['This one'],
    '/settings/organization': ['Country'],
    '/settings/audit-log': ['Signed in'],
  }
  for (const [path, texts] of Object.entries(expected)) {
    const answer = await page.request.get(path)
    expect(answer.status(), path).toBe(200)
    const text = textOf(await answer.text())
    for (const wanted of texts) expect(text, path).toContain(wanted)
  }
})
