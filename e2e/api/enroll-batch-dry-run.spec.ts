import type { DryRun } from '@/domain/enrollment/enrollment-answer.schema'
import { db } from '@/platform/db'
import type { ErrorAnswer, NoValidContacts } from '@/rest/docs/error-docs'
import { laterContact, laterContacts } from '@/testing/factories'
import { countRows, expect, expectError, faultPaths, inDays, NOTHING_WRITTEN, test } from './contract-test'

const dryRunPath = (agentId: string) => `/agents/${agentId}/schedule/sequences?dryRun=true`

test('answers what would happen, and writes nothing', async ({ api, tenant }) => {
  const [first, second, last] = [inDays(1), inDays(2), inDays(3)]
  const answer = await api.post<DryRun>(dryRunPath(tenant.agents.alwaysOn), {
    json: {
      contacts: [
        laterContact(1, { account_id: 'a', scheduledAt: second }),
        laterContact(2, { account_id: 'a', scheduledAt: first }),
        laterContact(3, { account_id: 'b', scheduledAt: last }),
        laterContact(4, { scheduledAt: first }),
      ],
      groupByField: 'account_id',
    },
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.has('location')).toBe(false)
  expect(answer.body).toEqual({
    dryRun: true,
    total: 4,
    accepted: 3,
    rejected: [expect.objectContaining({ index: 3, code: 'GROUP_VALUE_REQUIRED' })],
    reasons: [{ code: 'GROUP_VALUE_REQUIRED', contacts: 1, indexes: [3] }],
    warnings: [0, 1, 2].map((index) => ({ code: 'PHONE_NOT_ASSIGNED', message: expect.any(String), index })),
    credits: { required: 3, available: 100_000 },
    groups: [
      { value: 'a', size: 2 },
      { value: 'b', size: 1 },
    ],
    // The second of chain a waits for the first, whatever time it asked for.
    firstCallAt: second,
    lastCallAt: last,
    estimate: {
      hoursNeeded: expect.any(Number),
      endsAt: expect.any(String),
      ...{ lines: 25, callsPerMinute: null, callSeconds: 90, callsMeasured: 0, callsAhead: 0, hasLaterCalls: false },
    },
  })
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
})

test('judges as the real request does', async ({ api, tenant }) => {
  const json = { contacts: [laterContact(1), laterContact(1), { name: 'x' }, laterContact(2)] }
  const dry = await api.post<DryRun>(dryRunPath(tenant.agents.alwaysOn), { json })
  const real = await api.enroll(tenant.agents.alwaysOn, json)
  const { total, accepted, rejected, warnings } = dry.body
  expect({ total, accepted, rejected, warnings }).toEqual({
    total: real.body.total,
    accepted: real.body.accepted,
    rejected: real.body.rejected,
    warnings: real.body.warnings,
  })
})

test('too few credits show and do not fail it', async ({ api, tenant }) => {
  const { organizationId } = tenant
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 1 } })
  const json = { contacts: laterContacts(3) }
  const answer = await api.post<DryRun>(dryRunPath(tenant.agents.alwaysOn), { json })
  expect(answer.status).toBe(200)
  expect(answer.body.credits).toEqual({ required: 3, available: 1 })
})

test('is refused with an Idempotency-Key, which stays unused', async ({ api, tenant }) => {
  const json = { contacts: [laterContact()] }
  const headers = { 'idempotency-key': 'dry' }
  const answer = await api.post(dryRunPath(tenant.agents.alwaysOn), { json, headers })
  expectError(answer, 400, 'VALIDATION_ERROR')
  expect(faultPaths(answer)).toEqual(['Idempotency-Key'])
  const real = await api.enroll(tenant.agents.alwaysOn, json, headers)
  expect(real.status).toBe(202)
  expect(real.headers.has('idempotent-replayed')).toBe(false)
  // It does not turn into a replay afterwards, either.
  expectError(await api.post(dryRunPath(tenant.agents.alwaysOn), { json, headers }), 400, 'VALIDATION_ERROR')
})

test('fails as the real request does', async ({ api, tenant, stranger }) => {
  const post = <Body = ErrorAnswer>(agentId: string, json: unknown) => api.post<Body>(dryRunPath(agentId), { json })
  const { alwaysOn, misconfigured } = tenant.agents
  expectError(await post(alwaysOn, { contacts: [] }), 400, 'VALIDATION_ERROR')
  expectError(await post(stranger.agents.alwaysOn, { contacts: [laterContact()] }), 404, 'AGENT_NOT_FOUND')
  expectError(await post(misconfigured, { contacts: [laterContact()] }), 422, 'AGENT_MISCONFIGURED')
  const nobody = await post<NoValidContacts>(alwaysOn, { contacts: [{}] })
  expectError(nobody, 422, 'NO_VALID_CONTACTS')
  expect(nobody.body.rejected[0]?.errors.map((fault) => fault.code)).toEqual(['NAME_REQUIRED', 'PHONE_REQUIRED'])
})

test('is asked for by true alone', async ({ api, tenant }) => {
  const json = { contacts: [laterContact()] }
  const path = `/agents/${tenant.agents.alwaysOn}/schedule/sequences`
  for (const value of ['1', 'yes', '', 'TRUE']) {
    const answer = await api.post(`${path}?dryRun=${value}`, { json })
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer)).toEqual(['dryRun'])
  }
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
  expect((await api.post(`${path}?dryRun=false`, { json })).status).toBe(202)
})
