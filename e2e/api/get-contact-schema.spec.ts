import Ajv from 'ajv/dist/2020.js'
import type { ContactJsonSchema } from '@/domain/contacts/contact-json-schema.rules'
import { laterContact } from '@/testing/factories'
import { expect, expectError, test } from './contract-test'

const ajv = new Ajv({ strict: false, validateFormats: false })

test('is a JSON Schema with the required variables of the agent', async ({ api, tenant }) => {
  const answer = await api.get<ContactJsonSchema>(`/agents/${tenant.agents.officeHours}/contact-schema`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(answer.body.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  expect(answer.body.required).toEqual(['name', 'phoneNumber', 'account_id', 'plan'])
  expect(Object.keys(answer.body.properties as object)).toEqual(
    expect.arrayContaining(['phoneNumberExt', 'timezone', 'scheduledAt', 'toEmailAddress']),
  )
})

test('an agent that writes mails requires an address', async ({ api, tenant }) => {
  const answer = await api.get<ContactJsonSchema>(`/agents/${tenant.agents.withEmail}/contact-schema`)
  expect(answer.body.required).toContain('toEmailAddress')
})

test('what it refuses is refused on enrollment, what it takes is taken', async ({ api, tenant }) => {
  const { officeHours } = tenant.agents
  const { body } = await api.get<ContactJsonSchema>(`/agents/${officeHours}/contact-schema`)
  const isContact = ajv.compile(body)
  const good = { ...laterContact(1, { account_id: 'a', plan: 'b', note: 'more' }), scheduledAt: null }
  const bad = [
    { ...good, phoneNumber: '' },
    { ...good, plan: undefined },
    { ...good, account_id: 5 },
    { ...good, note: 'x'.repeat(2001) },
    { ...good, phoneNumberExt: 'abc' },
    { ...good, name: 'x'.repeat(201) },
  ]
  expect(isContact(JSON.parse(JSON.stringify(good)))).toBe(true)
  for (const contact of bad) expect(isContact(JSON.parse(JSON.stringify(contact)))).toBe(false)
  const answer = await api.enroll(officeHours, { contacts: [good, ...bad] })
  expect(answer.status).toBe(202)
  expect(answer.body.rejected.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6])
})

test('wants a good key, and an agent of one’s own', async ({ api, tenant, stranger }) => {
  const path = `/agents/${tenant.agents.alwaysOn}/contact-schema`
  expectError(await api.withKey(null).get(path), 401, 'UNAUTHORIZED')
  expectError(await api.withKey('x').get(path), 401, 'INVALID_API_KEY')
  for (const agentId of ['agent.01m84r5fxaeqb96td0q31jyzc5', 'x', stranger.agents.alwaysOn]) {
    expectError(await api.get(`/agents/${agentId}/contact-schema`), 404, 'AGENT_NOT_FOUND')
  }
})
