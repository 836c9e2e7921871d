import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RollcallError } from '@/domain/errors'
import { parseRequest } from '@/domain/parse-request'
import { describeUnknown } from './describe-issue.rules'

function faultsOf(schema: z.ZodType, value: unknown) {
  try {
    parseRequest(schema, value)
  } catch (error) {
    if (error instanceof RollcallError) return error.details
  }
  throw new Error('Nothing was refused.')
}

describe('a fault without a message of its own', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), undefined, 'This is missing. Send a string.'],
    [z.string(), 5, 'Send a string, not a number.'],
    [z.string(), null, 'Send a string, not null.'],
    [z.boolean(), 'true', 'Send true or false, not a string.'],
    [z.number(), Number.NaN, 'Send a number, not NaN.'],
    [z.int(), 1.5, 'Send a whole number.'],
    [z.int(), [], 'Send a number, not a list.'],
    [z.array(z.string()), {}, 'Send a list, not an object.'],
    [z.strictObject({}), [], 'Send an object, not a list.'],
    [z.record(z.string(), z.string()), 'x', 'Send an object, not a string.'],
    [z.enum(['a', 'b']), 'c', 'Send one of "a", "b".'],
    [z.enum(['a', 'b']), undefined, 'This is missing. Send one of "a", "b".'],
    [z.literal(true), 1, 'Send true.'],
    [z.string().min(1), '', 'Use at least 1 character.'],
    [z.string().max(1_000), 'x'.repeat(1_001), 'Use at most 1,000 characters.'],
    [z.array(z.string()).min(2), ['a'], 'Send at least 2 elements.'],
    [z.number().min(1), 0, 'Send 1 or more.'],
    [z.number().max(5), 6, 'Send 5 or less.'],
    [z.number().gt(1), 1, 'Send more than 1.'],
    [z.number().lt(5), 5, 'Send less than 5.'],
    [z.number().multipleOf(5), 6, 'Send a multiple of 5.'],
    [z.iso.datetime(), 'x', 'Send a date and time of ISO 8601, such as 2027-03-01T16:00:00Z.'],
    [z.email(), 'x', 'Send an email address, such as john@example.com.'],
    [z.union([z.string(), z.number()]), undefined, 'This is missing. Add it.'],
    [
      z.union([z.string(), z.number()]),
      true,
      'This fits none of the forms that are taken here. Compare it with the API reference.',
    ],
    [z.string(), true, 'Send a string, not true.'],
    [z.string(), false, 'Send a string, not false.'],
    [z.string(), [], 'Send a string, not a list.'],
    [z.number(), Number.POSITIVE_INFINITY, 'Send a number, not Infinity.'],
    [z.number(), '5', 'Send a number, not a string.'],
    [z.int(), '5', 'Send a number, not a string.'],
    [z.int(), undefined, 'This is missing. Send a number.'],
    [z.null(), 5, 'Send null, not a number.'],
    [z.undefined(), 5, 'Leave it out, not a number.'],
    [z.bigint(), 'x', 'Send another kind of value, not a string.'],
    [z.array(z.string()), undefined, 'This is missing. Send a list.'],
    [z.record(z.string(), z.string()), undefined, 'This is missing. Send an object.'],
    [z.enum(['a']), 'c', 'Send "a".'],
    [z.literal([1, 2]), 3, 'Send one of 1, 2.'],
    [z.enum([...'abcdefghij']), 'x', 'Send one of "a", "b", "c", "d", "e", "f", "g", "h", "i", "j".'],
    [
      z.enum([...'abcdefghijk']),
      'x',
      'Send one of "a", "b", "c", "d", "e", "f", "g", "h", "i", "j" or another one of the API reference.',
    ],
    [z.string().min(2), '', 'Use at least 2 characters.'],
    [z.array(z.string()).max(1), ['a', 'b'], 'Send at most 1 element.'],
    [z.set(z.string()).min(2), new Set(), 'Send at least 2 elements.'],
    [z.map(z.string(), z.string()).min(1), new Map(), 'Send at least 1 property.'],
    [z.map(z.string(), z.string()).min(2), new Map(), 'Send at least 2 properties.'],
    [z.bigint().min(1n), 0n, 'Send 1 or more.'],
    [z.url(), 'x', 'Send an address, such as https://example.com/hook.'],
    [z.uuid(), 'x', 'Send a UUID in lower case.'],
    [z.guid(), 'x', 'Send a UUID in lower case.'],
    [z.iso.date(), 'x', 'Send a date as YYYY-MM-DD.'],
    [z.iso.time(), 'x', 'Send a time as HH:mm.'],
    [z.base64(), '?', 'This is not written as it has to be. Compare it with the API reference.'],
    [z.string().refine(() => false), 'x', 'This cannot be used. Compare it with the API reference.'],
  ])('says what to do: %#', (schema, value, message) => {
    expect(faultsOf(schema, value)).toEqual([{ path: '', message }])
  })

  it('has the path of the faulty value', () => {
    const schema = z.strictObject({ days: z.array(z.strictObject({ end: z.string() })) })
    expect(faultsOf(schema, { days: [{ end: '1' }, { end: 2 }] })).toEqual([
      { path: 'days.1.end', message: 'Send a string, not a number.' },
    ])
  })

  it('asks whether an unknown property is meant as a known one', () => {
    const schema = z.strictObject({ reason: z.string().optional() })
    expect(faultsOf(schema, { Reason: 'x' })).toEqual([
      { path: '', message: 'Unknown property: "Reason" (did you mean reason?). Remove it, or correct its name.' },
    ])
    expect(faultsOf(schema, { x: 1 })).toEqual([
      { path: '', message: 'Unknown property: "x". Remove it, or correct its name.' },
    ])
  })

  it('says where a name or an element of a collection cannot be used', () => {
    const named = z.record(z.string().max(1), z.string())
    expect(faultsOf(named, { ab: 'x' })).toMatchObject([
      { message: 'A name in this object cannot be used. Correct or remove it.' },
    ])
    const keyed = z.map(z.unknown(), z.string())
    expect(faultsOf(keyed, new Map([[{}, 5]]))).toMatchObject([
      { message: 'An element cannot be used. Correct or remove it.' },
    ])
  })

  it('leaves a message of the schema as it is', () => {
    expect(faultsOf(z.string('Name the agent.'), 5)).toEqual([{ path: '', message: 'Name the agent.' }])
  })
})

it('names few of many unknown properties, made storable and cut', () => {
  const message = describeUnknown(['\0\ud800', 'y'.repeat(100), ...Array(50).fill('z')], [])
  expect(message).toMatch(/^Unknown properties: "\ufffd\ufffd", "y{64}", ("z"(, )?){8}\. Remove them/)
})
