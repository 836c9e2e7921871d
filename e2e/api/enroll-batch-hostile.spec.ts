import type { BatchRejections } from '@/domain/batches/batch-answer.schema'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { db } from '@/platform/db'
import type { ErrorAnswer, NoValidContacts } from '@/rest/docs/error-docs'
import { laterContact } from '@/testing/factories'
import { countRows, expect, expectError, NOTHING_WRITTEN, test } from './contract-test'

// JSON.stringify writes a lone surrogate as its \u escape, so that it arrives as one.
const NUL = '\u0000'
const HIGH = '\ud800'
const LOW = '\udfff'
const REPLACEMENT = '\ufffd'
const unstorable: [what: string, character: string][] = [
  ['NUL', NUL],
  ['a high surrogate', HIGH],
  ['a low surrogate', LOW],
  ['surrogates in the wrong order', LOW + HIGH],
]

for (const [what, character] of unstorable) {
  test.describe(what, () => {
    test('in a contact turns that contact away, and is stored and echoed replaced', async ({ api, tenant }) => {
      const bad = `a${character}b`
      const hostile: Record<string, unknown>[] = [
        { name: bad },
        { phoneNumber: `+1555123456${character}7` },
        { phoneNumberExt: `1${character}` },
        { timezone: `UTC${character}` },
        { scheduledAt: `2027-03-01T16:00:00Z${character}` },
        { toEmailAddress: `a${character}@example.com` },
        { account_id: bad },
        { [`k${character}`]: 'value' },
        { account_id: { nested: [bad] } },
      ]
      const contacts = [laterContact(0), ...hostile.map((changes, n) => laterContact(n + 1, changes))]
      const answer = await api.enroll(tenant.agents.alwaysOn, { contacts })
      expect(answer.status).toBe(202)
      expect(answer.body.accepted).toBe(1)
      expect(answer.text).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      const codes = answer.body.rejected.map((rejection) => rejection.errors.map((fault) => fault.code))
      for (const of of codes.slice(0, 7)) expect(of).toContain('TEXT_INVALID')
      expect(codes[7]).toEqual(['CONTACT_INVALID'])
      expect(codes[8]).toEqual(['VARIABLE_INVALID'])
      expect(answer.body.rejected[1]?.phoneNumber).toContain(REPLACEMENT)
      expect(answer.body.rejected[7]?.errors[0]?.field).toMatch(new RegExp(`^k${REPLACEMENT}+$`))

      const stored = await api.get<BatchRejections>(`/batches/${answer.body.batchId}/rejected`)
      expect(stored.body.rejected).toEqual(answer.body.rejected)
      const [name] = await db().rejection.findMany({ where: { batchId: answer.body.batchId, index: 1 } })
      expect(JSON.stringify(name?.contact)).toContain(`a${REPLACEMENT}`)
    })

    test("in the request's options is a 400", async ({ api, tenant }) => {
      const contacts = [laterContact()]
      const bad = `a${character}b`
      const bodies = [
        { contacts, groupByField: bad },
        { contacts, timezone: bad },
        { contacts, defaultCountry: `U${character}` },
        { contacts, normalizeFields: [bad] },
        { contacts, [bad]: 1 },
      ]
      for (const body of bodies) {
        const answer = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, body)
        expectError(answer, 400, 'VALIDATION_ERROR')
        expect(answer.text).not.toMatch(/\\u0000|\\ud[89a-f]/i)
      }
      expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
    })
  })
}

test('an emoji, which is two surrogates that belong together, is kept everywhere', async ({ api, tenant }) => {
  const contacts = [laterContact(0, { name: '🙂', account_id: '👩‍👩‍👧‍👦', '🔑': '𝒳' })]
  const answer = await api.enroll(tenant.agents.alwaysOn, { contacts, groupByField: '🔑' })
  expect(answer.body).toMatchObject({ accepted: 1 })
  const stored = await db().contact.findFirst({ where: { batchId: answer.body.batchId } })
  expect(stored).toMatchObject({ name: '🙂', variables: { account_id: '👩‍👩‍👧‍👦', '🔑': '𝒳' } })
})

test.describe('names that reach into prototypes', () => {
  const names = ['__proto__', 'constructor', 'prototype']

  for (const name of names) {
    test(`${name} as a variable turns the contact away`, async ({ api, tenant }) => {
      const send = (value: string) =>
        api.post<AcceptedBatch>(`/agents/${tenant.agents.alwaysOn}/schedule/sequences`, {
          headers: { 'content-type': 'application/json' },
          raw: `{"contacts":[{"name":"A","phoneNumber":"+15550000001"},{"name":"B","phoneNumber":"+15550000002","${name}":${value}}]}`,
        })
      for (const value of ['"text"', '{"polluted":"yes"}', '["x"]', '1', 'true']) {
        const answer = await send(value)
        expect(answer.status).toBe(202)
        expect(answer.body.rejected).toEqual([
          expect.objectContaining({ index: 1, code: 'CONTACT_INVALID', phoneNumber: '+15550000002' }),
        ])
        expect(answer.body.rejected[0]?.errors[0]?.field).toBe(name)
      }
      // Null and blank are the same as absent, for every field and variable.
      expect((await send('null')).body.accepted).toBe(2)
    })

    test(`${name} on the top level is an unknown property`, async ({ api, tenant }) => {
      const answer = await api.post(`/agents/${tenant.agents.alwaysOn}/schedule/sequences`, {
        headers: { 'content-type': 'application/json' },
        raw: `{"contacts":[{"name":"A","phoneNumber":"+15550000001"}],"${name}":{"allowDuplicates":true}}`,
      })
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(answer.body.message).toContain(name)
    })
  }

  test('an inherited property is no field, no variable and no group value', async ({ api, tenant }) => {
    const contacts = [laterContact()]
    const groupByField = 'toString'
    const answer = await api.enroll<NoValidContacts>(tenant.agents.alwaysOn, { contacts, groupByField })
    expectError(answer, 422, 'NO_VALID_CONTACTS')
    expect(answer.body.rejected[0]?.code).toBe('GROUP_VALUE_REQUIRED')
  })
})

test.describe('sizes and depths', () => {
  const enrollRaw = <Body = ErrorAnswer>(
    { api, tenant }: { api: import('./api-client').ApiClient; tenant: { agents: { alwaysOn: string } } },
    raw: string,
  ) =>
    api.post<Body>(`/agents/${tenant.agents.alwaysOn}/schedule/sequences`, {
      raw,
      headers: { 'content-type': 'application/json', 'idempotency-key': 'deep' },
    })

  const deep = (open: string, close: string, depth = 100_000) => open.repeat(depth) + close.repeat(depth)

  test('100,000 levels are refused, wherever they are', async ({ api, tenant }) => {
    const world = { api, tenant }
    expectError(await enrollRaw(world, deep('[', ']')), 400, 'VALIDATION_ERROR')
    expectError(
      await enrollRaw(world, `{"contacts":${deep('{"a":', '}').replace('}', '1}')}}`),
      400,
      'VALIDATION_ERROR',
    )
    expectError(await enrollRaw(world, `{"contacts":[${deep('[', ']')}]}`), 422, 'NO_VALID_CONTACTS')
    const inside = `{"contacts":[{"name":"A","phoneNumber":"+15550000001","x":${deep('[', ']')}}]}`
    const answer = await enrollRaw<NoValidContacts>(world, inside)
    expectError(answer, 422, 'NO_VALID_CONTACTS')
    expect(answer.body.rejected[0]?.errors.map((fault) => fault.code)).toEqual(['VARIABLE_INVALID'])
    expectError(await enrollRaw(world, `{"contacts":[{}],"timezone":${deep('[', ']')}}`), 400, 'VALIDATION_ERROR')
  })

  test('what is kept of a deep contact beside a valid one is cut', async ({ api, tenant }) => {
    const raw = `{"contacts":[{"name":"A","phoneNumber":"+15550000001"},{"name":"B","x":${deep('[', ']')}}]}`
    const answer = await enrollRaw<AcceptedBatch>({ api, tenant }, raw)
    expect(answer.status).toBe(202)
    const [kept] = await db().rejection.findMany({ where: { batchId: answer.body.batchId } })
    expect(JSON.stringify(kept?.contact).length).toBeLessThan(1000)
  })

  test('huge numbers are no texts', async ({ api, tenant }) => {
    const digits = '9'.repeat(5000)
    const raw = `{"contacts":[{"name":1e400,"phoneNumber":${digits}},{"name":"B","phoneNumber":"+15550000001","x":-1e999}]}`
    const answer = await enrollRaw<NoValidContacts>({ api, tenant }, raw)
    expectError(answer, 422, 'NO_VALID_CONTACTS')
    expect(answer.body.rejected.map(({ errors }) => errors.map((fault) => fault.code))).toEqual([
      ['NAME_INVALID', 'PHONE_INVALID'],
      ['VARIABLE_INVALID'],
    ])
    expectError(await enrollRaw({ api, tenant }, `{"contacts":${digits}}`), 400, 'VALIDATION_ERROR')
  })

  test('contacts that are anything but objects are turned away one by one', async ({ api, tenant }) => {
    const contacts = [[], [laterContact()], 'x', '', 1, 0, true, false, null, laterContact()]
    const answer = await api.enroll(tenant.agents.alwaysOn, { contacts })
    expect(answer.body).toMatchObject({ total: 10, accepted: 1 })
    expect(answer.body.rejected.map(({ index, code, phoneNumber }) => [index, code, phoneNumber])).toEqual(
      contacts.slice(0, 9).map((_, index) => [index, 'CONTACT_INVALID', '']),
    )
  })

  test('fields that are lists or objects are told as what they are not', async ({ api, tenant }) => {
    const field = { length: 1, toString: 'x', trim: 1 }
    const contact = {
      name: field,
      phoneNumber: ['+15551234567'],
      phoneNumberExt: 12,
      timezone: {},
      scheduledAt: 1_800_000_000_000,
      toEmailAddress: ['a@example.com'],
      account_id: [],
    }
    const answer = await api.enroll<NoValidContacts>(tenant.agents.alwaysOn, { contacts: [contact] })
    expectError(answer, 422, 'NO_VALID_CONTACTS')
    expect(answer.body.rejected[0]?.errors.map(({ code, field: of }) => [code, of])).toEqual([
      ['NAME_INVALID', 'name'],
      ['PHONE_INVALID', 'phoneNumber'],
      ['PHONE_EXTENSION_INVALID', 'phoneNumberExt'],
      ['TIMEZONE_INVALID', 'timezone'],
      ['SCHEDULED_AT_INVALID', 'scheduledAt'],
      ['EMAIL_INVALID', 'toEmailAddress'],
      ['VARIABLE_INVALID', 'account_id'],
    ])
  })

  test('a contact with a hundred variables is taken, with one more it is not', async ({ api, tenant }) => {
    const variables = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`v${n}`, 'x']))
    const contacts = [
      laterContact(0, variables(100)),
      laterContact(1, variables(101)),
      laterContact(2, variables(5000)),
    ]
    const answer = await api.enroll(tenant.agents.alwaysOn, { contacts })
    expect(answer.body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, 'CONTACT_INVALID'],
      [2, 'CONTACT_INVALID'],
    ])
  })
})
