import type { Batch } from '@/domain/batches/batch-answer.schema'
import type { ScheduledContact, SingleDryRun } from '@/domain/enrollment/enrollment-answer.schema'
import type { Sequence } from '@/domain/sequences/sequence-answer.schema'
import { db } from '@/platform/db'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import { readCreditBooks } from '@/testing/credit-books'
import { laterContact } from '@/testing/factories'
import type { ApiClient } from './api-client'
import { countRows, expect, expectError, faultPaths, inDays, NOTHING_WRITTEN, test } from './contract-test'

const path = (agentId: string) => `/agents/${agentId}/schedule/sequence`

function enroll<Body = ScheduledContact>(api: ApiClient, agentId: string, json: unknown, headers = {}) {
  return api.post<Body>(path(agentId), { json, headers })
}

const sequenceOf = async (api: ApiClient, sequenceId: string) =>
  (await api.get<Sequence>(`/sequences/${sequenceId}`)).body

test('201: the sequence exists when the answer is sent', async ({ api, tenant }) => {
  const scheduledAt = inDays(1)
  const answer = await enroll(api, tenant.agents.officeHours, {
    name: ' John Doe ',
    phoneNumber: '+1 (212) 555-1234',
    scheduledAt,
    bypassAllowedCallWindow: true,
    account_id: 'acme-123',
    plan: 'pro',
  })
  expect(answer.status).toBe(201)
  expect(answer.body).toEqual({
    sequence: {
      sequenceId: expect.stringMatching(/^call-sequence\.[0-7][0-9a-hjkmnp-tv-z]{25}$/),
      name: 'John Doe',
      phoneNumber: '+12125551234',
      scheduledAt,
      batchId: expect.any(String),
      lifecycleStatus: 'scheduled',
      chain: null,
      toEmailAddress: null,
      customInputVariables: { account_id: 'acme-123', plan: 'pro' },
      // By the number, before the agent's first timezone.
      timezone: 'America/New_York',
      scheduledBy: 'API',
      steps: [
        { stepType: 'CALL', delaySeconds: 0 },
        { stepType: 'CALL', delaySeconds: 86_400 },
      ],
    },
    warnings: [],
  })
  const { sequenceId, batchId } = answer.body.sequence
  expect(answer.headers.get('location')).toBe(`/api/v1/sequences/${sequenceId}`)
  const sequence = await sequenceOf(api, sequenceId)
  expect(sequence).toMatchObject({ sequenceId, batchId, lifecycleStatus: 'scheduled', chain: null })
  const batch = await api.get<Batch>(`/batches/${sequence.batchId}`)
  expect(batch.body).toMatchObject({
    status: 'active',
    total: 1,
    accepted: 1,
    rejected: 0,
    sequences: { scheduled: 1 },
    chains: 0,
  })
  const { balances, ledger } = await readCreditBooks(tenant.organizationId)
  expect(balances).toMatchObject([{ reserved: 1 }])
  expect(ledger).toEqual(balances)
})

test('the timezone is the contact’s own, else its number’s, else the agent’s', async ({ api, tenant }) => {
  const zone = async (changes: Record<string, unknown>) => {
    const answer = await enroll(api, tenant.agents.alwaysOn, laterContact(0, changes))
    return answer.body.sequence.timezone
  }
  expect(await zone({ timezone: 'asia/tokyo', phoneNumber: '+442079460958' })).toBe('Asia/Tokyo')
  expect(await zone({ phoneNumber: '+442079460958' })).toBe('Europe/London')
  expect(await zone({ phoneNumber: '+81312345678' })).toBe('Asia/Tokyo')
})

test('a number of several zones that disagree has the agent’s first timezone', async ({ api, tenant }) => {
  for (const phoneNumber of ['+18005551234', '+18885551234', '+15551234567', '+12085551234', '+80012345678']) {
    const answer = await enroll(api, tenant.agents.alwaysOn, laterContact(0, { phoneNumber }))
    expect(answer.body.sequence.timezone, phoneNumber).toBe('America/New_York')
  }
})

test('a chain is joined: whoever comes second waits', async ({ api, tenant }) => {
  const join = (n: number, account_id: string) =>
    enroll(api, tenant.agents.alwaysOn, laterContact(n, { account_id, groupByField: 'account_id' }))
  const ids: string[] = []
  for (const [n, value] of ['a', 'a', 'b', ' a '].entries()) ids.push((await join(n, value)).body.sequence.sequenceId)
  const sequences = await Promise.all(ids.map((id) => sequenceOf(api, id)))
  expect(sequences.map(({ lifecycleStatus, chain }) => [lifecycleStatus, chain?.value, chain?.position])).toEqual([
    ['scheduled', 'a', 0],
    ['waiting', 'a', 1],
    ['scheduled', 'b', 0],
    ['waiting', 'a', 2],
  ])
})

test('whoever waits is told so: no time, the place in the chain, and the batch', async ({ api, tenant }) => {
  const join = (n: number) =>
    enroll(api, tenant.agents.alwaysOn, laterContact(n, { account_id: ' a ', groupByField: 'account_id' }))
  const first = (await join(0)).body.sequence
  const second = (await join(1)).body.sequence
  expect(first).toMatchObject({
    lifecycleStatus: 'scheduled',
    scheduledAt: expect.any(String),
    chain: { value: 'a', position: 0 },
    customInputVariables: { account_id: 'a' },
  })
  expect(second).toMatchObject({
    lifecycleStatus: 'waiting',
    scheduledAt: null,
    chain: { value: 'a', position: 1 },
  })
  for (const { sequenceId, batchId, lifecycleStatus } of [first, second]) {
    expect(await sequenceOf(api, sequenceId)).toMatchObject({ batchId, lifecycleStatus })
  }
})

test.describe('a dry run', () => {
  const dryRun = <Body = SingleDryRun>(api: ApiClient, agentId: string, json: unknown, headers = {}) =>
    api.post<Body>(`${path(agentId)}?dryRun=true`, { json, headers })

  test('answers what would happen, and writes nothing', async ({ api, tenant }) => {
    const contact = laterContact(0, { phoneNumber: '(212) 555-1234', account_id: 'a', groupByField: 'account_id' })
    const answer = await dryRun(api, tenant.agents.alwaysOn, contact)
    expect(answer.status).toBe(200)
    expect(answer.headers.has('location')).toBe(false)
    const { scheduledAt } = contact
    expect(answer.body).toEqual({
      dryRun: true,
      total: 1,
      accepted: 1,
      rejected: [],
      reasons: [],
      warnings: [],
      credits: { required: 1, available: 100_000 },
      groups: [{ value: 'a', size: 1 }],
      firstCallAt: scheduledAt,
      lastCallAt: scheduledAt,
      estimate: expect.any(Object),
      sequence: {
        name: 'Contact 0',
        phoneNumber: '+12125551234',
        scheduledAt,
        lifecycleStatus: 'scheduled',
        chain: { value: 'a', position: 0 },
        toEmailAddress: null,
        customInputVariables: { account_id: 'a' },
        timezone: 'America/New_York',
        scheduledBy: 'API',
        steps: [{ stepType: 'CALL', delaySeconds: 0 }],
      },
    })
    expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
    expect(await db().sequence.count({ where: { organizationId: tenant.organizationId } })).toBe(0)
  })

  test('knows the chain that the contact would join, and leaves it as it is', async ({ api, tenant }) => {
    const { alwaysOn } = tenant.agents
    const member = (n: number) => laterContact(n, { account_id: 'a', groupByField: 'account_id' })
    await enroll(api, alwaysOn, member(0))
    const before = await countRows(tenant.organizationId)
    const dry = await dryRun(api, alwaysOn, member(1))
    expect(dry.body).toMatchObject({
      firstCallAt: null,
      sequence: { lifecycleStatus: 'waiting', scheduledAt: null, chain: { value: 'a', position: 1 } },
    })
    expect(await countRows(tenant.organizationId)).toEqual(before)
    const real = (await enroll(api, alwaysOn, member(1))).body.sequence
    const { sequenceId: _, batchId: __, ...rest } = real
    expect(rest).toEqual(dry.body.sequence)
  })

  test('too few credits show and do not fail it', async ({ api, tenant }) => {
    const { organizationId, agents } = tenant
    await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 0 } })
    const answer = await dryRun(api, agents.alwaysOn, laterContact())
    expect(answer.status).toBe(200)
    expect(answer.body.credits).toEqual({ required: 1, available: 0 })
  })

  test('fails as the real request does, and takes no Idempotency-Key', async ({ api, tenant, stranger }) => {
    const { alwaysOn, misconfigured } = tenant.agents
    const contact = laterContact()
    const withKey = await dryRun<ErrorAnswer>(api, alwaysOn, contact, { 'idempotency-key': 'dry' })
    expectError(withKey, 400, 'VALIDATION_ERROR')
    expect(faultPaths(withKey)).toEqual(['Idempotency-Key'])
    expectError(await dryRun<ErrorAnswer>(api, alwaysOn, { name: '' }), 400, 'VALIDATION_ERROR')
    expectError(await dryRun<ErrorAnswer>(api, stranger.agents.alwaysOn, contact), 404, 'AGENT_NOT_FOUND')
    expectError(await dryRun<ErrorAnswer>(api, misconfigured, contact), 422, 'AGENT_MISCONFIGURED')
    const real = await enroll(api, alwaysOn, contact, { 'idempotency-key': 'dry' })
    expect(real.status).toBe(201)
    expect(real.headers.has('idempotent-replayed')).toBe(false)
  })

  test('is asked for in the query, as true or false alone', async ({ api, tenant }) => {
    const { alwaysOn } = tenant.agents
    for (const value of ['1', 'yes', '', 'TRUE']) {
      const answer = await api.post(`${path(alwaysOn)}?dryRun=${value}`, { json: laterContact() })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(faultPaths(answer)).toEqual(['dryRun'])
    }
    for (const dry of [true, 'true']) {
      const answer = await enroll<ErrorAnswer>(api, alwaysOn, laterContact(0, { dryRun: dry }))
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(answer.body.details).toEqual([expect.objectContaining({ code: 'FIELD_NAME_MISTAKEN', field: 'dryRun' })])
    }
    expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
    expect((await api.post(`${path(alwaysOn)}?dryRun=false`, { json: laterContact() })).status).toBe(201)
  })
})

test('30 with one group value at once make one chain with 30 places', async ({ api, tenant }) => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      enroll(api, tenant.agents.alwaysOn, laterContact(n, { account_id: 'same', groupByField: 'account_id' })),
    ),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(30).fill(201))
  const { organizationId } = tenant
  const chains = await db().chain.findMany({ where: { organizationId } })
  expect(chains).toHaveLength(1)
  const sequences = await db().sequence.findMany({ where: { organizationId }, orderBy: { chainPosition: 'asc' } })
  expect(sequences.map(({ chainPosition }) => chainPosition)).toEqual(Array.from({ length: 30 }, (_, n) => n))
  expect(sequences.filter(({ status }) => status === 'scheduled')).toHaveLength(1)
})

test('400: a faulty contact has its stable codes in details', async ({ api, tenant }) => {
  const contact = { phoneNumber: 5, plan: 'pro', timezone: 'Mars' }
  const answer = await enroll<ErrorAnswer>(api, tenant.agents.officeHours, contact)
  expectError(answer, 400, 'VALIDATION_ERROR')
  expect(answer.body.details).toEqual(
    [
      ['NAME_REQUIRED', 'name'],
      ['PHONE_INVALID', 'phoneNumber'],
      ['TIMEZONE_INVALID', 'timezone'],
      ['VARIABLE_REQUIRED', 'account_id'],
    ].map(([code, field]) => ({ path: field, message: expect.any(String), code, field })),
  )
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
})

test('400: what is no object, and options that make no sense', async ({ api, tenant }) => {
  for (const json of [null, [], [laterContact()], 'x', 5]) {
    expectError(await api.post(path(tenant.agents.alwaysOn), { json }), 400, 'VALIDATION_ERROR')
  }
  const faults: [changes: Record<string, unknown>, field: string][] = [
    [{ groupByField: 'name' }, 'groupByField'],
    [{ groupByField: 'a\u0000' }, 'groupByField'],
    [{ bypassAllowedCallWindow: 'yes' }, 'bypassAllowedCallWindow'],
    [{ priority: 'high' }, 'priority'],
  ]
  for (const [changes, field] of faults) {
    const answer = await api.post(path(tenant.agents.alwaysOn), { json: laterContact(0, changes) })
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer)).toEqual([field])
  }
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    const raw = `{"name":"A","phoneNumber":"+15550000001","${name}":{"x":"y"}}`
    const headers = { 'content-type': 'application/json' }
    const answer = await api.post(path(tenant.agents.alwaysOn), { raw, headers })
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(answer.body.details).toEqual([expect.objectContaining({ code: 'CONTACT_INVALID', field: name })])
  }
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
})

test('402, 404 and 422 are as for many', async ({ api, tenant, stranger }) => {
  const { organizationId, agents } = tenant
  const post = (agentId: string) => api.post(path(agentId), { json: laterContact() })
  expectError(await post(stranger.agents.alwaysOn), 404, 'AGENT_NOT_FOUND')
  expectError(await post('x'), 404, 'AGENT_NOT_FOUND')
  expectError(await post(agents.misconfigured), 422, 'AGENT_MISCONFIGURED')
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 0 } })
  const poor = await post(agents.alwaysOn)
  expectError(poor, 402, 'INSUFFICIENT_CREDITS')
  expect(poor.body.details).toEqual({ required: 1, available: 0 })
  expect(await countRows(organizationId)).toEqual(NOTHING_WRITTEN)
})

test('idempotency: a repeat gets the first answer, and a bulk request has keys of its own', async ({ api, tenant }) => {
  const { alwaysOn } = tenant.agents
  const headers = { 'idempotency-key': 'k' }
  const contact = laterContact()
  const first = await enroll(api, alwaysOn, contact, headers)
  const repeat = await enroll(api, alwaysOn, contact, headers)
  expect(repeat.status).toBe(201)
  expect(repeat.text).toBe(first.text)
  expect(repeat.headers.get('idempotent-replayed')).toBe('true')
  expect(repeat.headers.get('location')).toBe(first.headers.get('location'))
  const other = await enroll(api, alwaysOn, { nonsense: true }, headers)
  expect(other.text).toBe(first.text)
  expect(other.headers.get('idempotency-payload-mismatch')).toBe('true')
  const bulk = await api.enroll(alwaysOn, { contacts: [contact] }, headers)
  expect(bulk.status).toBe(202)
  expect(bulk.headers.has('idempotent-replayed')).toBe(false)
  expect(await countRows(tenant.organizationId)).toMatchObject({ batches: 2, contacts: 2, keys: 2 })
})

test('idempotency: 40 at once with one key make one sequence, also when the credits are just enough', async ({
  api,
  tenant,
}) => {
  const { organizationId } = tenant
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 1 } })
  await db().creditLedgerEntry.updateMany({ where: { organizationId }, data: { amount: 1 } })
  const contact = laterContact(0, { account_id: 'a', groupByField: 'account_id' })
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => enroll(api, tenant.agents.alwaysOn, contact, { 'idempotency-key': 'at once' })),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(40).fill(201))
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  expect(await countRows(organizationId)).toMatchObject({ batches: 1, contacts: 1, chains: 1, keys: 1 })
  expect(await db().sequence.count({ where: { organizationId } })).toBe(1)
})
