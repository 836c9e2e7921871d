import { afterEach, expect, test, vi } from 'vitest'

const OWN = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', PORT: '3210' }

afterEach(() => vi.unstubAllEnvs())

/**
 * Says whether a request with this `Origin` and `Sec-Fetch-Site` may use a session. Null stands for a request without the
 * header.
 */
async function isAllowed(
  appUrl: string | undefined,
  origin: string | null,
  site: string | null = null,
): Promise<boolean> {
  vi.resetModules()
  for (const [name, value] of Object.entries({ ...OWN, APP_URL: appUrl })) vi.stubEnv(name, value)
  const { assertOwnOrigin } = await import('./own-origin')
  try {
    assertOwnOrigin(
      new Headers({ ...(origin !== null && { origin }), ...(site !== null && { 'sec-fetch-site': site }) }),
    )
    return true
  } catch (error) {
    expect((error as { code: string }).code).toBe('FORBIDDEN')
    return false
  }
}

test.each(['https://rollcall.example', 'https://rollcall.example/', undefined])(
  'a request without Origin is no page of another site (%s)',
  async (appUrl) => expect(await isAllowed(appUrl, null)).toBe(true),
)

test.each([
  ['https://rollcall.example', 'https://rollcall.example'],
  ['https://rollcall.example:8443', 'https://rollcall.example:8443'],
  [undefined, 'http://127.0.0.1:3210'],
  [undefined, 'http://localhost:3210'],
  ['http://localhost:3210', 'http://127.0.0.1:3210'],
  ['http://localhost:3210', 'http://[::1]:3210'],
])('served at %s, pages of %s are ours', async (appUrl, origin) => expect(await isAllowed(appUrl, origin)).toBe(true))

test.each([
  ['https://rollcall.example', 'http://rollcall.example'],
  ['https://rollcall.example', 'https://rollcall.example:444'],
  ['https://rollcall.example', 'https://rollcall.example.evil.example'],
  ['https://rollcall.example', 'https://evil.example'],
  ['https://rollcall.example', 'https://sub.rollcall.example'],
  ['https://rollcall.example', 'null'],
  ['https://rollcall.example', ''],
  ['https://rollcall.example', 'http://localhost:3210'],
  [undefined, 'http://127.0.0.1:3211'],
  [undefined, 'https://127.0.0.1:3210'],
  [undefined, 'http://127.0.0.1.evil.example:3210'],
])('served at %s, pages of %s are not', async (appUrl, origin) => expect(await isAllowed(appUrl, origin)).toBe(false))

test.each(['same-origin', 'none'])('a request that a browser calls %s is ours', async (site) => {
  expect(await isAllowed('https://rollcall.example', null, site)).toBe(true)
})

test.each(['cross-site', 'same-site', '', 'anything'])('a request that a browser calls "%s" is not', async (site) => {
  for (const origin of [null, 'https://rollcall.example']) {
    expect(await isAllowed('https://rollcall.example', origin, site)).toBe(false)
  }
})
