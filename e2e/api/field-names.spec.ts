import type { ErrorAnswer, NoValidContacts } from '@/rest/docs/error-docs'
import { laterContact } from '@/testing/factories'
import { ApiClient } from './api-client'
import { countRows, createUnlimitedTenant, expect, expectError, NOTHING_WRITTEN, test } from './contract-test'
import { TrpcClient } from './trpc-client'

const mistaken: [name: string, meant: string][] = [
  ['scheduled_at', 'write scheduledAt'],
  ['ScheduledAt', 'write scheduledAt'],
  ['timeZone', 'write timezone'],
  ['time zone', 'write timezone'],
  ['phoneNumberExtension', 'write phoneNumberExt'],
  ['phone_number_ext', 'write phoneNumberExt'],
  ['to_email_address', 'write toEmailAddress'],
  ['group_by_field', 'write groupByField'],
  ['bypass-allowed-call-window', 'write bypassAllowedCallWindow'],
  ['default_country', 'write defaultCountry'],
  ['defaultCountry', 'is an option of a request for several contacts'],
  ['allowDuplicates', 'is an option of a request for several contacts'],
  ['dryRun', '?dryRun=true'],
  ['Idempotency-Key', 'header'],
]

test('a misspelt field is no variable: the contact is turned away, at every door', async ({ api, tenant, baseURL }) => {
  const { alwaysOn } = tenant.agents
  const trpc = new TrpcClient(new URL(baseURL ?? '').origin, { 'x-api-key': tenant.apiKey })
  for (const [name, meant] of mistaken) {
    const contact = laterContact(0, { [name]: 'x' })
    const told = { code: 'FIELD_NAME_MISTAKEN', field: name, message: expect.stringContaining(meant) }
    const bulk = await api.enroll<NoValidContacts>(alwaysOn, { contacts: [contact] })
    expectError(bulk, 422, 'NO_VALID_CONTACTS')
    expect(bulk.body.rejected).toMatchObject([{ index: 0, code: 'FIELD_NAME_MISTAKEN', errors: [told] }])
    const single = await api.post(`/agents/${alwaysOn}/schedule/sequence`, { json: contact })
    expectError(single, 400, 'VALIDATION_ERROR')
    expect(single.body.details).toEqual([{ path: name, ...told }])
    const called = await trpc.mutate('enrollment.enrollBatch', { agentId: alwaysOn, contacts: [contact] })
    expect(called.error.code).toBe('NO_VALID_CONTACTS')
    expect(called.error.details).toMatchObject({ rejected: bulk.body.rejected })
  }
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
})

test('an option of the request inside of a contact is one too', async ({ api, tenant }) => {
  for (const name of ['groupByField', 'bypassAllowedCallWindow']) {
    const answer = await api.enroll<NoValidContacts>(tenant.agents.alwaysOn, {
      contacts: [laterContact(0, { [name]: 'account_id' })],
    })
    expect(answer.body.rejected).toMatchObject([{ code: 'FIELD_NAME_MISTAKEN', errors: [{ field: name }] }])
  }
})

test('a name like a field is kept, and warned of, at every door', async ({ api, tenant, baseURL }) => {
  const { alwaysOn } = tenant.agents
  const trpc = new TrpcClient(new URL(baseURL ?? '').origin, { 'x-api-key': tenant.apiKey })
  const contact = laterContact(1, { phoneNumber: '+12125550123', email: 'ada@example.com', tz: 'Europe/Berlin' })
  const warnings = (index: number) => [
    { code: 'FIELD_NAME_SUSPECT', index, message: expect.stringContaining('toEmailAddress') },
    { code: 'FIELD_NAME_SUSPECT', index, message: expect.stringContaining('timezone') },
  ]
  const suspects = (answer: { warnings: { code: string }[] }) =>
    answer.warnings.filter(({ code }) => code === 'FIELD_NAME_SUSPECT')
  const contacts = [laterContact(0), contact]
  const bulk = await api.enroll(alwaysOn, { contacts })
  expect(bulk.status).toBe(202)
  expect(suspects(bulk.body)).toEqual(warnings(1))
  const called = await trpc.mutate<typeof bulk.body>('enrollment.enrollBatch', { agentId: alwaysOn, contacts })
  expect(suspects(called.data)).toEqual(warnings(1))
  const single = await api.post<typeof bulk.body & { sequence: { customInputVariables: object } }>(
    `/agents/${alwaysOn}/schedule/sequence`,
    { json: contact },
  )
  expect(single.status).toBe(201)
  expect(suspects(single.body)).toEqual(warnings(0))
  expect(single.body.sequence.customInputVariables).toEqual({ email: 'ada@example.com', tz: 'Europe/Berlin' })
})

test('what the agent declares is a variable, whatever it looks like', async ({ baseURL }) => {
  const variables = [
    { name: 'scheduled_at', required: true },
    { name: 'email', required: false },
  ]
  const tenant = await createUnlimitedTenant({ agent: { variables } })
  const api = new ApiClient(new URL(baseURL ?? '').origin, tenant.apiKey)
  const json = { contacts: [laterContact(0, { phoneNumber: '+12125550123', scheduled_at: 'monday', email: 'x' })] }
  const answer = await api.enroll(tenant.agents.alwaysOn, json)
  expect(answer.body).toMatchObject({ accepted: 1, rejected: [], warnings: [] })
  const near = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, {
    contacts: [laterContact(0, { scheduled_at: 'monday', Scheduled_At: 'x' })],
  })
  expectError(near, 422, 'NO_VALID_CONTACTS')
})
