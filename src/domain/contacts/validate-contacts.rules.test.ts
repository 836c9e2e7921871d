import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { NOW_MS, OFFICE_HOURS, validationContext } from '@/testing/validation-context'
import { contactSchema } from './contact.schema'
import { FAULT_CODES } from './fault.schema'
import { judgeContact } from './judge-contact.rules'
import { prepareValidation, type ValidationContext } from './prepare-validation.rules'
import {
  type AcceptedContact,
  compareJudged,
  judgeContacts,
  rejectedContactSchema,
  validateContacts,
} from './validate-contacts.rules'

// Properties run hundreds of cases, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

function contact(phoneNumber: string, more: Record<string, unknown> = {}) {
  return { name: 'John Doe', phoneNumber, ...more }
}

describe('duplicates', () => {
  const numbers = (contacts: unknown[], context = validationContext()) => {
    const { accepted, rejected } = validateContacts(contacts, context)
    return { accepted: accepted.map(({ index }) => index), rejected }
  }

  test('are those of equal E.164 and extension; the first one wins and is named', () => {
    const sent = [contact('+15551234567'), contact('+14155552671'), contact('+1 (555) 123-4567')]
    const { accepted, rejected } = numbers(sent)
    expect(accepted).toEqual([0, 1])
    const message = 'The contact at index 0 has the same phone number. Remove one of them, or allow duplicates.'
    expect(rejected).toEqual([
      {
        index: 2,
        phoneNumber: '+1 (555) 123-4567',
        error: message,
        code: 'DUPLICATE_PHONE',
        errors: [{ code: 'DUPLICATE_PHONE', field: 'phoneNumber', message }],
      },
    ])
  })

  test('differ by their extension, wherever it is written', () => {
    const sent = [
      contact('+15551234567'),
      contact('+15551234567', { phoneNumberExt: '1' }),
      contact('+15551234567 x2'),
      contact('+15551234567 x1'),
      contact('+15551234567', { phoneNumberExt: '01' }),
    ]
    const { accepted, rejected } = numbers(sent)
    expect(accepted).toEqual([0, 1, 2, 4])
    expect(rejected.map(({ index, error }) => [index, error.includes('index 1 ')])).toEqual([[3, true]])
  })

  test('a faulty contact never shadows a valid one', () => {
    const sent = [contact('+15551234567', { name: '' }), contact('+15551234567'), contact('+15551234567', { name: 7 })]
    const { accepted, rejected } = numbers(sent)
    expect(accepted).toEqual([1])
    expect(rejected.map(({ index, errors }) => [index, errors.map((fault) => fault.code)])).toEqual([
      [0, ['NAME_REQUIRED']],
      [2, ['NAME_INVALID', 'DUPLICATE_PHONE']],
    ])
  })

  test('all name the first, also when they repeat a duplicate', () => {
    const { rejected } = numbers([contact('+15551234567'), contact('+15551234567'), contact('+15551234567')])
    expect(rejected.every(({ error }) => error.includes('index 0 '))).toBe(true)
  })

  test('are accepted with allowDuplicates', () => {
    const context = validationContext({ options: { allowDuplicates: true } })
    expect(numbers([contact('+15551234567'), contact('+15551234567')], context).accepted).toEqual([0, 1])
  })

  test('of numbers that earlier batches of the same file have enrolled are turned away, and nobody else', () => {
    const sent = [contact('+15551234567'), contact('+14155552671'), contact('+15551234567 x1'), contact('12')]
    const judged = judgeContacts(sent, validationContext())
    const { accepted, rejected } = compareJudged(sent, judged, { enrolledBefore: new Set(['+15551234567;']) })
    expect(accepted.map(({ index }) => index)).toEqual([1, 2])
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, 'DUPLICATE_PHONE'],
      [3, 'PHONE_INVALID'],
    ])
    expect(rejected[0]?.error).toBe(
      'An earlier row of this file has the same number. Leave one of them out, or allow duplicates.',
    )
  })
})

describe('numbers on a suppression list', () => {
  test('are turned away with any extension and by the name of the list alone, and make nobody a duplicate', () => {
    const sent = [contact('+15551234567'), contact('+15551234567 x1'), contact('+14155552671'), {}]
    const judged = judgeContacts(sent, validationContext())
    const listNames = new Map([['+15551234567', 'Do not call']])
    const { accepted, rejected } = compareJudged(sent, judged, { listNames })
    expect(accepted.map(({ index }) => index)).toEqual([2])
    expect(rejected.slice(0, 2)).toMatchObject([
      { index: 0, code: 'SUPPRESSED', errors: [{ field: 'phoneNumber' }] },
      { index: 1, code: 'SUPPRESSED' },
    ])
    expect(rejected[0]?.error).toBe('+15551234567 is on the suppression list “Do not call”. Leave the contact out.')
  })

  test('keep their other faults', () => {
    const sent = [contact('+15551234567', { name: '' })]
    const judged = judgeContacts(sent, validationContext())
    const { rejected } = compareJudged(sent, judged, { listNames: new Map([['+15551234567', 'FTC']]) })
    expect(rejected[0]?.errors.map(({ code }) => code)).toEqual(['NAME_REQUIRED', 'SUPPRESSED'])
  })
})

describe('chains', () => {
  const chain = (values: unknown[], context = validationContext({ options: { groupByField: 'account_id' } })) => {
    const contacts = values.map((account_id, index) => contact(`+1415555${1000 + index}`, { account_id }))
    const { accepted, chains } = validateContacts(contacts, context)
    return { accepted: accepted.map((one) => [one.index, one.chain?.value, one.chain?.position]), chains }
  }

  test('share a value after trim, in the order sent', () => {
    expect(chain(['a', ' a\t', 'A', 'b', 'a'])).toEqual({
      accepted: [
        [0, 'a', 0],
        [1, 'a', 1],
        [2, 'A', 0],
        [3, 'b', 0],
        [4, 'a', 2],
      ],
      chains: [
        { value: 'a', size: 3 },
        { value: 'A', size: 1 },
        { value: 'b', size: 1 },
      ],
    })
  })

  test('count valid contacts only: the first VALID one leads', () => {
    expect(chain(['a\0', 'a', null, 'a'])).toEqual({
      accepted: [
        [1, 'a', 0],
        [3, 'a', 1],
      ],
      chains: [{ value: 'a', size: 2 }],
    })
  })

  test('a duplicate is in no chain', () => {
    const context = validationContext({ options: { groupByField: 'account_id' } })
    const sent = [contact('+15551234567', { account_id: 'a' }), contact('+15551234567', { account_id: 'b' })]
    expect(validateContacts(sent, context).chains).toEqual([{ value: 'a', size: 1 }])
  })

  test('are formed after normalization', () => {
    const options = { groupByField: 'account_id', normalizeFields: ['account_id'] }
    expect(chain(['ACME CORP', 'acme corp', 'Acme Corp'], validationContext({ options })).chains).toEqual([
      { value: 'Acme Corp', size: 3 },
    ])
    const organization = { normalizationEnabled: false }
    expect(chain(['ACME', 'acme'], validationContext({ options, organization })).chains).toHaveLength(2)
  })

  test('take values that are names of an object’s own', () => {
    expect(chain(['__proto__', 'constructor', '__proto__']).chains).toEqual([
      { value: '__proto__', size: 2 },
      { value: 'constructor', size: 1 },
    ])
  })

  test('are absent without groupByField', () => {
    const { accepted, chains } = validateContacts([contact('+15551234567', { account_id: 'a' })], validationContext())
    expect([accepted[0]?.chain, chains]).toEqual([null, []])
  })
})

describe('warnings', () => {
  const warningsOf = (context: ValidationContext) => validateContacts([], context).warnings

  test('say that normalization is switched off', () => {
    const organization = { normalizationEnabled: false }
    const options = { normalizeFields: ['prospect_name'] }
    expect(warningsOf(validationContext({ organization, options }))).toEqual([
      {
        code: 'NORMALIZATION_DISABLED',
        message: 'normalizeFields was ignored: normalization is switched off for this organization.',
      },
    ])
    expect(warningsOf(validationContext({ organization, options: { normalizeFields: [] } }))).toEqual([])
    expect(warningsOf(validationContext({ options }))).toEqual([])
    expect(warningsOf(validationContext({ organization }))).toEqual([])
  })

  test('say that a standard field is not normalized', () => {
    const options = { normalizeFields: ['name'] }
    expect(warningsOf(validationContext({ options }))).toEqual([
      {
        code: 'NORMALIZE_FIELD_IGNORED',
        message: 'normalizeFields names name, which was ignored: only custom variables are normalized.',
      },
    ])
  })

  test('of a contact name its place among those sent', () => {
    const { warnings } = validateContacts([contact('+12122000000'), contact('+15551234567')], validationContext())
    expect(warnings).toEqual([{ code: expect.any(String), message: expect.stringMatching(/\.$/), index: 1 }])
  })
})

describe('whatever is sent', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('', ' ', 'a\0', '\ud800', '😀', 'acme', 'ACME', ' acme '),
  )
  const phone = fc.oneof(
    fc.constantFrom('+15551234567', '+1 (555) 123-4567', '5551234567', '+14155552671', 'tel:+15551234567', '123', '+'),
    fc.integer({ min: 2_000_000, max: 2_000_020 }).map((line) => `+1415${line}`),
    text,
  )
  const time = fc.oneof(
    fc
      .integer({ min: -3 * 86_400, max: 370 * 86_400 })
      .map((seconds) => new Date(NOW_MS + seconds * 1_000).toISOString()),
    fc.constantFrom('2026-12-01 10:00', '2027-03-14T02:30', '2026-12-01', '0001-01-01T00:00', '9999-12-31T23:59Z'),
    text,
  )
  const orAnything = (value: fc.Arbitrary<unknown>) =>
    fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.anything() })
  const anyContact = fc.record(
    {
      name: orAnything(fc.oneof({ weight: 4, arbitrary: fc.constant('John Doe') }, text)),
      phoneNumber: orAnything(phone),
      phoneNumberExt: orAnything(fc.oneof(fc.constantFrom('1', '2', null, ''), text)),
      timezone: orAnything(fc.constantFrom('us/eastern', 'Asia/Tokyo', 'Australia/Lord_Howe', '+05:00', null, ' ')),
      scheduledAt: orAnything(time),
      toEmailAddress: orAnything(fc.oneof(fc.emailAddress(), text)),
      externalId: orAnything(fc.oneof(fc.constant(' crm-1'), text)),
      account_id: orAnything(text),
      plan: orAnything(text),
      ['__proto__']: fc.anything(),
      constructor: fc.anything(),
    },
    { requiredKeys: [], noNullPrototype: false },
  )
  const plainContact = fc.record(
    {
      name: fc.constantFrom('John Doe', 'Jane Doe '),
      phoneNumber: phone,
      phoneNumberExt: fc.constantFrom('1', '2', null, ''),
      timezone: fc.constantFrom('us/eastern', 'Asia/Tokyo', 'Australia/Lord_Howe', 'UTC', null),
      externalId: fc.constantFrom('crm-1', ' crm-1', '', null),
      account_id: fc.constantFrom('a', ' a', 'A', 'acme CORP', 'b', ''),
      plan: fc.constantFrom('JEAN-LUC', 'x', '', 'ßß', 'İstanbul'),
      scheduledAt: fc.oneof(fc.constant(null), time),
    },
    { requiredKeys: ['name', 'phoneNumber', 'timezone'] },
  )
  const contacts = fc.array(fc.oneof(plainContact, anyContact, fc.anything({ withNullPrototype: true })), {
    maxLength: 30,
  })
  const contexts = fc
    .record(
      {
        groupByField: fc.constantFrom('account_id', 'plan', 'toString', 'externalId'),
        normalizeFields: fc.subarray(['account_id', 'plan', 'name']),
        allowDuplicates: fc.boolean(),
        bypassAllowedCallWindow: fc.boolean(),
        timezone: fc.constantFrom('Europe/Paris', 'America/Chicago'),
        defaultCountry: fc.constantFrom('US' as const, 'GB' as const),
      },
      { requiredKeys: [] },
    )
    .chain((options) =>
      fc
        .record({
          required: fc.boolean(),
          declaresId: fc.boolean(),
          email: fc.boolean(),
          office: fc.boolean(),
          normalizationEnabled: fc.boolean(),
        })
        .map(({ required, declaresId, email, office, normalizationEnabled }) =>
          validationContext({
            options,
            organization: { normalizationEnabled },
            agent: {
              variables: [
                { name: 'account_id', required },
                ...(declaresId ? [{ name: 'externalId', required: false }] : []),
              ],
              ...(email && { steps: [{ stepType: 'EMAIL', delaySeconds: 0 }] }),
              ...(office && { callWindows: OFFICE_HOURS }),
            },
          }),
        ),
    )

  test('every contact is accepted or rejected, in order, and never both', () => {
    fc.assert(
      fc.property(contacts, contexts, (sent, context) => {
        const { accepted, rejected } = validateContacts(sent, context)
        const indexes = [...accepted, ...rejected].map(({ index }) => index)
        expect(indexes.toSorted((a, b) => a - b)).toEqual([...sent.keys()])
        expect(accepted.map(({ index }) => index)).toEqual(accepted.map(({ index }) => index).toSorted((a, b) => a - b))
        expect(rejected.map(({ index }) => index)).toEqual(rejected.map(({ index }) => index).toSorted((a, b) => a - b))
      }),
      { numRuns: 300 },
    )
  })

  test('a rejection is whole, in order, and can be stored', () => {
    fc.assert(
      fc.property(contacts, contexts, (sent, context) => {
        for (const rejection of validateContacts(sent, context).rejected) {
          expect(rejectedContactSchema.parse(rejection)).toEqual(rejection)
          expect(rejection.errors.length).toBeGreaterThan(0)
          expect(rejection.code).toBe(rejection.errors[0]?.code)
          expect(rejection.error).toBe(rejection.errors.map((fault) => fault.message).join(' '))
          const ranks = rejection.errors.map((fault) => FAULT_CODES.indexOf(fault.code))
          expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
          expect([...rejection.phoneNumber].length).toBeLessThanOrEqual(64)
          expect([...(rejection.externalId ?? 'x')].length).toSatisfy((length) => length >= 1 && length <= 255)
          expect(JSON.stringify(rejection)).not.toMatch(/\\u0000|\\ud[89a-f]/i)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('what is accepted is accepted again, with the same values', () => {
    fc.assert(
      fc.property(contacts, contexts, (sent, context) => {
        const { accepted } = validateContacts(sent, context)
        const again = validateContacts(accepted.map(asSent), context)
        expect(again.rejected).toEqual([])
        expect(again.accepted).toEqual(accepted.map((one, index) => ({ ...one, index })))
      }),
      { numRuns: 300 },
    )
  })

  test('duplicates: the first otherwise valid contact of a number wins, and only it', () => {
    fc.assert(
      fc.property(contacts, contexts, (sent, context) => {
        const { accepted, rejected } = validateContacts(sent, context)
        const prepared = prepareValidation(context)
        const firsts = new Map<string, number>()
        const expected: number[] = []
        for (const [index, one] of sent.entries()) {
          const judged = judgeContact(one, prepared)
          if (!judged.ok) continue
          if (!context.options.allowDuplicates && firsts.has(judged.phoneKey)) continue
          firsts.set(judged.phoneKey, index)
          expected.push(index)
        }
        expect(accepted.map(({ index }) => index)).toEqual(expected)
        for (const { errors } of rejected) {
          const duplicate = errors.find(({ code }) => code === 'DUPLICATE_PHONE')
          const named = Number(duplicate && /index (\d+) /.exec(duplicate.message)?.[1])
          if (duplicate) expect([...firsts.values()]).toContain(named)
        }
      }),
      { numRuns: 300 },
    )
  })

  test("a valid contact is valid alone too, and a contact's own faults do not depend on the others", () => {
    fc.assert(
      fc.property(contacts, contexts, (sent, context) => {
        for (const { index, errors } of validateContacts(sent, context).rejected) {
          const alone = validateContacts([sent[index]], context).rejected[0]?.errors ?? []
          expect(errors.filter(({ code }) => code !== 'DUPLICATE_PHONE')).toEqual(alone)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('chains hold every accepted contact once, and sizes add up', () => {
    fc.assert(
      fc.property(contacts, contexts, (sent, context) => {
        const { accepted, chains } = validateContacts(sent, context)
        const chained = accepted.filter((one) => one.chain !== null)
        expect(chained.length).toBe(context.options.groupByField === undefined ? 0 : accepted.length)
        for (const { value, size } of chains) {
          const positions = chained.filter((one) => one.chain?.value === value).map((one) => one.chain?.position)
          expect(positions).toEqual(Array.from({ length: size }, (_, position) => position))
        }
        expect(chains.reduce((sum, { size }) => sum + size, 0)).toBe(chained.length)
      }),
      { numRuns: 200 },
    )
  })

  test('the zod schema gives the same verdict', () => {
    fc.assert(
      fc.property(contacts, contexts, (sent, context) => {
        const prepared = prepareValidation(context)
        const schema = contactSchema(prepared)
        for (const one of sent) {
          const judged = judgeContact(one, prepared)
          const parsed = schema.safeParse(one)
          expect(parsed.success).toBe(judged.ok)
          if (judged.ok) expect(parsed.data).toEqual(judged.contact)
          else
            expect(parsed.error?.issues.map(({ message }) => message)).toEqual(
              judged.faults.map(({ message }) => message),
            )
        }
      }),
      { numRuns: 100 },
    )
  })

  test('nothing is changed in what was sent, and no prototype is touched', () => {
    const sent = JSON.parse('[{"name":"J","phoneNumber":"+15551234567","__proto__":{"polluted":"x"}}]')
    const before = JSON.stringify(sent)
    validateContacts(sent, validationContext({ options: { groupByField: 'account_id' } }))
    expect(JSON.stringify(sent)).toBe(before)
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

/** Turns an accepted contact into a request by somebody who knows only what was stored. */
function asSent(accepted: AcceptedContact): Record<string, unknown> {
  const { name, phoneNumber, phoneNumberExt, timezone, toEmailAddress, externalId, variables } = accepted
  const scheduledAt = accepted.scheduledAtGiven ? new Date(accepted.scheduledAtMs).toISOString() : null
  return { name, phoneNumber, phoneNumberExt, timezone, scheduledAt, toEmailAddress, externalId, ...variables }
}
