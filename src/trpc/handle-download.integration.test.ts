import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AuditAction } from '@/domain/audit/audit-actions.rules'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { signInAs } from '@/testing/sign-in-as'
import { handleAuditExport } from './handle-audit-export'
import { handleExport } from './handle-export'

/** Every download, by the path of its route: a new one gets its line here, or its reason in NO_DOWNLOADS. */
const DOWNLOADS: Record<
  string,
  { handle: (request: Request) => Promise<Response>; query: string; action: AuditAction }
> = {
  '/api/audit-log': { handle: handleAuditExport, query: '', action: 'audit_log.exported' },
  '/api/export/contacts': { handle: handleExport, query: '?format=csv', action: 'sequences.exported' },
}

const NO_DOWNLOADS: Record<string, string> = {
  '/api/inngest': 'Is asked by the engine, with a signature.',
  '/api/trpc/[trpc]': 'Answers JSON to the console and to internal tools.',
  '/api/v1/[[...path]]': 'Takes a key, which no browser adds by itself.',
}

let organization: TestOrganization
let signedIn: Headers

beforeAll(async () => {
  organization = await createTestOrganization()
  signedIn = new Headers(await signInAs(organization.organizationId, 'owner'))
})

it('every route below /api is a download, or is said to be none', () => {
  const root = join(import.meta.dirname, '../app/api')
  const routes = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts') && readFileSync(join(root, file), 'utf8').includes('GET'))
    .map((file) => `/api/${file.replace('/route.ts', '')}`)
  expect(routes.sort()).toEqual([...Object.keys(DOWNLOADS), ...Object.keys(NO_DOWNLOADS)].sort())
})

describe.each(Object.entries(DOWNLOADS))('%s', (path, { handle, query, action }) => {
  const ask = (changes: Record<string, string> = {}, search = query, base: Headers = signedIn) => {
    const headers = new Headers(base)
    for (const [name, value] of Object.entries(changes)) headers.set(name, value)
    return handle(new Request(`http://127.0.0.1${path}${search}`, { headers }))
  }
  const countLines = () => db().auditEntry.count({ where: { organizationId: organization.organizationId, action } })

  it('writes a line of the audit log for each download, and none for one that is refused', async () => {
    const before = await countLines()
    const answer = await ask()
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[a-z-]+-\d{4}-\d\d-\d\d\.csv"$/)
    await answer.arrayBuffer()
    expect(await countLines()).toBe(before + 1)
    expect((await ask({}, '?nonsense=1')).status).toBe(400)
    expect((await ask({}, query, new Headers())).status).toBe(401)
    expect(await countLines()).toBe(before + 1)
  })

  it.each(['same-origin', 'none'])('is for our own pages and for whoever types its address (%s)', async (site) => {
    expect((await ask({ 'sec-fetch-site': site })).status).toBe(200)
  })

  it.each(['cross-site', 'same-site'])('is not begun by a page of another site (%s)', async (site) => {
    const before = await countLines()
    const answer = await ask({ 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' })
    expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'FORBIDDEN'])
    expect(await countLines()).toBe(before)
  })

  it('by a key is as by a program, wherever it says that it comes from', async () => {
    const key = new Headers({ 'x-api-key': organization.apiKey })
    const { status } = await ask({}, query, key)
    expect((await ask({ 'sec-fetch-site': 'cross-site' }, query, key)).status).toBe(status)
    expect(status).toBe(path === '/api/audit-log' ? 403 : 200)
  })

  it('refuses in the shape of every error', async () => {
    const answer = await ask({}, '?nonsense=1')
    const requestId = answer.headers.get('x-request-id')
    expect(await answer.json()).toEqual({
      error: { code: 'VALIDATION_ERROR', message: expect.any(String), details: expect.any(Array), requestId },
    })
  })
})
