import { toStorable } from '@/domain/text/sanitize.rules'
import { endpoints } from '@/rest/endpoint-table'
import { laterContact } from '@/testing/factories'
import { countRows, expect, expectError, faultPaths, NOTHING_WRITTEN, test } from './contract-test'

/** The path with ids that nobody has. */
function pathOf(pattern: string): string {
  return pattern
    .replace('{agentId}', 'agent.00000000000000000000000000')
    .replace('{batchId}', '01a20983-26f8-75d9-89a6-70b0a20bc8d2')
    .replace('{sequenceId}', 'call-sequence.00000000000000000000000000')
    .replace('{callId}', 'call.00000000000000000000000000')
}

const refused = [
  ...[
    'nonsense=1',
    'Limit=1',
    'dry_run=true',
    'nonsense',
    '=1',
    '=',
    'n%6Fnsense=1',
    '%zz=1',
    '%00=1',
    'a[]=1',
    'a b=1',
  ],
  // An object has these without being told.
  ...[
    '__proto__=1',
    '__proto__',
    '__proto__[a]=1',
    '%5F_proto__=1',
    '__proto__=1&__proto__=2',
    '__proto__=1&nonsense=1',
  ],
  ...['constructor=1', 'toString=1', 'hasOwnProperty=1', 'constructor=1&constructor=2', 'c%6Fnstructor=1'],
  // Next takes these for its own.
  ...['_rsc=1', 'nxtPpath=credits', 'nxtIpath=1', '__nextLocale=en', '__nextDataReq=1', '_nextData=1'],
]

for (const { method, path, body, query: declared } of endpoints) {
  test(`${method} ${path} refuses a parameter that it does not know, and one that comes twice`, async ({ api }) => {
    const options = body === undefined ? {} : { json: {} }
    const ask = (query: string) => api.request(method, `${pathOf(path)}?${query}`, options)
    const known = Object.keys(declared?.shape ?? {})
    for (const query of [...refused, ...known.map((name) => `${name}=1&${name}=2`)]) {
      const answer = await ask(query)
      expect(answer.status, query).toBe(400)
      if (method === 'HEAD') continue
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer), query).toEqual(
        [...new Set(new URLSearchParams(query).keys())].map((name) => toStorable(name)),
      )
    }
  })
}

const misspelt: [query: string, meant: string][] = [
  ['dryrun=true', 'Did you mean dryRun?'],
  ['dry_run=true', 'Did you mean dryRun?'],
  ['DryRun=true', 'Did you mean dryRun?'],
  ['dryRn=true', 'Did you mean dryRun?'],
  ['dryRun=false&dryRun=true', 'Send it once.'],
  ['dryRun=true&dryRun=true', 'Send it once.'],
  ['dryRun=true&test=1', 'It takes dryRun.'],
]
for (const single of [true, false]) {
  test(`a misspelt dry run of ${single ? 'one contact' : 'several contacts'} calls nobody`, async ({ api, tenant }) => {
    const path = `/agents/${tenant.agents.alwaysOn}/schedule/sequence${single ? '' : 's'}`
    const json = single ? laterContact() : { contacts: [laterContact()] }
    for (const [query, meant] of misspelt) {
      const answer = await api.post(`${path}?${query}`, { json })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(answer.body.message, query).toContain(meant)
    }
    expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
  })
}

test('a wrong key and an unreadable body are told first', async ({ api, tenant }) => {
  const path = `/agents/${tenant.agents.alwaysOn}/schedule/sequences?dryrun=true`
  expectError(await api.withKey(null).post(path, { json: {} }), 401, 'UNAUTHORIZED')
  expectError(await api.post(path, { raw: 'x' }), 415, 'UNSUPPORTED_MEDIA_TYPE')
  const headers = { 'content-type': 'application/json' }
  expectError(await api.post(path, { raw: '{', headers }), 400, 'INVALID_JSON')
})
