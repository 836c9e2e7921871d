import { describe, expect, it, vi } from 'vitest'
import { may } from '@/domain/access/may.rules'
import { OPERATION_TABLE } from '@/domain/access/operation-table.rules'
import { SCOPES, type Scope } from '@/domain/access/scopes.rules'
import { ROLES } from '@/domain/actor'
import { db } from '@/platform/db'
import { endpoints } from '@/rest/endpoint-table'
import { handleRequest as handleRest } from '@/rest/handle-request'
import { createTestOrganization } from '@/testing/factories'
import { signInAs } from '@/testing/sign-in-as'
import { handleRequest } from './handle-request'
import { appRouter } from './root'

vi.setConfig({ testTimeout: 60_000 })

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>,
).map(([path, { _def }]) => ({ path, type: _def.type }))

const keyed = endpoints.filter(({ auth }) => auth === 'apiKey')

it('every procedure and every route with a key has its permission, and nothing else has one', () => {
  const operations = [...procedures.map(({ path }) => path), ...keyed.map(({ docs }) => docs.operationId)]
  expect(Object.keys(OPERATION_TABLE).sort()).toEqual(operations.sort())
})

/** Asks a procedure with an input that none takes, so that whoever may call it changes nothing. */
async function ask({ path, type }: (typeof procedures)[number], headers: Record<string, string>): Promise<number> {
  const input = JSON.stringify({ nonsense: true })
  const query = type === 'query' ? `?input=${encodeURIComponent(input)}` : ''
  const init = type === 'query' ? {} : { method: 'POST', body: input }
  const response = await handleRequest(
    new Request(`http://127.0.0.1/api/trpc/${path}${query}`, {
      ...init,
      headers: { 'content-type': 'application/json', ...headers },
    }),
  )
  return response.status
}

async function keyWith(organizationId: string, scopes: Scope[]): Promise<Record<string, string>> {
  const other = await createTestOrganization()
  await db().execute`
    UPDATE api_keys SET organization_id = ${organizationId}, scopes = ${scopes}, rate_limit_per_second = 10000
    WHERE organization_id = ${other.organizationId}`
  return { 'x-api-key': other.apiKey }
}

describe('each procedure', () => {
  it('is refused to whoever is not signed in', async () => {
    for (const procedure of procedures) expect(await ask(procedure, {}), procedure.path).toBe(401)
  })

  it.each(ROLES)('is open to %s as the table says', async (role) => {
    const { organizationId } = await createTestOrganization()
    const headers = await signInAs(organizationId, role)
    for (const procedure of procedures) {
      const permission = OPERATION_TABLE[procedure.path]
      const allowed = permission !== undefined && may({ role }, permission)
      const status = await ask(procedure, headers)
      expect(status === 403, `${procedure.path} answered ${status}`).toBe(!allowed)
      expect([401, 500]).not.toContain(status)
    }
  })

  it.each(SCOPES)('is open to a key with the scope %s as the table says', async (scope) => {
    const { organizationId } = await createTestOrganization()
    const headers = await keyWith(organizationId, [scope])
    for (const procedure of procedures) {
      const permission = OPERATION_TABLE[procedure.path]
      const allowed = permission !== undefined && may({ scopes: [scope] }, permission)
      const status = await ask(procedure, headers)
      expect(status === 403, `${procedure.path} answered ${status}`).toBe(!allowed)
    }
  })
})

describe('each route', () => {
  it.each(SCOPES)('is open to a key with the scope %s as the table says', async (scope) => {
    const { organizationId } = await createTestOrganization()
    const headers = await keyWith(organizationId, [scope])
    for (const { method, path, docs } of keyed) {
      const permission = OPERATION_TABLE[docs.operationId]
      const allowed = permission !== undefined && may({ scopes: [scope] }, permission)
      const url = `http://127.0.0.1/api/v1${path.replaceAll(/\{\w+\}/g, 'x')}?nonsense=1`
      const { status } = await handleRest(new Request(url, { method, headers }))
      expect(status === 403, `${docs.operationId} answered ${status}`).toBe(!allowed)
      expect([401, 500]).not.toContain(status)
    }
  })
})

it('a member who is removed, or whose role changes, is so with the next request', async () => {
  const { organizationId } = await createTestOrganization()
  const headers = await signInAs(organizationId, 'operator')
  const pause = { path: 'batches.pause', type: 'mutation' } as const
  expect(await ask(pause, headers)).toBe(400)
  await db().execute`UPDATE members SET role = 'viewer' WHERE organization_id = ${organizationId} AND role = 'operator'`
  expect(await ask(pause, headers)).toBe(403)
  await db().execute`DELETE FROM members WHERE organization_id = ${organizationId} AND role = 'viewer'`
  expect(await ask(pause, headers)).toBe(401)
})
