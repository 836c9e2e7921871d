import { beforeEach, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { exportAuditLog } from '@/domain/audit/export-audit-log'
import { listAuditActors } from '@/domain/audit/list-audit-actors'
import { listAuditEntries } from '@/domain/audit/list-audit-entries'
import { listObjectEntries } from '@/domain/audit/list-object-entries'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { signInAs } from '@/testing/sign-in-as'
import { handleAuditExport } from './handle-audit-export'
import { handleExport } from './handle-export'

let ada: Actor
let sync: Actor
let stranger: Actor

beforeEach(async () => {
  const { organizationId } = await createTestOrganization()
  ada = { organizationId, kind: 'user', id: 'ada', label: 'Ada', role: 'owner' }
  sync = { organizationId, kind: 'apiKey', id: 'sync', label: 'Sync' }
  // Its setup stands there too, which is not what is looked at here.
  await db().execute`DELETE FROM audit_log WHERE organization_id = ${organizationId}`
  stranger = (await createTestOrganization()).actor
  const batch = (id: string) => ({ kind: 'batch', id, name: '=March' }) as const
  await appendAuditEntry(db(), ada, { action: 'batch.paused', object: batch('one'), details: { affected: 3 } })
  await appendAuditEntry(db(), sync, { action: 'batch.resumed', object: batch('one') })
  await appendAuditEntry(db(), ada, { action: 'batch.paused', object: batch('two') })
  await appendAuditEntry(db(), { ...ada, label: 'Ada L.' }, { action: 'credits.changed', before: { credits: 1 } })
  await appendAuditEntry(db(), stranger, { action: 'batch.paused', object: batch('one') })
})

const list = async (filter: Partial<Parameters<typeof listAuditEntries>[1]> = {}) =>
  listAuditEntries(ada, { limit: 50, ...filter })

const told = async (filter: Parameters<typeof list>[0]) =>
  (await list(filter)).entries.map(({ action, objectId }) => [action, objectId])

it('tells everything of the organization, newest first, a page at a time', async () => {
  const all = (await list()).entries
  expect(all.map(({ action }) => action)).toEqual(['credits.changed', 'batch.paused', 'batch.resumed', 'batch.paused'])
  const pages = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list({ limit: 1, cursor })
    pages.push(...page.entries)
    cursor = page.nextCursor
  }
  expect(pages).toEqual(all)
  const { nextCursor } = await list({ limit: 1 })
  await expect(list({ cursor: nextCursor ?? '', action: 'batch.paused' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
})

it('is filtered by who, action, object and time', async () => {
  expect(await told({ actorId: 'sync' })).toEqual([['batch.resumed', 'one']])
  expect(await told({ action: 'batch.paused' })).toEqual([
    ['batch.paused', 'two'],
    ['batch.paused', 'one'],
  ])
  expect(await told({ objectKind: 'batch', objectId: 'two' })).toEqual([['batch.paused', 'two']])
  expect(await told({ since: new Date(Date.now() + 60_000).toISOString() })).toEqual([])
  expect(await told({ until: new Date(Date.now() - 60_000).toISOString() })).toEqual([])
  expect(await told({ actorId: 'ada', action: 'batch.paused', objectId: 'one' })).toEqual([['batch.paused', 'one']])
})

it('names whoever stands in it once, as they are called now', async () => {
  expect(await listAuditActors(ada)).toEqual([
    { actorId: 'ada', name: 'Ada L.' },
    { actorId: 'sync', name: 'Sync' },
  ])
})

it('says of a thing what was done to it, and nothing of where from', async () => {
  const lines = await listObjectEntries(ada, { kind: 'batch', id: 'one' })
  expect(lines).toEqual([
    { id: expect.any(String), at: expect.any(String), actorName: 'Sync', sentence: 'Resumed the batch' },
    { id: expect.any(String), at: expect.any(String), actorName: 'Ada', sentence: 'Paused the batch' },
  ])
})

it('is exported in pieces that make one CSV, whose formulas do not run', async () => {
  await db().execute`
    INSERT INTO audit_log (id, organization_id, actor_kind, action, at)
    SELECT gen_random_uuid(), ${ada.organizationId}, 'system', 'batch.paused', now() - make_interval(secs => n % 7)
    FROM generate_series(1, 4001) n`
  const pieces: string[] = []
  for await (const piece of await exportAuditLog(ada, {})) pieces.push(Buffer.from(piece).toString())
  expect(pieces).toHaveLength(4)
  const lines = pieces.join('').trimEnd().split('\r\n')
  // That it was exported is a line of it.
  expect(lines).toHaveLength(1 + 4 + 4001 + 1)
  expect(lines[0]).toBe(
    '\uFEFFat,who,kind,whoId,action,what,object,objectId,name,before,after,details,address,requestId',
  )
  expect(lines.filter((line) => line.includes("'=March"))).toHaveLength(3)
})

it('is downloaded by admins and owners alone', async () => {
  const ask = async (role: 'admin' | 'viewer') => {
    const headers = await signInAs(ada.organizationId, role)
    return handleAuditExport(new Request('http://127.0.0.1/api/audit-log?action=batch.resumed', { headers }))
  }
  const answer = await ask('admin')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  expect((await answer.text()).trimEnd().split('\r\n')).toHaveLength(2)
  expect((await ask('viewer')).status).toBe(403)
  expect((await handleAuditExport(new Request('http://127.0.0.1/api/audit-log'))).status).toBe(401)
})

it('no download is for whoever signed in with a one-time password', async () => {
  const headers = await signInAs(ada.organizationId, 'owner')
  const ask = async () => [
    (await handleAuditExport(new Request('http://127.0.0.1/api/audit-log', { headers }))).status,
    (await handleExport(new Request('http://127.0.0.1/api/export/contacts?format=csv', { headers }))).status,
  ]
  expect(await ask()).toEqual([200, 200])
  await db().user.updateMany({
    where: { members: { some: { organizationId: ada.organizationId, role: 'owner' } } },
    data: { mustChangePassword: true },
  })
  expect(await ask()).toEqual([403, 403])
})
