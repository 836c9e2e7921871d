import type { Batch } from '@/domain/batches/batch-answer.schema'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { db } from '@/platform/db'
import type { ErrorAnswer, NoValidContacts } from '@/rest/docs/error-docs'
import { laterContact, laterContacts } from '@/testing/factories'
import { countRows, expect, expectError, faultPaths, inDays, NOTHING_WRITTEN, test } from './contract-test'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test.describe('202', () => {
  test('tells the batch, its counts and where it is', async ({ api, tenant }) => {
    const contacts = laterContacts(3).map((contact, n) => ({ ...contact, phoneNumber: `+1212200000${n}` }))
    const answer = await api.enroll(tenant.agents.alwaysOn, { contacts })
    expect(answer.status).toBe(202)
    expect(Object.keys(answer.body)).toEqual(['batchId', 'total', 'accepted', 'rejected', 'warnings'])
    expect(answer.body).toEqual({
      batchId: expect.stringMatching(UUID),
      total: 3,
      accepted: 3,
      rejected: [],
      warnings: [],
    })
    const { headers } = answer
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('location')).toBe(`/api/v1/batches/${answer.body.batchId}`)
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('x-request-id')).toMatch(/\S/)
    for (const name of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']) {
      expect(headers.get(name), name).toMatch(/^\d+$/)
    }
    expect(headers.has('idempotent-replayed')).toBe(false)
    expect(headers.has('idempotency-payload-mismatch')).toBe(false)
    const located = await api.get<Batch>(String(headers.get('location')).replace('/api/v1', ''))
    expect(located.body.batchId).toBe(answer.body.batchId)
  })

  test('accepts all that a contact can have, and stores it as the rules say', async ({ api, tenant }) => {
    const scheduledAt = inDays(2)
    const answer = await api.enroll(tenant.agents.alwaysOn, {
      contacts: [
        {
          name: '  John Doe  ',
          phoneNumber: 'tel:+1 (555) 123-4567',
          phoneNumberExt: '12',
          timezone: 'america/chicago',
          scheduledAt,
          toEmailAddress: 'john@example.com',
          externalId: ' crm-48151',
          account_id: 'acme-123',
          prospect_name: "JEAN-LUC O'NEIL",
          note: 'żółć 🙂',
          blank: '  ',
          absent: null,
        },
        { name: 'Read in GB', phoneNumber: '020 7946 0958', timezone: '', toEmailAddress: null },
      ],
      timezone: 'Europe/London',
      normalizeFields: ['prospect_name'],
      allowDuplicates: false,
      bypassAllowedCallWindow: true,
      defaultCountry: 'GB',
    })
    const warnings = [{ code: 'PHONE_NOT_ASSIGNED', message: expect.stringContaining('+15551234567'), index: 0 }]
    expect(answer.body).toMatchObject({ total: 2, accepted: 2, rejected: [], warnings })
    const stored = await db().contact.findMany({ where: { batchId: answer.body.batchId }, orderBy: { index: 'asc' } })
    expect(stored).toMatchObject([
      {
        index: 0,
        name: 'John Doe',
        phoneNumber: '+15551234567',
        phoneNumberExt: '12',
        timezone: 'America/Chicago',
        scheduledAt: new Date(scheduledAt),
        toEmailAddress: 'john@example.com',
        externalId: 'crm-48151',
      },
      {
        index: 1,
        name: 'Read in GB',
        phoneNumber: '+442079460958',
        timezone: 'Europe/London',
        toEmailAddress: null,
        externalId: null,
      },
    ])
    expect(stored[0]?.variables).toEqual({ account_id: 'acme-123', prospect_name: "Jean-Luc O'Neil", note: 'żółć 🙂' })
    expect(stored[1]?.variables).toEqual({})
  })

  test('says of each contact that was turned away which one, and all that is wrong with it', async ({
    api,
    tenant,
  }) => {
    const answer = await api.enroll(tenant.agents.officeHours, {
      contacts: [
        laterContact(1, { account_id: 'a', plan: 'pro' }),
        { name: 'No variables', phoneNumber: '+15550000002' },
        laterContact(3, {
          account_id: 'a',
          plan: ' ',
          name: '',
          timezone: '+05:00',
          toEmailAddress: 'nobody',
          externalId: 'crm-3',
        }),
        { name: 'Same number', phoneNumber: '+1 (555) 000-0001', account_id: 'b', plan: 'pro' },
        { name: 'Numeric', phoneNumber: 15550000005, account_id: 'b', plan: 'pro' },
        'a text',
        laterContact(6, { account_id: 6, plan: 'pro' }),
      ],
      bypassAllowedCallWindow: true,
    })
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ total: 7, accepted: 1 })
    const { rejected } = answer.body
    expect(rejected.map(({ index, code, phoneNumber }) => [index, code, phoneNumber])).toEqual([
      [1, 'VARIABLE_REQUIRED', '+15550000002'],
      [2, 'NAME_REQUIRED', '+15550000003'],
      [3, 'DUPLICATE_PHONE', '+1 (555) 000-0001'],
      [4, 'PHONE_INVALID', ''],
      [5, 'CONTACT_INVALID', ''],
      [6, 'VARIABLE_INVALID', '+15550000006'],
    ])
    expect(rejected[1]).toMatchObject({ externalId: 'crm-3' })
    expect(rejected[0]).toEqual({
      index: 1,
      phoneNumber: '+15550000002',
      error: 'Missing custom input variables: account_id, plan.',
      code: 'VARIABLE_REQUIRED',
      errors: [
        {
          code: 'VARIABLE_REQUIRED',
          field: 'account_id',
          message: 'Missing custom input variables: account_id, plan.',
        },
      ],
    })
    expect(rejected[1]?.errors.map((fault) => fault.code)).toEqual([
      'NAME_REQUIRED',
      'TIMEZONE_INVALID',
      'EMAIL_INVALID',
      'VARIABLE_REQUIRED',
    ])
    expect(rejected[1]?.error).toBe(rejected[1]?.errors.map((fault) => fault.message).join(' '))
    expect(rejected[2]?.error).toContain('0')
  })

  test('echoes a phone number cut at 64 characters, on a code point', async ({ api, tenant }) => {
    const phoneNumber = `${'1'.repeat(63)}🙂🙂`
    const answer = await api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact(), { name: 'x', phoneNumber }] })
    expect(answer.body.rejected[0]?.phoneNumber).toBe(`${'1'.repeat(63)}🙂`)
  })

  test('warns where normalization is asked for and not switched on', async ({ api, tenant }) => {
    await db().organization.update({ where: { id: tenant.organizationId }, data: { normalizationEnabled: false } })
    const contacts = [laterContact(0, { phoneNumber: '+14155552671', prospect_name: 'ADA' })]
    const answer = await api.enroll(tenant.agents.alwaysOn, { contacts, normalizeFields: ['prospect_name'] })
    expect(answer.body.warnings).toEqual([{ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) }])
    const stored = await db().contact.findFirst({ where: { batchId: answer.body.batchId } })
    expect(stored?.variables).toEqual({ prospect_name: 'ADA' })
  })

  test('groups by a variable: the first valid contact of each value goes first', async ({ api, tenant }) => {
    const scheduledAt = inDays(1)
    const of = (n: number, account_id: string | null, changes = {}) =>
      laterContact(n, { account_id, scheduledAt, ...changes })
    const answer = await api.enroll(tenant.agents.alwaysOn, {
      contacts: [of(0, 'a', { name: '' }), of(1, 'a'), of(2, 'b'), of(3, ' a '), of(4, 'A'), of(5, null)],
      groupByField: 'account_id',
    })
    expect(answer.body).toMatchObject({ total: 6, accepted: 4 })
    expect(answer.body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, 'NAME_REQUIRED'],
      [5, 'GROUP_VALUE_REQUIRED'],
    ])
    const { batchId } = answer.body
    const chains = await db().chain.findMany({ where: { batchId } })
    const contacts = await db().contact.findMany({ where: { batchId }, orderBy: { index: 'asc' } })
    const chainValue = (id: string | null) => chains.find((chain) => chain.id === id)?.value
    expect(contacts.map(({ index, chainId, chainPosition }) => [index, chainValue(chainId), chainPosition])).toEqual([
      [1, 'a', 0],
      [2, 'b', 0],
      [3, 'a', 1],
      [4, 'A', 0],
    ])
    for (const chain of chains) expect(chain).toMatchObject({ variable: 'account_id', closedAt: null })
  })

  test('takes the same number twice when duplicates are allowed', async ({ api, tenant }) => {
    const contacts = [laterContact(), laterContact(), laterContact(0, { phoneNumberExt: '7' })]
    const refused = await api.enroll(tenant.agents.alwaysOn, { contacts })
    expect(refused.body).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'DUPLICATE_PHONE' }] })
    const allowed = await api.enroll(tenant.agents.alwaysOn, { contacts, allowDuplicates: true })
    expect(allowed.body).toMatchObject({ accepted: 3, rejected: [] })
  })

  test('writes all of a batch: rows, credits, snapshot and event', async ({ api, tenant }) => {
    const { organizationId } = tenant
    const answer = await api.enroll(tenant.agents.alwaysOn, {
      contacts: [laterContact(0, { account_id: 'a' }), laterContact(1), laterContact(2, { account_id: 'a' })],
      groupByField: 'account_id',
    })
    const { batchId } = answer.body
    expect(await countRows(organizationId)).toEqual({
      batches: 1,
      contacts: 2,
      rejections: 1,
      chains: 1,
      keys: 0,
      ledger: 2,
    })
    expect(await db().batch.findUniqueOrThrow({ where: { id: batchId } })).toMatchObject({
      organizationId,
      source: 'api',
      total: 3,
      accepted: 2,
      rejected: 1,
      chains: 1,
      steps: [{ stepType: 'CALL', delaySeconds: 0 }],
      outcomes: [{ name: 'interested' }, { name: 'not_interested' }],
      creditsPerContact: 1,
      chainAdvance: 'call',
    })
    const reservation = { kind: 'reservation', amount: 2, batchId }
    expect(await db().creditLedgerEntry.findMany({ where: { batchId } })).toMatchObject([reservation])
    const [event] = await db().rows<{ name: string }>`
      SELECT name FROM outbox_events WHERE data ->> 'batchId' = ${batchId}`
    expect(event?.name).toBe('enrollment/batch.accepted')
  })

  test('1,000 contacts are accepted', async ({ api, tenant }) => {
    const contacts = laterContacts(1000)
    const answer = await api.enroll(tenant.agents.alwaysOn, { contacts })
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ total: 1000, accepted: 1000, rejected: [] })
    const stored = await db().contact.findMany({
      where: { batchId: answer.body.batchId },
      orderBy: { index: 'asc' },
      select: { index: true, phoneNumber: true },
    })
    expect(stored).toEqual(contacts.map(({ phoneNumber }, index) => ({ index, phoneNumber })))
  })

  test('of 1,000 contacts with one valid, 999 are told and kept', async ({ api, tenant }) => {
    const contacts = laterContacts(1000).map((contact, n) => (n === 500 ? contact : { ...contact, name: '' }))
    const answer = await api.enroll(tenant.agents.alwaysOn, { contacts })
    expect(answer.body).toMatchObject({ total: 1000, accepted: 1 })
    expect(answer.body.rejected.map(({ index }) => index)).toEqual(
      Array.from({ length: 1000 }, (_, n) => n).filter((n) => n !== 500),
    )
    expect(await countRows(tenant.organizationId)).toMatchObject({ contacts: 1, rejections: 999 })
  })
})

test.describe('400', () => {
  const contacts = [laterContact()]
  const malformed: [what: string, body: unknown, path: string][] = [
    ['contacts missing', {}, 'contacts'],
    ['contacts null', { contacts: null }, 'contacts'],
    ['contacts empty', { contacts: [] }, 'contacts'],
    ['contacts an object', { contacts: { 0: laterContact(), length: 1 } }, 'contacts'],
    ['contacts a text', { contacts: 'x' }, 'contacts'],
    ['1,001 contacts', { contacts: laterContacts(1001) }, 'contacts'],
    ['an unknown property', { contacts, groupBy: 'account_id' }, ''],
    ['an unknown timezone', { contacts, timezone: 'Mars/Olympus' }, 'timezone'],
    ['an offset as timezone', { contacts, timezone: '+05:00' }, 'timezone'],
    ['a timezone that is no text', { contacts, timezone: 5 }, 'timezone'],
    ['groupByField naming a standard field', { contacts, groupByField: 'phoneNumber' }, 'groupByField'],
    ['groupByField that no variable can have', { contacts, groupByField: '__proto__' }, 'groupByField'],
    ['groupByField over 64 characters', { contacts, groupByField: 'x'.repeat(65) }, 'groupByField'],
    ['groupByField with duplicates', { contacts, groupByField: 'a', allowDuplicates: true }, 'groupByField'],
    ['normalizeFields that is no list', { contacts, normalizeFields: 'name' }, 'normalizeFields'],
    ['normalizeFields with a number', { contacts, normalizeFields: [1] }, 'normalizeFields.0'],
    ['allowDuplicates that is a text', { contacts, allowDuplicates: 'true' }, 'allowDuplicates'],
    ['bypassAllowedCallWindow that is 1', { contacts, bypassAllowedCallWindow: 1 }, 'bypassAllowedCallWindow'],
    ['priority of another kind', { contacts, priority: 'high' }, 'priority'],
    ['an unknown country', { contacts, defaultCountry: 'XX' }, 'defaultCountry'],
  ]
  for (const [what, body, path] of malformed) {
    test(what, async ({ api, tenant }) => {
      const answer = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, body)
      expectError(answer, 400, 'VALIDATION_ERROR')
      expect(answer.body.details).toEqual([{ path, message: expect.stringMatching(/\S/) }])
      expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
    })
  }

  test('all faults of a request are told at once', async ({ api, tenant }) => {
    const body = { contacts: [], timezone: 'x', defaultCountry: 'x', allowDuplicates: 'x' }
    const answer = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, body)
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer).sort()).toEqual(['allowDuplicates', 'contacts', 'defaultCountry', 'timezone'])
  })

  test('null is the same as absent', async ({ api, tenant }) => {
    const absent = {
      timezone: null,
      groupByField: null,
      normalizeFields: null,
      allowDuplicates: null,
      bypassAllowedCallWindow: null,
      priority: null,
      defaultCountry: null,
    }
    expect((await api.enroll(tenant.agents.alwaysOn, { contacts, ...absent })).status).toBe(202)
  })
})

test.describe('404', () => {
  test('an agent of nobody, of another organization and no id at all answer alike', async ({
    api,
    tenant,
    stranger,
  }) => {
    const body = { contacts: [laterContact()] }
    const ids = [
      stranger.agents.alwaysOn,
      'agent.01m84r5fxaeqb96td0q31jyzc5',
      'agent.81m84r5fxaeqb96td0q31jyzc5',
      'agent.x',
      'x',
      tenant.agents.alwaysOn.toUpperCase(),
      tenant.agents.alwaysOn.replace('agent.', ''),
      tenant.agents.alwaysOn.replace('agent.', 'call.'),
    ]
    const messages = new Set<string>()
    for (const id of ids) {
      const answer = await api.enroll<ErrorAnswer>(id, body)
      expectError(answer, 404, 'AGENT_NOT_FOUND')
      messages.add(answer.body.message)
      expect(answer.body).not.toHaveProperty('details')
    }
    expect(messages.size).toBe(1)
    expect(await countRows(stranger.organizationId)).toEqual(NOTHING_WRITTEN)
  })
})

test.describe('422', () => {
  test('AGENT_MISCONFIGURED names every fault of the agent', async ({ api, tenant }) => {
    const answer = await api.enroll<ErrorAnswer>(tenant.agents.misconfigured, { contacts: [laterContact()] })
    expectError(answer, 422, 'AGENT_MISCONFIGURED')
    const faults = answer.body.details as { code: string; message: string }[]
    expect(faults.length).toBe(2)
    for (const fault of faults) {
      expect(fault).toEqual({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringMatching(/\S/) })
      expect(answer.body.message).toContain(fault.message)
    }
    await db().agent.updateMany({
      where: { organizationId: tenant.organizationId, name: 'Misconfigured' },
      data: { status: 'inactive', timezones: [], callWindows: {}, steps: [{ stepType: 'FAX', delaySeconds: 0 }] },
    })
    const worse = await api.enroll<ErrorAnswer>(tenant.agents.misconfigured, { contacts: [laterContact()] })
    // Not active, no from-number, no timezone, no CALL step, a step of an unknown type, no call window.
    expect((worse.body.details as unknown[]).length).toBe(6)
    expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
  })

  test('NO_VALID_CONTACTS has every rejection beside the error', async ({ api, tenant }) => {
    const answer = await api.enroll<NoValidContacts>(tenant.agents.alwaysOn, {
      contacts: [{ name: '', phoneNumber: '+15550000000' }, null],
    })
    expectError(answer, 422, 'NO_VALID_CONTACTS')
    expect(answer.body).toMatchObject({
      total: 2,
      accepted: 0,
      rejected: [
        { index: 0, phoneNumber: '+15550000000', code: 'NAME_REQUIRED', errors: [{ field: 'name' }] },
        { index: 1, phoneNumber: '', code: 'CONTACT_INVALID', errors: [{ field: null }] },
      ],
    })
    expect(answer.body).not.toHaveProperty('details')
    expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
  })
})

test.describe('402', () => {
  test('INSUFFICIENT_CREDITS tells what is needed and what is left', async ({ api, tenant }) => {
    const { organizationId } = tenant
    await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 2 } })
    const answer = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, {
      contacts: [...laterContacts(3), { name: '', phoneNumber: '' }],
    })
    expectError(answer, 402, 'INSUFFICIENT_CREDITS')
    expect(answer.body.details).toEqual({ required: 3, available: 2 })
    expect(await countRows(organizationId)).toEqual(NOTHING_WRITTEN)
    const covered = await api.enroll<AcceptedBatch>(tenant.agents.alwaysOn, { contacts: laterContacts(2) })
    expect(covered.status).toBe(202)
    const spent = await api.enroll<ErrorAnswer>(tenant.agents.alwaysOn, { contacts: laterContacts(1) })
    expect(spent.body.details).toEqual({ required: 1, available: 0 })
  })
})
