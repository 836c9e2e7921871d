import { db } from '@/platform/db'
import { readCreditBooks } from '@/testing/credit-books'
import { laterContact } from '@/testing/factories'
import type { ApiClient, BatchBody, ErrorBody } from './api-client'
import { countRows, expect, expectError, faultPaths, inDays, NOTHING_WRITTEN, test } from './contract-test'

type SingleBody = {
  sequence: {
    sequenceId: string
    name: string
    phoneNumber: string
    scheduledAt: string
    toEmailAddress: string | null
    customInputVariables: Record<string, string>
    timezone: string
    scheduledBy: string
    steps: { stepType: string; delaySeconds: number }[]
  }
}

type SequenceBody = {
  sequenceId: string
  batchId: string
  lifecycleStatus: string
  chain: { value: string; position: number } | null
}

const path = (agentId: string) => `/agents/${agentId}/schedule/sequence`

function enroll<Body = SingleBody>(api: ApiClient, agentId: string, json: unknown, headers = {}) {
  return api.post<Body>(path(agentId), { json, headers })
}

const sequenceOf = async (api: ApiClient, sequenceId: string) =>
  (await api.get<SequenceBody>(`/sequences/${sequenceId}`)).body

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
  })
  const { sequenceId } = answer.body.sequence
  expect(answer.headers.get('location')).toBe(`/api/v1/sequences/${sequenceId}`)
  const sequence = await sequenceOf(api, sequenceId)
  expect(sequence).toMatchObject({ sequenceId, lifecycleStatus: 'scheduled', chain: null })
  const batch = await api.get<BatchBody>(`/batches/${sequence.batchId}`)
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

test('a group is joined: whoever comes second waits', async ({ api, tenant }) => {
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

test('30 of one group at once make one chain with 30 places', async ({ api, tenant }) => {
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

test('400: an invalid contact has its stable codes in details', async ({ api, tenant }) => {
  const contact = { phoneNumber: 5, plan: 'pro', timezone: 'Mars' }
  const answer = await enroll<ErrorBody>(api, tenant.agents.officeHours, contact)
  expectError(answer, 400, 'VALIDATION_ERROR')
  expect(answer.body.details).toEqual(
    ['NAME_REQUIRED', 'PHONE_INVALID', 'TIMEZONE_INVALID', 'VARIABLE_REQUIRED'].map((code) => ({
      code,
      field: expect.any(String),
      message: expect.any(String),
    })),
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
  await db().$transaction([
    db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 1 } }),
    db().creditLedgerEntry.updateMany({ where: { organizationId }, data: { amount: 1 } }),
  ])
  const contact = laterContact(0, { account_id: 'a', groupByField: 'account_id' })
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => enroll(api, tenant.agents.alwaysOn, contact, { 'idempotency-key': 'at once' })),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(40).fill(201))
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  expect(await countRows(organizationId)).toMatchObject({ batches: 1, contacts: 1, chains: 1, keys: 1 })
  expect(await db().sequence.count({ where: { organizationId } })).toBe(1)
})
