import { beforeAll, expect, it } from 'vitest'
import { auth } from '@/auth/auth'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { signInAs } from '@/testing/sign-in-as'
import { handleAuthRequest } from './handle-auth-request'

/** What is open of better-auth's own routes; ours, below, it does not know. */
const OPEN = ['/sign-in/email', '/sign-out']

type Endpoint = { path?: string; options?: { method?: string | string[] } }

// From better-auth itself: a route that an update or a plugin brings is in the list by itself.
const routes = Object.values(auth().api as unknown as Record<string, Endpoint>).flatMap(({ path, options }) =>
  path === undefined ? [] : [options?.method ?? 'GET'].flat().map((method) => ({ path, method })),
)

const closed = routes.filter(({ path }) => !OPEN.includes(path))

it('knows the routes of better-auth', () => {
  const paths = routes.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining([...OPEN, '/organization/delete', '/list-sessions', '/two-factor/disable', '/update-user']),
  )
  expect(closed.length).toBeGreaterThan(50)
})

let organizationId: string
let headers: Record<string, string>

beforeAll(async () => {
  ;({ organizationId } = await createTestOrganization())
  headers = { 'content-type': 'application/json', ...(await signInAs(organizationId, 'owner')) }
})

it.each(closed)('$method $path answers 404, to an owner too', async ({ path, method }) => {
  const url = `http://127.0.0.1/api/auth${path.replaceAll(/:\w+/g, 'x')}`
  const init = method === 'GET' ? { method, headers } : { method, headers, body: JSON.stringify({ organizationId }) }
  const response = await handleAuthRequest(new Request(url, init))
  expect(response.status).toBe(404)
  expect(await db().organization.count({ where: { id: organizationId } })).toBe(1)
})
