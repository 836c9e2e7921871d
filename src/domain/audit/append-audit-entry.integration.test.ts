import { expect, it } from 'vitest'
import { inRequest } from '@/domain/in-request'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { appendAuditEntry } from './append-audit-entry'

it('tells who did what to what, from where and in which request', async () => {
  const { actor, organizationId } = await createTestOrganization()
  const headers = new Headers({ 'x-forwarded-for': '203.0.113.7', 'x-request-id': 'req-audit' })
  await inRequest('rest', headers, async () => {
    await appendAuditEntry(db(), actor, {
      action: 'batch.paused',
      object: { kind: 'batch', id: 'b-1', name: 'March list' },
      before: { pausedAt: null },
      after: { pausedAt: '2026-03-01T00:00:00.000Z' },
    })
    return new Response()
  })
  expect(await db().auditEntry.findMany({ where: { organizationId, action: 'batch.paused' } })).toMatchObject([
    {
      actorKind: 'apiKey',
      actorId: actor.id,
      actorName: 'First key',
      action: 'batch.paused',
      address: '203.0.113.7',
      requestId: 'req-audit',
      objectKind: 'batch',
      objectId: 'b-1',
      objectName: 'March list',
      before: { pausedAt: null },
      after: { pausedAt: '2026-03-01T00:00:00.000Z' },
      details: {},
    },
  ])
})

it('no line is ever changed', async () => {
  const { actor, organizationId } = await createTestOrganization()
  await appendAuditEntry(db(), actor, { action: 'batch.paused' })
  await expect(
    db().execute`UPDATE audit_log SET action = 'batch.resumed' WHERE organization_id = ${organizationId}`,
  ).rejects.toThrow(/never changed/)
})
