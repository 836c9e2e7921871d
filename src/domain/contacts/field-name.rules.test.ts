import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validationContext } from '@/testing/validation-context'
import { CONTACT_FIELD_TABLE, CONTACT_FIELDS, LATER_FIELDS } from './contact-fields.rules'
import { judgeFieldName } from './field-name.rules'
import { validateContacts } from './validate-contacts.rules'

const REQUEST_NAMES = [
  'groupByField',
  'bypassAllowedCallWindow',
  'normalizeFields',
  'allowDuplicates',
  'defaultCountry',
  'contacts',
  'dryRun',
  'idempotencyKey',
]
// Numbers that somebody has: of others there would be a warning as well.
const CONTACTS = [
  { name: 'Ada Lovelace', phoneNumber: '+12122000000' },
  { name: 'Grace Hopper', phoneNumber: '+12122000001' },
]
const STANDARD_NAMES: string[] = [...CONTACT_FIELDS.filter((field) => !LATER_FIELDS.has(field)), ...REQUEST_NAMES]

describe('a name that is a standard one but for how it is written', () => {
  it.each([
    ['scheduled_at', 'scheduledAt', 'scheduled_at is not a variable: write scheduledAt.'],
    ['ScheduledAt', 'scheduledAt', 'ScheduledAt is not a variable: write scheduledAt.'],
    ['timeZone', 'timezone', 'timeZone is not a variable: write timezone.'],
    ['phone number', 'phoneNumber', 'phone number is not a variable: write phoneNumber.'],
    ['NAME', 'name', 'NAME is not a variable: write name.'],
    ['to-email-address', 'toEmailAddress', 'to-email-address is not a variable: write toEmailAddress.'],
    [
      'group_by_field',
      'groupByField',
      'group_by_field is not a variable: write groupByField, which is an option of the request.',
    ],
    ['groupByField', 'groupByField', 'groupByField is not a variable: it is an option of the request.'],
    ['dryRun', 'dryRun', 'dryRun is not a variable: it is a parameter of the query (?dryRun=true).'],
  ])('%s is refused', (name, standard, message) => {
    expect(judgeFieldName(name)).toEqual({ kind: 'mistaken', standard, message })
  })

  it('is refused however it is cut, cased and joined', () => {
    const letters = fc.array(fc.tuple(fc.boolean(), fc.constantFrom('', '', '', '_', '-', ' ', '__')), {
      minLength: 40,
      maxLength: 40,
    })
    fc.assert(
      fc.property(fc.constantFrom(...STANDARD_NAMES), letters, (standard, changes) => {
        const written = Array.from(standard, (letter, at) => {
          const [upper, before] = changes[at] as [boolean, string]
          return before + (upper ? letter.toUpperCase() : letter.toLowerCase())
        }).join('')
        expect(judgeFieldName(written)).toMatchObject({ kind: 'mistaken', standard })
      }),
    )
  })
})

it.each([
  ['groupByField', 'an option of the request'],
  ['bypassAllowedCallWindow', 'an option of the request'],
  ['normalizeFields', 'an option of a request for several contacts'],
  ['allowDuplicates', 'an option of a request for several contacts'],
  ['defaultCountry', 'an option of a request for several contacts'],
  ['contacts', 'the list of a request for several contacts'],
  ['dryRun', 'a parameter of the query (?dryRun=true)'],
  ['idempotencyKey', 'a header (Idempotency-Key)'],
])('%s is told to be %s', (name, place) => {
  expect(judgeFieldName(name)?.message).toBe(`${name} is not a variable: it is ${place}.`)
})

it('every other name of a field, and of an option, is suspected', () => {
  const ofFields = Object.entries(CONTACT_FIELD_TABLE).flatMap(([field, { aliases }]) =>
    aliases.map((alias) => [alias, field]),
  )
  const ofOptions = [
    ...['groupby', 'groupfield', 'groupkey', 'groupid', 'chainby'].map((alias) => [alias, 'groupByField']),
    ...['bypasscallwindow', 'bypasscallwindows', 'bypasswindow', 'ignorecallwindow', 'ignorecallwindows'].map(
      (alias) => [alias, 'bypassAllowedCallWindow'],
    ),
    ...['countrycode', 'defaultregion'].map((alias) => [alias, 'defaultCountry']),
  ]
  for (const [alias = '', standard] of [...ofFields, ...ofOptions]) {
    expect(judgeFieldName(alias), alias).toMatchObject({ kind: 'suspect', standard })
  }
})

it('says of a suspect what it is, and what was meant', () => {
  expect(judgeFieldName('tz')?.message).toBe(
    'tz was kept as a variable and has no other effect. If you meant timezone, write timezone.',
  )
  expect(judgeFieldName('groupBy')?.message).toBe(
    'groupBy was kept as a variable and has no other effect. If you meant groupByField, write groupByField, which is an option of the request.',
  )
  expect(judgeFieldName('phoneNumber2')?.message).toBe(
    'phoneNumber2 is not a variable, since it begins as phoneNumber does: write phoneNumber, or choose another name.',
  )
})

describe('a name that begins with a standard one', () => {
  it.each([
    ['phoneNumberExtension', 'phoneNumberExt'],
    ['phone_number_extension', 'phoneNumberExt'],
    ['phoneNumber2', 'phoneNumber'],
    ['scheduledAtUtc', 'scheduledAt'],
    ['scheduled_at_local', 'scheduledAt'],
    ['timezoneId', 'timezone'],
    ['time_zone_name', 'timezone'],
    ['toEmailAddress2', 'toEmailAddress'],
    ['groupByFields', 'groupByField'],
  ])('%s is refused, and told of %s', (name, standard) => {
    expect(judgeFieldName(name)).toMatchObject({ kind: 'mistaken', standard })
  })

  it.each(['name_prefix', 'nameOfCompany', 'names', 'contacts_count', 'named'])(
    '%s is a variable: too many honest ones begin so',
    (name) => {
      expect(judgeFieldName(name)).toBeNull()
    },
  )
})

it.each([
  ['email', 'toEmailAddress'],
  ['E-Mail', 'toEmailAddress'],
  ['email_address', 'toEmailAddress'],
  ['tz', 'timezone'],
  ['ext', 'phoneNumberExt'],
  ['phone', 'phoneNumber'],
  ['Mobile', 'phoneNumber'],
  ['callAt', 'scheduledAt'],
  ['call_time', 'scheduledAt'],
  ['groupBy', 'groupByField'],
])('%s is kept, and suspected to be meant as %s', (name, standard) => {
  const verdict = judgeFieldName(name)
  expect(verdict).toMatchObject({ kind: 'suspect', standard })
  expect(verdict?.message).toContain(`write ${standard}`)
})

it.each([
  'account_id',
  'plan',
  'company',
  'prospect_name',
  'first_name',
  'country',
  'status',
  'id',
  'notes',
  'ünïcode',
])('%s is a variable', (name) => {
  expect(judgeFieldName(name)).toBeNull()
})

it('priority is kept and suspected, and what is like it is a variable', () => {
  expect(judgeFieldName('priority')).toEqual({
    kind: 'suspect',
    standard: 'priority',
    message:
      'priority was kept as a variable and has no other effect. The option of the same name belongs beside the contacts, not into them.',
  })
  for (const name of ['Priority', 'PRIORITY', 'prio', 'priority_code', 'priorityCustomer']) {
    expect(judgeFieldName(name)).toBeNull()
  }
})

it.each(['external_id', 'External ID', 'externalID', 'ext_id'])(
  '%s is kept and suspected: it was a variable before there was externalId',
  (name) => {
    expect(judgeFieldName(name)).toEqual({
      kind: 'suspect',
      standard: 'externalId',
      message: `${name} was kept as a variable and has no other effect. If you meant externalId, write externalId.`,
    })
  },
)

it.each(['externalIds', 'external_id_old', 'crm_id', 'external'])(
  '%s is a variable, and nothing is said of it',
  (name) => {
    expect(judgeFieldName(name)).toBeNull()
  },
)

describe('a contact', () => {
  const judge = (changes: Record<string, unknown>, variables: string[] = []) =>
    validateContacts(
      [CONTACTS[0], { ...CONTACTS[1], ...changes }],
      validationContext({ agent: { variables: variables.map((name) => ({ name, required: false })) } }),
    )

  it('with a mistaken name is turned away, with its other faults, and whatever kind the value is of', () => {
    for (const value of ['2027-03-01T16:00:00Z', true, 5, { a: 1 }]) {
      const { rejected } = judge({ scheduled_at: value, name: '' })
      expect(rejected).toHaveLength(1)
      expect(rejected[0]).toMatchObject({ index: 1, code: 'FIELD_NAME_MISTAKEN' })
      expect(rejected[0]?.errors.map(({ code, field }) => [code, field])).toEqual([
        ['FIELD_NAME_MISTAKEN', 'scheduled_at'],
        ['NAME_REQUIRED', 'name'],
      ])
    }
  })

  it('with a mistaken name and no value is as one without it', () => {
    for (const value of [null, '', ' '])
      expect(judge({ scheduled_at: value, tz: value })).toMatchObject({ rejected: [], warnings: [] })
  })

  it('keeps a variable that the agent declares by exactly that name', () => {
    const { accepted, rejected, warnings } = judge({ scheduled_at: 'x', email: 'y' }, ['scheduled_at', 'email'])
    expect(rejected).toEqual([])
    expect(warnings).toEqual([])
    expect(accepted[1]?.variables).toEqual({ scheduled_at: 'x', email: 'y' })
    expect(judge({ Scheduled_At: 'x' }, ['scheduled_at']).rejected).toHaveLength(1)
  })

  it('with a suspect name is accepted, with a warning and its index', () => {
    const { accepted, warnings } = judge({ email: 'ada@example.com', tz: 'Europe/Berlin' })
    expect(accepted[1]?.variables).toEqual({ email: 'ada@example.com', tz: 'Europe/Berlin' })
    expect(warnings).toMatchObject([
      { code: 'FIELD_NAME_SUSPECT', index: 1, message: expect.stringContaining('email') },
      { code: 'FIELD_NAME_SUSPECT', index: 1, message: expect.stringContaining('tz') },
    ])
  })

  it('that is turned away is not warned of', () => {
    expect(judge({ email: 'x', name: '' }).warnings).toEqual([])
  })
})

describe('the value of a variable', () => {
  const variablesOf = (value: string, options = {}) =>
    validateContacts([{ ...CONTACTS[0], account_id: value }], validationContext({ options })).accepted[0]

  it('is trimmed, so that what is stored is what is grouped by', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('', ' ', '\t', '\r\n', '\u00a0', '\ufeff', '\u3000'), (text, space) => {
        fc.pre(text.trim() !== '' && !text.includes('\0'))
        const contact = variablesOf(space + text + space, { groupByField: 'account_id' })
        expect(contact?.variables).toEqual({ account_id: text.trim() })
        expect(contact?.chain?.value).toBe(text.trim())
      }),
    )
  })

  it('is as long as it is without the white space', () => {
    expect(variablesOf(`${' '.repeat(500)}${'x'.repeat(2_000)}${' '.repeat(500)}`)?.variables).toEqual({
      account_id: 'x'.repeat(2_000),
    })
    expect(variablesOf('x'.repeat(2_001))).toBeUndefined()
  })
})
