import { SCOPES } from '@/domain/access/scopes.rules'
import { insertKey } from '@/domain/api-keys/insert-key'
import { db, transaction } from '@/platform/db'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import { readCreditBooks } from '@/testing/credit-books'
import { laterContact, laterContacts } from '@/testing/factories'
import { countRows, expect, expectError, faultPaths, NOTHING_WRITTEN, test } from './contract-test'

const withKey = (key: string) => ({ 'idempotency-key': key })

test('a repeat gets the first answer byte for byte, and enrolls nobody', async ({ api, tenant }) => {
  const body = { contacts: [laterContact(0), laterContact(0), laterContact(1, { name: 'Zoë 🙂' })] }
  const first = await api.enroll(tenant.agents.alwaysOn, body, withKey('k'))
  expect(first.status).toBe(202)
  expect(first.headers.has('idempotent-replayed')).toBe(false)
  const written = await countRows(tenant.organizationId)
  const repeat = await api.enroll(tenant.agents.alwaysOn, body, withKey('k'))
  expect(repeat.status).toBe(202)
  expect(repeat.text).toBe(first.text)
  expect(repeat.headers.get('location')).toBe(first.headers.get('location'))
  expect(repeat.headers.get('idempotent-replayed')).toBe('true')
  expect(repeat.headers.has('idempotency-payload-mismatch')).toBe(false)
  expect(await countRows(tenant.organizationId)).toEqual(written)
  expect(written).toMatchObject({ batches: 1, keys: 1 })
})

test('the same JSON written otherwise is no mismatch; another body or agent is one', async ({ api, tenant }) => {
  const { alwaysOn, withEmail } = tenant.agents
  const path = (agentId: string) => `/agents/${agentId}/schedule/sequences`
  const headers = { ...withKey('k'), 'content-type': 'application/json' }
  const raw = '{"contacts":[{"name":"Ada","phoneNumber":"+15551234567","n":"é"}],"timezone":"UTC"}'
  const first = await api.post(path(alwaysOn), { raw, headers })
  expect(first.status).toBe(202)

  const otherwise = '{ "timezone":"UTC", "contacts" : [ {"n":"\\u00e9","phoneNumber":"+15551234567","name":"Ada"} ] }'
  const same = await api.post(path(alwaysOn), { raw: otherwise, headers })
  expect(same.text).toBe(first.text)
  expect(same.headers.has('idempotency-payload-mismatch')).toBe(false)

  const different: [agentId: string, raw: string][] = [
    [alwaysOn, raw.replace('Ada', 'Eve')],
    [alwaysOn, raw.replace(',"timezone":"UTC"', '')],
    [alwaysOn, '{"contacts":[]}'],
    [alwaysOn, '[1,2]'],
    [alwaysOn, 'null'],
    [withEmail, raw],
    ['agent.unknown', raw],
  ]
  for (const [agentId, changed] of different) {
    const answer = await api.post(path(agentId), { raw: changed, headers })
    expect(answer.status).toBe(202)
    expect(answer.text).toBe(first.text)
    expect(answer.headers.get('idempotent-replayed')).toBe('true')
    expect(answer.headers.get('idempotency-payload-mismatch')).toBe('true')
  }
  expect(await countRows(tenant.organizationId)).toMatchObject({ batches: 1, keys: 1 })
})

test('a request that failed does not use its key up', async ({ api, tenant, stranger }) => {
  const { organizationId, agents } = tenant
  const headers = withKey('tries')
  const valid = { contacts: laterContacts(3) }
  const enroll = (agentId: string, body: unknown) => api.enroll<ErrorAnswer>(agentId, body, headers)

  const post = (raw: string, type: string) =>
    api.post(`/agents/${agents.alwaysOn}/schedule/sequences`, { raw, headers: { ...headers, 'content-type': type } })
  expectError(await post('{', 'text/plain'), 415, 'UNSUPPORTED_MEDIA_TYPE')
  expectError(await post('{', 'application/json'), 400, 'INVALID_JSON')
  expectError(await enroll(agents.alwaysOn, { contacts: [] }), 400, 'VALIDATION_ERROR')
  expectError(await enroll(stranger.agents.alwaysOn, valid), 404, 'AGENT_NOT_FOUND')
  expectError(await enroll(agents.misconfigured, valid), 422, 'AGENT_MISCONFIGURED')
  expectError(await enroll(agents.alwaysOn, { contacts: [{}] }), 422, 'NO_VALID_CONTACTS')
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 2 } })
  expectError(await enroll(agents.alwaysOn, valid), 402, 'INSUFFICIENT_CREDITS')
  expect(await countRows(organizationId)).toEqual(NOTHING_WRITTEN)

  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 3 } })
  const accepted = await enroll(agents.alwaysOn, valid)
  expect(accepted.status).toBe(202)
  expect(accepted.headers.has('idempotent-replayed')).toBe(false)
})

test('40 requests with one key at once make one batch, and all get its answer', async ({ api, tenant }) => {
  const body = { contacts: laterContacts(20) }
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => api.enroll(tenant.agents.alwaysOn, body, withKey('at-once'))),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(40).fill(202))
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true')).toHaveLength(39)
  expect(answers.some((answer) => answer.headers.has('idempotency-payload-mismatch'))).toBe(false)
  expect(await countRows(tenant.organizationId)).toMatchObject({ batches: 1, contacts: 20, keys: 1, ledger: 2 })
})

test('so they do when the credits are just enough for one', async ({ api, tenant }) => {
  const { organizationId } = tenant
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 20 } })
  await db().creditLedgerEntry.updateMany({ where: { organizationId }, data: { amount: 20 } })
  const body = { contacts: laterContacts(20) }
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => api.enroll(tenant.agents.alwaysOn, body, withKey('all-or-nothing'))),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(40).fill(202))
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  const { balances, ledger } = await readCreditBooks(organizationId)
  expect(balances).toMatchObject([{ allocated: 20, reserved: 20, spent: 0 }])
  expect(ledger).toEqual(balances)
})

test('different bodies with one key at once make one batch, and the others are told of the mismatch', async ({
  api,
  tenant,
}) => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact(n)] }, withKey('mixed')),
    ),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(202))
  expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  const replayed = answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true')
  expect(replayed).toHaveLength(11)
  for (const answer of replayed) expect(answer.headers.get('idempotency-payload-mismatch')).toBe('true')
  expect(await countRows(tenant.organizationId)).toMatchObject({ batches: 1, contacts: 1 })
})

test('a key belongs to its organization, not to the API key it came with', async ({ api, tenant, stranger }) => {
  const first = await api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact()] }, withKey('shared'))
  const theirs = await stranger.api.enroll(stranger.agents.alwaysOn, { contacts: [laterContact()] }, withKey('shared'))
  expect(theirs.status).toBe(202)
  expect(theirs.headers.has('idempotent-replayed')).toBe(false)
  expect(theirs.body.batchId).not.toBe(first.body.batchId)

  const { apiKey } = await transaction((tx) =>
    insertKey(tx, tenant.actor, { name: 'Second key', scopes: SCOPES, test: false, expiresAt: null }),
  )
  const second = await api.withKey(apiKey).enroll(tenant.agents.alwaysOn, {}, withKey('shared'))
  expect(second.text).toBe(first.text)
  expect(second.headers.get('idempotent-replayed')).toBe('true')
})

test('keys are told apart as they are, and have 1 to 255 characters', async ({ api, tenant }) => {
  const body = { contacts: [laterContact()] }
  const enroll = (key: string) => api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, body, withKey(key))
  const seen = new Set<string>()
  for (const key of ['a', 'A', 'a ' + 'b', 'k'.repeat(255), '../../x', "' OR 1=1 --"]) {
    const answer = await enroll(key)
    expect(answer.status).toBe(202)
    expect(answer.headers.has('idempotent-replayed')).toBe(false)
    seen.add(answer.text)
  }
  expect(seen.size).toBe(6)
  for (const key of ['', 'k'.repeat(256)]) {
    const answer = await enroll(key)
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer)).toEqual(['Idempotency-Key'])
  }
})

test('without a key the same request twice is two batches', async ({ api, tenant }) => {
  const body = { contacts: [laterContact()] }
  const [first, second] = [
    await api.enroll(tenant.agents.alwaysOn, body),
    await api.enroll(tenant.agents.alwaysOn, body),
  ]
  expect(second.status).toBe(202)
  expect(second.body.batchId).not.toBe(first.body.batchId)
})
