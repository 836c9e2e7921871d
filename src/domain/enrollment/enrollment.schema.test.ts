import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CONTACTS_PER_BATCH_MAX, enrollBatchSchema, idempotencyKeySchema } from './enrollment.schema'

const contacts = [{ name: 'John Doe' }]

function issuesOf(body: unknown): [string, string][] {
  const parsed = enrollBatchSchema.safeParse(body)
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => [path.join('.'), message])
}

describe('enrollBatchSchema', () => {
  test('reads every option, and stores what is listed', () => {
    const body = {
      contacts,
      timezone: ' us/EASTERN ',
      groupByField: 'account_id',
      normalizeFields: ['prospect_name', 'prospect_name', ' '],
      allowDuplicates: false,
      bypassAllowedCallWindow: true,
      priority: 'now',
      defaultCountry: 'gb',
      name: ' Spring renewals ',
      metadata: { campaign: ' spring ' },
    }
    expect(enrollBatchSchema.parse(body)).toEqual({
      contacts,
      timezone: 'US/Eastern',
      groupByField: 'account_id',
      normalizeFields: ['prospect_name'],
      allowDuplicates: false,
      bypassAllowedCallWindow: true,
      priority: 'now',
      defaultCountry: 'GB',
      name: 'Spring renewals',
      metadata: { campaign: ' spring ' },
    })
  })

  const absent = {
    contacts,
    timezone: undefined,
    groupByField: undefined,
    normalizeFields: [],
    allowDuplicates: false,
    bypassAllowedCallWindow: false,
    priority: undefined,
    defaultCountry: undefined,
    name: undefined,
    metadata: undefined,
  }

  test.each([
    [{ contacts }],
    [{ contacts, timezone: null, groupByField: null, normalizeFields: null, allowDuplicates: null, priority: null }],
    [{ contacts, timezone: '', groupByField: ' ', normalizeFields: [], defaultCountry: '', name: ' ', metadata: {} }],
    [{ contacts, name: null, metadata: null }],
  ])('null and blank options are absent: %j', (body) => {
    expect(enrollBatchSchema.parse(body)).toEqual(absent)
  })

  test('parses its own output to itself', () => {
    const option = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
    const bodies = fc.record(
      {
        contacts: fc.array(fc.anything(), { minLength: 1, maxLength: 3 }),
        timezone: option(fc.constantFrom('utc', ' asia/calcutta', '')),
        groupByField: option(fc.string({ maxLength: 5 })),
        normalizeFields: option(fc.array(fc.string({ maxLength: 3 }))),
        allowDuplicates: option(fc.boolean()),
        bypassAllowedCallWindow: option(fc.boolean()),
        priority: option(fc.constantFrom('now', 'normal', 'low')),
        defaultCountry: option(fc.constantFrom('us', 'DE', ' fr ')),
        name: option(fc.string({ unit: 'binary' })),
        metadata: option(fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ unit: 'binary' }))),
      },
      { requiredKeys: ['contacts'] },
    )
    fc.assert(
      fc.property(bodies, (body) => {
        const parsed = enrollBatchSchema.safeParse(body)
        if (parsed.success) expect(enrollBatchSchema.parse(parsed.data)).toEqual(parsed.data)
      }),
    )
  })

  const contactsMessage = 'Send contacts as a list of 1 to 1,000 contacts.'
  test.each<[string, unknown, string]>([
    ['contacts missing', {}, 'contacts'],
    ['contacts null', { contacts: null }, 'contacts'],
    ['contacts empty', { contacts: [] }, 'contacts'],
    ['contacts an object', { contacts: {} }, 'contacts'],
    ['1,001 contacts', { contacts: Array(CONTACTS_PER_BATCH_MAX + 1).fill(null) }, 'contacts'],
    ['timezone unknown', { contacts, timezone: 'Mars/Olympus' }, 'timezone'],
    ['timezone an offset', { contacts, timezone: '+05:00' }, 'timezone'],
    ['timezone a number', { contacts, timezone: 5 }, 'timezone'],
    ['timezone with NUL', { contacts, timezone: 'UTC\0' }, 'timezone'],
    ['groupByField a standard field', { contacts, groupByField: 'phoneNumber' }, 'groupByField'],
    ['groupByField with NUL', { contacts, groupByField: 'a\0' }, 'groupByField'],
    ['groupByField with a lone surrogate', { contacts, groupByField: '\ud800' }, 'groupByField'],
    ['groupByField __proto__', { contacts, groupByField: '__proto__' }, 'groupByField'],
    ['groupByField too long', { contacts, groupByField: 'x'.repeat(65) }, 'groupByField'],
    ['groupByField a list', { contacts, groupByField: ['a'] }, 'groupByField'],
    ['groupByField with allowDuplicates', { contacts, groupByField: 'a', allowDuplicates: true }, 'groupByField'],
    ['normalizeFields a text', { contacts, normalizeFields: 'a' }, 'normalizeFields'],
    ['normalizeFields with a number', { contacts, normalizeFields: [1] }, 'normalizeFields.0'],
    ['normalizeFields too long', { contacts, normalizeFields: Array(500_000).fill(1) }, 'normalizeFields'],
    ['normalizeFields with NUL', { contacts, normalizeFields: ['a', '\0'] }, 'normalizeFields.1'],
    ['allowDuplicates a text', { contacts, allowDuplicates: 'true' }, 'allowDuplicates'],
    ['bypassAllowedCallWindow a number', { contacts, bypassAllowedCallWindow: 1 }, 'bypassAllowedCallWindow'],
    ['priority of another kind', { contacts, priority: 'high' }, 'priority'],
    ['priority in capitals', { contacts, priority: 'Now' }, 'priority'],
    ['priority blank', { contacts, priority: '' }, 'priority'],
    ['priority a number', { contacts, priority: 1 }, 'priority'],
    ['defaultCountry of three letters', { contacts, defaultCountry: 'USA' }, 'defaultCountry'],
    ['defaultCountry unknown', { contacts, defaultCountry: 'ZZ' }, 'defaultCountry'],
    ['name too long', { contacts, name: 'x'.repeat(201) }, 'name'],
    ['name a number', { contacts, name: 7 }, 'name'],
    ['name with NUL', { contacts, name: 'a\0' }, 'name'],
    ['metadata a text', { contacts, metadata: 'a' }, 'metadata'],
    ['metadata a list', { contacts, metadata: ['a'] }, 'metadata'],
    ['metadata with a number', { contacts, metadata: { a: 1 } }, 'metadata.a'],
    ['metadata with a long value', { contacts, metadata: { a: 'x'.repeat(501) } }, 'metadata.a'],
    ['metadata with a long name', { contacts, metadata: { ['x'.repeat(41)]: '' } }, `metadata.${'x'.repeat(41)}`],
    ['metadata with a nameless value', { contacts, metadata: { '': 'x' } }, 'metadata.'],
    [
      'metadata of 21 pairs',
      { contacts, metadata: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`k${n}`, ''])) },
      'metadata',
    ],
    ['an unknown property', { contacts, group_by_field: 'a' }, ''],
    ['__proto__', JSON.parse('{"contacts":[1],"__proto__":{}}'), ''],
    ['no object', null, ''],
    ['a list', [], ''],
  ])('refuses %s', (_, body, path) => {
    const issues = issuesOf(body)
    expect(issues.map(([at]) => at)).toEqual([path])
    for (const [, message] of issues) expect(message).toMatch(/^[A-Zg].*\.$/)
  })

  test('names every fault, and the property that has no meaning', () => {
    const issues = issuesOf({ contacts: [], timezone: 'x', 'group\0': 1 })
    expect(issues).toEqual([
      ['contacts', contactsMessage],
      ['timezone', 'Write timezone as an IANA time zone name, such as America/New_York.'],
      ['', 'Unknown property: "group\ufffd". Remove it, or correct its name.'],
    ])
  })

  test('says which priorities there are', () => {
    expect(issuesOf({ contacts, priority: 'urgent' })).toEqual([
      ['priority', 'Send priority as now, normal or low, in lower case.'],
    ])
  })

  test('groupByField goes with allowDuplicates: false, and 1,000 contacts are taken, whatever they are', () => {
    expect(issuesOf({ contacts, groupByField: 'a', allowDuplicates: false })).toEqual([])
    expect(issuesOf({ contacts: Array(CONTACTS_PER_BATCH_MAX).fill('\0') })).toEqual([])
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.anything(), (body) => void enrollBatchSchema.safeParse(body)))
  })

  test('has a JSON Schema', () => {
    expect(z.toJSONSchema(enrollBatchSchema, { io: 'input' })).toMatchObject({
      type: 'object',
      required: ['contacts'],
      additionalProperties: false,
      properties: {
        contacts: { type: 'array', minItems: 1, maxItems: 1_000 },
        normalizeFields: { anyOf: [{ type: 'array', maxItems: 100, items: { type: 'string' } }, { type: 'null' }] },
      },
    })
  })
})

test.each([
  ['k', true],
  ['x'.repeat(255), true],
  ['😀'.repeat(255), true],
  ['x'.repeat(256), false],
  ['', false],
  ['a\0', false],
  ['a\ud800', false],
  [7, false],
  [null, false],
])('idempotencyKeySchema takes %j: %s', (key, taken) => {
  expect(idempotencyKeySchema.safeParse(key).success).toBe(taken)
})
