import { describe, expect, test } from 'vitest'
import { NOW_MS, OFFICE_HOURS, validationContext } from '@/testing/validation-context'
import { FAULT_CODES } from './fault.schema'
import { EXTERNAL_ID_LENGTH_MAX, echoExternalId, echoPhoneNumber, judgeContact } from './judge-contact.rules'
import { VARIABLE_LENGTH_MAX, VARIABLES_MAX } from './judge-variables.rules'
import { prepareValidation, type ValidationContext } from './prepare-validation.rules'

const john = { name: 'John Doe', phoneNumber: '+15551234567' }

function judge(contact: unknown, context: ValidationContext = validationContext()) {
  return judgeContact(contact, prepareValidation(context))
}

function codesOf(contact: unknown, context?: ValidationContext): string[] {
  const judged = judge(contact, context)
  return judged.ok ? [] : judged.faults.map((fault) => fault.code)
}

function valuesOf(contact: unknown, context?: ValidationContext) {
  const judged = judge(contact, context)
  if (!judged.ok) throw new Error(judged.faults.map((fault) => fault.message).join(' '))
  return judged.contact
}

function variables(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, 'x']))
}

const withEmail = validationContext({
  agent: {
    steps: [
      { stepType: 'CALL', delaySeconds: 0 },
      { stepType: 'EMAIL', delaySeconds: 60 },
    ],
  },
})
const requiring = validationContext({
  agent: {
    variables: [
      { name: 'account_id', required: true },
      { name: 'note', required: false },
      { name: 'plan', required: true },
    ],
  },
})
const grouping = validationContext({ options: { groupByField: 'account_id' } })
const officeHours = validationContext({ agent: { callWindows: OFFICE_HOURS, timezones: ['America/Chicago'] } })
const inAMinute = new Date(NOW_MS + 60_000).toISOString()

describe('what is no contact', () => {
  test.each([
    null,
    undefined,
    '',
    'contact',
    7,
    true,
    10n,
    Symbol('s'),
    [],
    [john],
    new Date(0),
    new Map([['name', 'John Doe']]),
    new (class Contact {
      name = 'John Doe'
      phoneNumber = '+15551234567'
    })(),
    () => john,
  ])('%o', (value) => {
    expect(codesOf(value)).toEqual(['CONTACT_INVALID'])
    expect(judge(value)).toMatchObject({ phoneKey: null, missingVariables: [] })
  })

  test('an object of any realm or without a prototype is one', () => {
    expect(codesOf(Object.assign(Object.create(null), john))).toEqual([])
    expect(codesOf(structuredClone(john))).toEqual([])
  })
})

describe('each field alone', () => {
  const long = (length: number) => '😀'.repeat(length)

  test.each<[string, unknown, string[], ValidationContext?]>([
    ['a whole contact', john, []],

    ['no name', { phoneNumber: '+15551234567' }, ['NAME_REQUIRED']],
    ['name null', { ...john, name: null }, ['NAME_REQUIRED']],
    ['name blank', { ...john, name: ' \t\u00a0 ' }, ['NAME_REQUIRED']],
    ['name of zero width', { ...john, name: '\u200b\u200d \ufeff' }, ['NAME_REQUIRED']],
    ['name of marks of direction', { ...john, name: '\u202a\u200e\u202c\u2066\u2069' }, ['NAME_REQUIRED']],
    ['name of fillers', { ...john, name: '\u3164\u2800 \u115f\ufe0f\u00ad' }, ['NAME_REQUIRED']],
    ['name of control characters', { ...john, name: '\u0001\u0085\u001f' }, ['NAME_REQUIRED']],
    ['name with a mark in front', { ...john, name: '\u200e李' }, []],
    ['name of one letter', { ...john, name: '\u00a0é' }, []],
    ['name of a symbol', { ...john, name: '😀' }, []],
    ['name a number', { ...john, name: 7 }, ['NAME_INVALID']],
    ['name an object', { ...john, name: { first: 'John' } }, ['NAME_INVALID']],
    ['name of 200 characters', { ...john, name: ` ${long(200)} ` }, []],
    ['name of 201 characters', { ...john, name: long(201) }, ['NAME_INVALID']],
    ['name with NUL', { ...john, name: 'John\0' }, ['TEXT_INVALID']],
    ['name with a lone surrogate', { ...john, name: 'John\ud83d' }, ['TEXT_INVALID']],

    ['no phone number', { name: 'John' }, ['PHONE_REQUIRED']],
    ['phone number null', { ...john, phoneNumber: null }, ['PHONE_REQUIRED']],
    ['phone number blank', { ...john, phoneNumber: '  ' }, ['PHONE_REQUIRED']],
    ['phone number a number', { ...john, phoneNumber: 15551234567 }, ['PHONE_INVALID']],
    ['phone number with words', { ...john, phoneNumber: '4155552671 mobile' }, ['PHONE_INVALID']],
    ['phone number too short', { ...john, phoneNumber: '555-1234' }, ['PHONE_INVALID']],
    ['phone number possible but not assigned', { ...john, phoneNumber: '+15551234567' }, []],
    ['phone number with NUL', { ...john, phoneNumber: '+15551234567\0' }, ['PHONE_INVALID', 'TEXT_INVALID']],

    ['extension null', { ...john, phoneNumberExt: null }, []],
    ['extension blank', { ...john, phoneNumberExt: ' ' }, []],
    ['extension of 11 digits', { ...john, phoneNumberExt: '12345678901' }, []],
    ['extension of 12 digits', { ...john, phoneNumberExt: '123456789012' }, ['PHONE_EXTENSION_INVALID']],
    ['extension with a mark', { ...john, phoneNumberExt: 'x12' }, []],
    ['extension with letters', { ...john, phoneNumberExt: 'one' }, ['PHONE_EXTENSION_INVALID']],
    ['extension a number', { ...john, phoneNumberExt: 12 }, ['PHONE_EXTENSION_INVALID']],
    ['extension twice, equal', { ...john, phoneNumber: '+15551234567 x12', phoneNumberExt: '12' }, []],
    [
      'extension twice, different',
      { ...john, phoneNumber: '+15551234567 x12', phoneNumberExt: '13' },
      ['PHONE_EXTENSION_INVALID'],
    ],
    [
      'extension in the number too long',
      { ...john, phoneNumber: '+15551234567;ext=123456789012' },
      ['PHONE_EXTENSION_INVALID'],
    ],
    [
      'extension bad beside a bad number',
      { ...john, phoneNumber: 'x', phoneNumberExt: 'y' },
      ['PHONE_INVALID', 'PHONE_EXTENSION_INVALID'],
    ],

    ['timezone in another case', { ...john, timezone: 'us/EASTERN' }, []],
    ['timezone blank', { ...john, timezone: ' ' }, []],
    ['timezone an offset', { ...john, timezone: '+05:00' }, ['TIMEZONE_INVALID']],
    ['timezone unknown', { ...john, timezone: 'Mars/Olympus' }, ['TIMEZONE_INVALID']],
    ['timezone a number', { ...john, timezone: 5 }, ['TIMEZONE_INVALID']],
    ['timezone with NUL', { ...john, timezone: 'UTC\0' }, ['TIMEZONE_INVALID', 'TEXT_INVALID']],

    ['scheduledAt blank', { ...john, scheduledAt: '' }, []],
    ['scheduledAt soon', { ...john, scheduledAt: inAMinute }, []],
    ['scheduledAt a bare date', { ...john, scheduledAt: '2026-12-01' }, ['SCHEDULED_AT_INVALID']],
    ['scheduledAt a number', { ...john, scheduledAt: NOW_MS }, ['SCHEDULED_AT_INVALID']],
    ['scheduledAt a Date', { ...john, scheduledAt: new Date(NOW_MS) }, ['SCHEDULED_AT_INVALID']],
    ['scheduledAt a minute ago', { ...john, scheduledAt: new Date(NOW_MS - 60_000).toISOString() }, []],
    [
      'scheduledAt over a minute ago',
      { ...john, scheduledAt: new Date(NOW_MS - 60_001).toISOString() },
      ['SCHEDULED_AT_IN_PAST'],
    ],
    ['scheduledAt 366 days ahead', { ...john, scheduledAt: new Date(NOW_MS + 366 * 86_400_000).toISOString() }, []],
    [
      'scheduledAt over 366 days ahead',
      { ...john, scheduledAt: new Date(NOW_MS + 366 * 86_400_000 + 1).toISOString() },
      ['SCHEDULED_AT_TOO_FAR'],
    ],
    ['scheduledAt in the year 1', { ...john, scheduledAt: '0001-01-01T00:00' }, ['SCHEDULED_AT_IN_PAST']],
    ['scheduledAt in the year 9999', { ...john, scheduledAt: '9999-12-31 23:59' }, ['SCHEDULED_AT_TOO_FAR']],

    ['email absent', { ...john, toEmailAddress: null }, []],
    ['email blank, with an EMAIL step', { ...john, toEmailAddress: ' ' }, ['EMAIL_REQUIRED'], withEmail],
    ['email given, with an EMAIL step', { ...john, toEmailAddress: 'john@example.com' }, [], withEmail],
    ['email bad, with an EMAIL step', { ...john, toEmailAddress: 'john' }, ['EMAIL_INVALID'], withEmail],
    ['email bad, without an EMAIL step', { ...john, toEmailAddress: 'john' }, ['EMAIL_INVALID']],
    ['email not a text', { ...john, toEmailAddress: ['john@example.com'] }, ['EMAIL_INVALID']],

    ['required variables there', { ...john, account_id: 'a', plan: 'b' }, [], requiring],
    ['a required variable missing', { ...john, plan: 'b' }, ['VARIABLE_REQUIRED'], requiring],
    ['a required variable blank', { ...john, account_id: ' ', plan: 'b' }, ['VARIABLE_REQUIRED'], requiring],
    ['a required variable null', { ...john, account_id: null, plan: 'b' }, ['VARIABLE_REQUIRED'], requiring],
    ['a required variable not a text', { ...john, account_id: 7, plan: 'b' }, ['VARIABLE_INVALID'], requiring],
    ['a variable of 2,000 characters', { ...john, note: long(VARIABLE_LENGTH_MAX) }, []],
    ['a variable of 2,001 characters', { ...john, note: long(VARIABLE_LENGTH_MAX + 1) }, ['VARIABLE_INVALID']],
    ['a variable that is true', { ...john, note: true }, ['VARIABLE_INVALID']],
    ['two bad variables', { ...john, a: 1, b: {} }, ['VARIABLE_INVALID', 'VARIABLE_INVALID']],
    ['a variable with NUL', { ...john, note: 'a\0' }, ['TEXT_INVALID']],
    ['variables with lone surrogates', { ...john, a: '\udc00', b: '\ud800' }, ['TEXT_INVALID', 'TEXT_INVALID']],

    ['100 variables', { ...john, ...variables(VARIABLES_MAX) }, []],
    ['100 variables and an absent one', { ...john, ...variables(VARIABLES_MAX), blank: ' ', none: null }, []],
    ['101 variables', { ...john, ...variables(VARIABLES_MAX + 1) }, ['CONTACT_INVALID']],
    ['a variable without a name', { ...john, '': 'x' }, ['CONTACT_INVALID']],
    ['a name of 64 characters', { ...john, [long(64)]: 'x' }, []],
    ['a name of 65 characters', { ...john, [long(65)]: 'x' }, ['CONTACT_INVALID']],
    ['a name with NUL', { ...john, 'a\0': 'x' }, ['CONTACT_INVALID']],
    ['a name with a lone surrogate', { ...john, 'a\ud800': 'x' }, ['CONTACT_INVALID']],
    ['__proto__', JSON.parse('{"name":"J","phoneNumber":"+15551234567","__proto__":{"x":1}}'), ['CONTACT_INVALID']],
    ['constructor', { ...john, constructor: 'x' }, ['CONTACT_INVALID']],
    ['prototype', { ...john, prototype: 'x' }, ['CONTACT_INVALID']],
    ['an unusable name without a value', { ...john, '': ' ', constructor: null }, []],
    ['names of inherited methods', { ...john, toString: 'x', hasOwnProperty: 'y', valueOf: 'z' }, []],

    ['no group value', john, ['GROUP_VALUE_REQUIRED'], grouping],
    ['a blank group value', { ...john, account_id: '\t' }, ['GROUP_VALUE_REQUIRED'], grouping],
    ['a group value that is no text', { ...john, account_id: 1 }, ['VARIABLE_INVALID'], grouping],
    ['a group value', { ...john, account_id: 'a' }, [], grouping],
  ])('%s', (_, contact, codes, context) => {
    expect(codesOf(contact, context)).toEqual(codes)
  })

  test('absent is absent, inherited or not: a method of every object is no group value', () => {
    const context = validationContext({ options: { groupByField: 'toString' } })
    expect(codesOf(john, context)).toEqual(['GROUP_VALUE_REQUIRED'])
    const requiringMethod = validationContext({ agent: { variables: [{ name: 'valueOf', required: true }] } })
    expect(codesOf(john, requiringMethod)).toEqual(['VARIABLE_REQUIRED'])
  })
})

describe('all faults at once', () => {
  test('in the order of the table, the first one standing for the contact', () => {
    const context = validationContext({
      agent: { ...withEmail.agent, callWindows: OFFICE_HOURS, variables: requiring.agent.variables },
      options: { groupByField: 'account_id' },
    })
    const sent = {
      scheduledAt: '2025-11-22T03:00:00Z',
      bad: 7,
      phoneNumberExt: 'x',
      '\0': 'x',
      phoneNumber: '123',
      note: '\0',
      plan: 'p',
    }
    expect(codesOf(sent, context)).toEqual([
      'CONTACT_INVALID',
      'NAME_REQUIRED',
      'PHONE_INVALID',
      'PHONE_EXTENSION_INVALID',
      'SCHEDULED_AT_IN_PAST',
      'SCHEDULED_AT_OUTSIDE_CALL_WINDOW',
      'EMAIL_REQUIRED',
      'VARIABLE_REQUIRED',
      'VARIABLE_INVALID',
      'TEXT_INVALID',
      'GROUP_VALUE_REQUIRED',
    ])
  })

  test('the missing variables are one fault that names them all, in the order of the agent', () => {
    const judged = judge(john, requiring)
    expect(judged).toEqual({
      ok: false,
      faults: [
        {
          code: 'VARIABLE_REQUIRED',
          field: 'account_id',
          message: 'Missing custom input variables: account_id, plan.',
        },
      ],
      phoneKey: '+15551234567;',
      missingVariables: ['account_id', 'plan'],
    })
  })

  const tooMany = { ...john, ...variables(VARIABLES_MAX + 1) }
  const at = (ms: number) => ({ ...john, scheduledAt: new Date(NOW_MS + ms).toISOString() })
  const refusing = validationContext({ organization: { premiumNumbersRefused: true } })
  const closed = validationContext({ agent: { callWindows: {} } })

  test.each<[unknown, ValidationContext, string]>([
    [7, grouping, 'This is not a contact. Send a JSON object with at least name and phoneNumber.'],
    [{ ...john, account_id: 'a', name: ' ' }, grouping, 'The name is missing. Add it.'],
    [{ ...john, account_id: 'a', name: 5 }, grouping, 'The name is not a text. Send it as a string.'],
    [{ ...john, account_id: 'a', name: 'x'.repeat(201) }, grouping, 'The name is over 200 characters. Shorten it.'],
    [{ name: 'Ada' }, refusing, 'The phone number is missing. Add it.'],
    [{ ...john, phoneNumber: 5 }, refusing, 'The phone number is not a text. Send it as a string.'],
    [
      { ...john, phoneNumber: '12' },
      refusing,
      '"12" is not a possible phone number in the United States. Check its digits, or write it with + and the country code.',
    ],
    [
      { ...john, phoneNumber: '+19005551234' },
      refusing,
      '+19005551234 is a premium rate, shared cost or satellite number, which this organization does not call. Use another number.',
    ],
    [{ ...john, phoneNumberExt: 'abc' }, refusing, 'The extension is not 1 to 11 digits. Send only its digits.'],
    [{ ...john, phoneNumberExt: 12 }, refusing, 'The extension is not 1 to 11 digits. Send only its digits.'],
    [
      { ...john, phoneNumber: '+15551234567;ext=13', phoneNumberExt: '12' },
      refusing,
      'The extension 12 differs from 13, which is written in phoneNumber. Keep one of them.',
    ],
    [
      { ...john, timezone: 'Mars' },
      refusing,
      '"Mars" is not an IANA time zone name. Write one such as America/New_York.',
    ],
    [
      { ...john, timezone: 5 },
      refusing,
      'The timezone is not a text, or none is known. Write one such as America/New_York.',
    ],
    [john, withEmail, 'The email address is missing, and the agent sends an email. Add it.'],
    [{ ...john, toEmailAddress: 'x' }, withEmail, '"x" is not an email address. Write one such as john@example.com.'],
    [{ ...john, toEmailAddress: 5 }, withEmail, 'The email address is not a text. Write one such as john@example.com.'],
    [
      { ...john, scheduledAt: 'soon' },
      refusing,
      'The time of the call is not a date and time as ISO 8601 has it. Write it such as 2027-03-01 16:00 or 2027-03-01T16:00:00Z.',
    ],
    [at(-60_001), refusing, 'The time of the call is in the past. Choose one from now on.'],
    [at(366 * 86_400_000 + 1), refusing, 'The time of the call is over 366 days ahead. Choose an earlier one.'],
    [
      at(60_000),
      closed,
      "The time of the call is outside the agent's call windows in America/New_York. Choose one inside them, or bypass them.",
    ],
    [john, closed, 'The agent has no call window to schedule this contact in. Add one to the agent.'],
    [
      JSON.parse('{"name":"Ada","phoneNumber":"+15551234567","__proto__":"x"}'),
      refusing,
      '"__proto__" cannot be the name of a variable. Use 1 to 64 characters, and not __proto__, constructor or prototype.',
    ],
    [{ ...john, plan: 5 }, refusing, 'plan is not a text. Send it as a string.'],
    [{ ...john, plan: 'x'.repeat(2_001) }, refusing, 'plan is over 2,000 characters. Shorten it.'],
    [tooMany, refusing, 'The contact has 101 custom variables. Send at most 100.'],
    [john, grouping, 'The contact has no value for account_id, by which contacts are grouped. Add it.'],
  ])('says what is wrong and what to do: %#', (contact, context, message) => {
    const judged = judge(contact, context)
    expect(judged.ok ? [] : judged.faults.map((fault) => fault.message)).toEqual([message])
  })

  test.each<[string, string, unknown, ValidationContext?]>([
    ['NAME_REQUIRED', 'name', { ...john, name: '' }],
    ['NAME_INVALID', 'name', { ...john, name: 5 }],
    ['NAME_INVALID', 'name', { ...john, name: 'x'.repeat(201) }],
    ['PHONE_REQUIRED', 'phoneNumber', { name: 'Ada' }],
    ['PHONE_INVALID', 'phoneNumber', { ...john, phoneNumber: 5 }],
    ['PHONE_INVALID', 'phoneNumber', { ...john, phoneNumber: '12' }],
    ['PHONE_AMBIGUOUS', 'phoneNumber', { ...john, phoneNumber: '4930901820' }],
    ['PHONE_PREMIUM_RATE', 'phoneNumber', { ...john, phoneNumber: '+19005551234' }, refusing],
    ['PHONE_EXTENSION_INVALID', 'phoneNumberExt', { ...john, phoneNumberExt: 'x' }],
    ['PHONE_EXTENSION_INVALID', 'phoneNumberExt', { ...john, phoneNumber: '+15551234567 x1', phoneNumberExt: '2' }],
    ['PHONE_EXTENSION_INVALID', 'phoneNumber', { ...john, phoneNumber: '+15551234567;ext=123456789012' }],
    ['TIMEZONE_INVALID', 'timezone', { ...john, timezone: 'Mars' }],
    ['SCHEDULED_AT_INVALID', 'scheduledAt', { ...john, scheduledAt: 'soon' }],
    ['SCHEDULED_AT_IN_PAST', 'scheduledAt', at(-60_001)],
    ['SCHEDULED_AT_TOO_FAR', 'scheduledAt', at(366 * 86_400_000 + 1)],
    ['SCHEDULED_AT_OUTSIDE_CALL_WINDOW', 'scheduledAt', at(60_000), closed],
    ['SCHEDULED_AT_OUTSIDE_CALL_WINDOW', 'scheduledAt', john, closed],
    ['EMAIL_REQUIRED', 'toEmailAddress', john, withEmail],
    ['EMAIL_INVALID', 'toEmailAddress', { ...john, toEmailAddress: 'x' }],
    ['VARIABLE_INVALID', 'plan', { ...john, plan: 5 }],
    ['TEXT_INVALID', 'plan', { ...john, plan: '\0' }],
    ['GROUP_VALUE_REQUIRED', 'account_id', john, grouping],
  ])('%s is told of the field %s: %#', (code, field, contact, context) => {
    const judged = judge(contact, context)
    expect(judged.ok ? [] : judged.faults.map((fault) => [fault.code, fault.field])).toEqual([[code, field]])
  })

  test('a number that may be two is answered with both', () => {
    const judged = judge({ ...john, phoneNumber: '4930901820' })
    const message = judged.ok ? '' : judged.faults[0]?.message
    expect(message).toContain('+4930901820')
    expect(message).toContain('+14930901820')
  })

  test('an extension in the number that is too long is said to be there', () => {
    const judged = judge({ ...john, phoneNumber: '+15551234567;ext=123456789012' })
    expect(judged.ok ? [] : judged.faults.map((fault) => fault.message)).toEqual([
      'The extension written in phoneNumber is not 1 to 11 digits. Correct it.',
    ])
  })

  test('a premium rate number is refused only where the organization says so, and no other number is', () => {
    expect(codesOf({ ...john, phoneNumber: '+19005551234' })).toEqual([])
    expect(codesOf({ ...john, phoneNumber: '+12122000000' }, refusing)).toEqual([])
  })

  test('a number that cannot be read is no key to find duplicates by', () => {
    for (const phoneNumber of ['12', '4930901820', 5, null, '+15551234567;ext=123456789012']) {
      expect(judge({ ...john, phoneNumber })).toMatchObject({ ok: false, phoneKey: null })
    }
    expect(judge({ ...john, name: '', phoneNumber: '+15551234567 x12' })).toMatchObject({ phoneKey: '+15551234567;12' })
  })

  test.each([
    [false, { phoneNumberExt: '12' }, ['EXTENSION_NOT_DIALED']],
    [false, {}, []],
    [true, { phoneNumberExt: '12' }, []],
  ])(
    'an extension is warned of where the dialer cannot dial one (it can: %s, %j)',
    (dialsExtensions, extension, codes) => {
      const context = validationContext({ agent: { dialsExtensions } })
      const judged = judge({ ...john, phoneNumber: '+12122000000', ...extension }, context)
      expect(judged.ok && judged.warnings.map(({ code }) => code)).toEqual(codes)
    },
  )

  test('there is no warning of a contact that is in order', () => {
    expect(judge({ ...john, phoneNumber: '+12122000000', plan: 'x' })).toMatchObject({ ok: true, warnings: [] })
  })

  test('a time is taken to the last moment of its bounds', () => {
    for (const ms of [-60_000, 366 * 86_400_000]) expect(judge(at(ms))).toMatchObject({ ok: true })
  })

  test('as many variables are taken as may be, and names of exactly the length', () => {
    expect(judge({ ...john, ...variables(VARIABLES_MAX) })).toMatchObject({ ok: true })
    expect(judge({ ...john, name: 'x'.repeat(200) })).toMatchObject({ ok: true })
  })

  test('every message is a sentence, storable, and of bounded length', () => {
    const nasty = '\0\ud800"'.repeat(5_000)
    const sent = {
      name: 7,
      phoneNumber: nasty,
      timezone: nasty,
      scheduledAt: nasty,
      toEmailAddress: nasty,
      [nasty]: 'x',
    }
    const judged = judge(sent, withEmail)
    if (judged.ok) throw new Error('It must be refused.')
    expect(new Set(judged.faults.map((fault) => fault.code)).size).toBeGreaterThan(5)
    for (const { code, field, message } of judged.faults) {
      expect(FAULT_CODES).toContain(code)
      expect(message).toMatch(/\.$/)
      expect(message.length).toBeLessThan(400)
      expect(`${field}${message}`.isWellFormed()).toBe(true)
      expect(`${field}${message}`).not.toContain('\0')
    }
  })

  test('a contact with a hundred thousand bad variables gets a bounded answer', () => {
    const sent = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`v${index}`, index]))
    expect(codesOf({ ...john, ...sent })).toHaveLength(VARIABLES_MAX + 1)
  })
})

describe('what is stored', () => {
  test('name and email trimmed, number as E.164, timezone as listed, variables trimmed', () => {
    const sent = {
      name: '  John Doe ',
      phoneNumber: ' tel:+1 (555) 123-4567 ext. 12',
      timezone: 'us/eastern',
      toEmailAddress: ' john@example.com ',
      scheduledAt: '2026-12-01 10:00',
      account_id: ' acme ',
      blank: ' ',
      none: null,
    }
    expect(valuesOf(sent)).toEqual({
      name: 'John Doe',
      phoneNumber: '+15551234567',
      phoneNumberExt: '12',
      timezone: 'US/Eastern',
      scheduledAtMs: Date.parse('2026-12-01T15:00:00Z'),
      scheduledAtGiven: true,
      toEmailAddress: 'john@example.com',
      externalId: null,
      variables: { account_id: 'acme' },
    })
  })

  test('the timezone is its own, else of the request, else the first one of the agent', () => {
    const agent = { timezones: ['America/Chicago', 'Asia/Tokyo'] }
    const options = { timezone: 'Europe/Paris' }
    expect(valuesOf({ ...john, timezone: 'UTC' }, validationContext({ agent, options })).timezone).toBe('UTC')
    expect(valuesOf(john, validationContext({ agent, options })).timezone).toBe('Europe/Paris')
    expect(valuesOf(john, validationContext({ agent })).timezone).toBe('America/Chicago')
    const partlyKnown = validationContext({ agent: { timezones: ['Mars/Olympus', 'Asia/Tokyo'] } })
    expect(valuesOf(john, partlyKnown).timezone).toBe('Asia/Tokyo')
    expect(codesOf(john, validationContext({ agent: { timezones: [] } }))).toEqual(['TIMEZONE_INVALID'])
  })

  test('numbers are read in the country of the request, else of the organization', () => {
    const organization = { country: 'GB' }
    const sent = { name: 'J', phoneNumber: '020 7946 0958' }
    expect(valuesOf(sent, validationContext({ organization })).phoneNumber).toBe('+442079460958')
    expect(codesOf(sent)).toEqual(['PHONE_INVALID'])
    const options = { defaultCountry: 'DE' as const }
    const german = { name: 'J', phoneNumber: '030 901820' }
    expect(valuesOf(german, validationContext({ organization, options })).phoneNumber).toBe('+4930901820')
  })

  test('normalizeFields title-cases the named variables, only where it is switched on', () => {
    const options = { normalizeFields: ['prospect_name', 'name'] }
    const sent = { ...john, name: 'JOHN DOE', prospect_name: "JEAN-LUC O'NEIL", other: 'LOUD' }
    expect(valuesOf(sent, validationContext({ options }))).toMatchObject({
      name: 'JOHN DOE',
      variables: { prospect_name: "Jean-Luc O'Neil", other: 'LOUD' },
    })
    const organization = { normalizationEnabled: false }
    expect(valuesOf(sent, validationContext({ options, organization })).variables.prospect_name).toBe("JEAN-LUC O'NEIL")
  })

  test('the group value is normalized and trimmed, as the variable is', () => {
    const options = { groupByField: 'prospect_name', normalizeFields: ['prospect_name'] }
    expect(judge({ ...john, prospect_name: ' JOHN DOE ' }, validationContext({ options }))).toMatchObject({
      groupValue: 'John Doe',
      contact: { variables: { prospect_name: 'John Doe' } },
    })
  })
})

describe('when it is called', () => {
  const at = (scheduledAt: string, timezone?: string) => ({ ...john, scheduledAt, timezone })

  test('without scheduledAt: now, or the first moment inside a window', () => {
    expect(valuesOf(john)).toMatchObject({ scheduledAtMs: NOW_MS, scheduledAtGiven: false })
    // Monday 11:00 in Chicago; in Tokyo it is Tuesday 02:00.
    expect(valuesOf(john, officeHours).scheduledAtMs).toBe(NOW_MS)
    expect(valuesOf({ ...john, timezone: 'Asia/Tokyo' }, officeHours).scheduledAtMs).toBe(
      Date.parse('2026-11-24T00:00:00Z'),
    )
  })

  test('bypassing the windows means now', () => {
    const context = validationContext({ ...officeHours, options: { bypassAllowedCallWindow: true } })
    expect(valuesOf({ ...john, timezone: 'Asia/Tokyo' }, context).scheduledAtMs).toBe(NOW_MS)
  })

  test.each([
    ['2026-11-24T09:00', undefined, []],
    ['2026-11-24T08:59:59', undefined, ['SCHEDULED_AT_OUTSIDE_CALL_WINDOW']],
    ['2026-11-24T16:59:59', undefined, []],
    ['2026-11-24T17:00', undefined, ['SCHEDULED_AT_OUTSIDE_CALL_WINDOW']],
    ['2026-11-28T12:00', undefined, ['SCHEDULED_AT_OUTSIDE_CALL_WINDOW']],
    // The same moment, in the contact's own timezone.
    ['2026-11-24T15:00:00Z', 'America/Chicago', []],
    ['2026-11-24T15:00:00Z', 'America/Los_Angeles', ['SCHEDULED_AT_OUTSIDE_CALL_WINDOW']],
    // Without an offset the wall clock counts, whatever the zone.
    ['2026-11-24T10:00', 'Asia/Tokyo', []],
    // Not judged where the timezone is invalid.
    ['2026-11-24T03:00:00Z', 'Mars/Olympus', ['TIMEZONE_INVALID']],
    ['2026-11-24T03:00', 'Mars/Olympus', ['TIMEZONE_INVALID']],
    // What holds in every timezone is said all the same.
    ['2026-11-22T10:00:00Z', 'Mars/Olympus', ['TIMEZONE_INVALID', 'SCHEDULED_AT_IN_PAST']],
    ['2026-11-20T10:00', 'Mars/Olympus', ['TIMEZONE_INVALID', 'SCHEDULED_AT_IN_PAST']],
    ['2028-11-20T10:00', 'Mars/Olympus', ['TIMEZONE_INVALID', 'SCHEDULED_AT_TOO_FAR']],
    // What holds in some of them only is not; a moment with an offset is the same in all.
    ['2026-11-23T10:00', 'Mars/Olympus', ['TIMEZONE_INVALID']],
    ['2026-11-23T10:00:00Z', 'Mars/Olympus', ['TIMEZONE_INVALID', 'SCHEDULED_AT_IN_PAST']],
    ['2027-11-25T10:00', 'Mars/Olympus', ['TIMEZONE_INVALID']],
    ['2027-11-25T10:00:00Z', 'Mars/Olympus', ['TIMEZONE_INVALID', 'SCHEDULED_AT_TOO_FAR']],
    ['yesterday', 'Mars/Olympus', ['TIMEZONE_INVALID', 'SCHEDULED_AT_INVALID']],
    ['2026-11-22T10:00', undefined, ['SCHEDULED_AT_IN_PAST', 'SCHEDULED_AT_OUTSIDE_CALL_WINDOW']],
  ])('%s in %s: %j', (scheduledAt, timezone, codes) => {
    expect(codesOf(at(scheduledAt, timezone), officeHours)).toEqual(codes)
  })

  test('bypassing the windows accepts any time that is not past', () => {
    const context = validationContext({ ...officeHours, options: { bypassAllowedCallWindow: true } })
    expect(codesOf(at('2026-11-28T03:00'), context)).toEqual([])
    expect(codesOf(at('2026-11-22T03:00'), context)).toEqual(['SCHEDULED_AT_IN_PAST'])
  })

  test('a time in a gap or an overlap resolves as compatible', () => {
    expect(valuesOf(at('2027-03-14 02:30', 'America/New_York')).scheduledAtMs).toBe(Date.parse('2027-03-14T07:30:00Z'))
    expect(valuesOf(at('2027-10-31 01:30', 'Europe/London')).scheduledAtMs).toBe(Date.parse('2027-10-31T00:30:00Z'))
  })

  test('an agent without any window schedules nobody', () => {
    const context = validationContext({ agent: { callWindows: {} } })
    expect(codesOf(john, context)).toEqual(['SCHEDULED_AT_OUTSIDE_CALL_WINDOW'])
  })
})

test.each([
  [{ phoneNumber: ' +1 555 ' }, ' +1 555 '],
  [{ phoneNumber: 15551234567 }, ''],
  [{ phoneNumber: null }, ''],
  [{}, ''],
  [null, ''],
  ['+15551234567', ''],
  [{ phoneNumber: `\0\ud800${'😀'.repeat(100)}` }, `\ufffd\ufffd${'😀'.repeat(62)}`],
])('echoPhoneNumber(%j) is %j', (contact, echo) => {
  expect(echoPhoneNumber(contact)).toBe(echo)
})

describe('the external id', () => {
  const smiles = (length: number) => '😀'.repeat(length)
  const declaring = validationContext({ agent: { variables: [{ name: 'externalId', required: true }] } })
  const groupingByIt = validationContext({ options: { groupByField: 'externalId' } })

  test.each<[string, unknown, string | null]>([
    ['as it is, but for the white space around it', '  CRM-0048 151 ', 'CRM-0048 151'],
    ['as long as it may be', smiles(EXTERNAL_ID_LENGTH_MAX), smiles(EXTERNAL_ID_LENGTH_MAX)],
    ['null', null, null],
    ['blank', ' \t', null],
    ['absent', undefined, null],
  ])('%s', (_, externalId, stored) => {
    expect(judge({ ...john, externalId })).toMatchObject({
      ok: true,
      contact: { externalId: stored, variables: {} },
      warnings: [{ code: 'PHONE_NOT_ASSIGNED' }],
    })
  })

  test.each<[string, unknown, string, string]>([
    ['a number', 48151, 'EXTERNAL_ID_INVALID', 'The external id is not a text. Send it as a string.'],
    ['an object', {}, 'EXTERNAL_ID_INVALID', 'The external id is not a text. Send it as a string.'],
    [
      'too long',
      smiles(EXTERNAL_ID_LENGTH_MAX + 1),
      'EXTERNAL_ID_INVALID',
      'The external id is over 255 characters. Shorten it.',
    ],
    [
      'with NUL',
      'crm\0',
      'TEXT_INVALID',
      'externalId holds a broken character (NUL or half of a surrogate pair) that cannot be stored. Remove it.',
    ],
  ])('%s is a fault', (_, externalId, code, message) => {
    expect(judge({ ...john, externalId })).toMatchObject({
      ok: false,
      faults: [{ code, field: 'externalId', message }],
    })
  })

  test('is the variable where the agent declares one of its name, as it was before there was the field', () => {
    expect(valuesOf({ ...john, externalId: ' x'.repeat(400) }, declaring)).toMatchObject({
      externalId: null,
      variables: { externalId: ' x'.repeat(400).trim() },
    })
    expect(codesOf(john, declaring)).toEqual(['VARIABLE_REQUIRED'])
    expect(codesOf({ ...john, externalId: 7 }, declaring)).toEqual(['VARIABLE_INVALID'])
  })

  test('is the variable of a request that groups by it', () => {
    const judged = judge({ ...john, externalId: 'crm-1' }, groupingByIt)
    expect(judged).toMatchObject({
      groupValue: 'crm-1',
      contact: { externalId: null, variables: { externalId: 'crm-1' } },
    })
  })

  test('is not normalized: the request is warned as it is of every field', () => {
    const options = { normalizeFields: ['externalId', 'name', 'plan'] }
    const codes = (context: ValidationContext) => prepareValidation(context).warnings.map(({ message }) => message)
    expect(codes(validationContext({ options }))).toEqual([
      expect.stringContaining('names externalId'),
      expect.stringContaining('names name'),
    ])
    expect(codes({ ...declaring, options })).toEqual([expect.stringContaining('names name')])
  })

  test.each<[unknown, string | undefined]>([
    [{ externalId: ' crm-1 ' }, 'crm-1'],
    [{ externalId: `\0${'😀'.repeat(300)}` }, `\ufffd${'😀'.repeat(254)}`],
    [{ externalId: ' ' }, undefined],
    [{ externalId: 7 }, undefined],
    [{ externalId: null }, undefined],
    [Object.create({ externalId: 'inherited' }), undefined],
    [{}, undefined],
    ['crm-1', undefined],
  ])('of a rejected contact %j is echoed as %j', (contact, echo) => {
    expect(echoExternalId(contact, prepareValidation(validationContext()))).toBe(echo)
    expect(echoExternalId(contact, prepareValidation(declaring))).toBeUndefined()
  })
})
