import { describe, expect, it } from 'vitest'
import { EMPTY_CALL_DETAILS } from '@/testing/empty-call-details'
import {
  CALL_ADDITIONAL_LENGTH_MAX,
  CALL_DETAILS_LENGTH_MAX,
  momentSchema,
  readCallDetails,
} from './call-details.rules'

const messagesOf = (sent: Record<string, unknown>) => readCallDetails(sent).notes.map(({ message }) => message)
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
/** Makes a text that has this length as JSON, quotes included. */
const textOf = (length: number) => 'x'.repeat(length - 2)

describe('a moment', () => {
  it.each([
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['2027-03-01T16:00:00+02:00', '2027-03-01T14:00:00.000Z'],
  ])('%s is %s', (written, moment) => {
    expect(momentSchema.parse(written)).toBe(moment)
  })

  it.each([
    ['1969-12-31T23:59:59Z', 'This is no moment at which a call could have ended.'],
    ['9999-12-31T23:59:59-01:00', 'This is no moment at which a call could have ended.'],
    ['2027-03-01T16:00:00', 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.'],
    ['soon', 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.'],
  ])('%s is none', (written, message) => {
    expect(momentSchema.safeParse(written).error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})

it('takes only what was sent itself, and undefined for absent; essentials are known elsewhere', () => {
  expect(readCallDetails({})).toEqual(EMPTY_CALL_DETAILS)
  expect(readCallDetails(Object.create({ summary: 'x', other: 1 }))).toEqual(EMPTY_CALL_DETAILS)
  expect(readCallDetails({ summary: undefined, outcomes: undefined, crmSchedulingDetails: undefined })).toEqual(
    EMPTY_CALL_DETAILS,
  )
  expect(readCallDetails({ resultType: 'Busy', duration: 1, endedAt: 'now' })).toEqual(EMPTY_CALL_DETAILS)
})

it.each<[string, unknown, string]>([
  ['summary', 7, 'text'],
  ['transcription', ['x'], 'text'],
  ['rescheduledAt', 'soon', 'a moment in ISO 8601 with an offset'],
  ['extractedVariables', [1], 'an object'],
  ['crmSchedulingDetails', 'x', 'an object'],
  ['outcomes', {}, 'a list'],
  ['agentActions', 'x', 'a list'],
  ['humanActions', 1, 'a list'],
  ['followUpMeetingDetails', { startTime: 5 }, 'an object of texts'],
  ['followUpMeetingDetails', { endTime: 5 }, 'an object of texts'],
  ['followUpMeetingDetails', { hostEmail: ['x'] }, 'an object of texts'],
  ['followUpMeetingDetails', { room: 'B', startTime: 'x'.repeat(1_001) }, 'an object of texts'],
])('%s of another type is kept beside: %#', (name, value, expected) => {
  const message = `${name} is not ${expected}, and was kept in additional.`
  expect(readCallDetails({ [name]: value })).toEqual({
    ...EMPTY_CALL_DETAILS,
    additional: { [name]: value },
    notes: [{ path: name, message }],
  })
})

it('a meeting has texts of 1,000 characters at most, and what else was sent', () => {
  const followUpMeetingDetails = { startTime: 'x'.repeat(1_000), endTime: 'y', hostEmail: 'z', room: 5 }
  expect(readCallDetails({ followUpMeetingDetails })).toEqual({ ...EMPTY_CALL_DETAILS, followUpMeetingDetails })
})

describe('what is too long', () => {
  it.each([
    ['summary', 20_000, '20,000'],
    ['transcription', 500_000, '500,000'],
  ])('%s is cut after %i characters, and that is said', (name, lengthMax, written) => {
    const whole = 'x'.repeat(lengthMax)
    expect(readCallDetails({ [name]: whole })).toEqual({ ...EMPTY_CALL_DETAILS, [name]: whole })
    const message = `${name} was cut after ${written} characters.`
    expect(readCallDetails({ [name]: `${whole}y` })).toEqual({
      ...EMPTY_CALL_DETAILS,
      [name]: whole,
      notes: [{ path: name, message }],
    })
  })

  it.each([
    ['outcomes', 100, { name: 'a', reasoning: null }],
    ['agentActions', 500, 'a'],
    ['humanActions', 500, 'a'],
  ] as const)('%s has %i elements at most', (name, amountMax, element) => {
    const whole = Array(amountMax).fill(element)
    expect(readCallDetails({ [name]: whole })).toEqual({ ...EMPTY_CALL_DETAILS, [name]: whole })
    const message = `${name} has more than ${amountMax} elements; the first were kept.`
    expect(readCallDetails({ [name]: [...whole, element] })).toEqual({
      ...EMPTY_CALL_DETAILS,
      [name]: whole,
      notes: [{ path: name, message }],
    })
  })

  it('an outcome keeps 200 characters of its name, and 20,000 of its reasoning', () => {
    const outcome = { name: 'n'.repeat(200), reasoning: 'r'.repeat(20_000) }
    expect(readCallDetails({ outcomes: [outcome] })).toEqual({ ...EMPTY_CALL_DETAILS, outcomes: [outcome] })
    const longer = { name: `${outcome.name}n`, reasoning: `${outcome.reasoning}r` }
    expect(readCallDetails({ outcomes: [{ name: 'a' }, longer] })).toEqual({
      ...EMPTY_CALL_DETAILS,
      outcomes: [{ name: 'a', reasoning: null }, outcome],
      notes: [{ path: 'outcomes.1.name', message: 'outcomes.1.name was cut.' }],
    })
  })

  it('outcomes have so much beside their names together', () => {
    const [much, rest] = [{ more: 'x'.repeat(150_000) }, { more: 'y'.repeat(60_000) }]
    const { outcomes, notes } = readCallDetails({
      outcomes: [
        { name: 'a', ...much },
        { name: 'b', ...rest },
        { name: 'c', more: 'z' },
      ],
    })
    expect(outcomes).toEqual([
      { name: 'a', reasoning: null, ...much },
      { name: 'b', reasoning: null },
      { name: 'c', reasoning: null, more: 'z' },
    ])
    expect(notes).toEqual([
      { path: 'outcomes.1', message: 'outcomes.1 has only its name and reasoning: the rest is too large.' },
    ])
  })

  it('actions are kept while there is room for them, to the last character', () => {
    const half = textOf(CALL_DETAILS_LENGTH_MAX / 2)
    expect(readCallDetails({ agentActions: [half, half] })).toEqual({
      ...EMPTY_CALL_DETAILS,
      agentActions: [half, half],
    })
    const { agentActions, notes } = readCallDetails({ agentActions: [half, `${half}x`, nested(21), 'small'] })
    expect(agentActions).toEqual([half, 'small'])
    expect(notes).toEqual(
      ['agentActions.1', 'agentActions.2'].map((path) => ({
        path,
        message: `${path} was dropped: it is nested too deep, or all of them are too large.`,
      })),
    )
  })

  it.each(['extractedVariables', 'crmSchedulingDetails'])('%s moves to additional, or is dropped', (name) => {
    const ofLength = (length: number) => ({ a: textOf(length - '{"a":}'.length) })
    const fits = ofLength(CALL_DETAILS_LENGTH_MAX)
    expect(readCallDetails({ [name]: fits })).toEqual({ ...EMPTY_CALL_DETAILS, [name]: fits })
    const tooLarge = ofLength(CALL_DETAILS_LENGTH_MAX + 1)
    expect(readCallDetails({ [name]: tooLarge })).toEqual({
      ...EMPTY_CALL_DETAILS,
      additional: { [name]: tooLarge },
      notes: [{ path: name, message: `${name} is too large for its place, and was kept in additional.` }],
    })
    const dropped = `${name} was dropped: it is nested too deep, or all that is kept in additional is over 256 kB.`
    for (const value of [ofLength(CALL_ADDITIONAL_LENGTH_MAX), { deep: nested(20) }]) {
      expect(readCallDetails({ [name]: value })).toEqual({
        ...EMPTY_CALL_DETAILS,
        notes: [{ path: name, message: dropped }],
      })
    }
  })
})

describe('an outcome that is none', () => {
  it.each([
    ['a text', 'x'],
    ['null', null],
    ['a list', [{ name: 'x' }]],
    ['without a name', { reasoning: 'x' }],
    ['with a blank name', { name: ' ' }],
    ['with a number for a name', { name: 5 }],
    ['with a number for a reasoning', { name: 'a', reasoning: 5 }],
  ])('%s is kept beside', (_, outcome) => {
    expect(readCallDetails({ outcomes: [{ name: 'good' }, outcome] })).toEqual({
      ...EMPTY_CALL_DETAILS,
      outcomes: [{ name: 'good', reasoning: null }],
      additional: { outcomes: [outcome] },
      notes: [{ path: 'outcomes.1', message: 'outcomes.1 is not an outcome with a name, and was kept in additional.' }],
    })
  })

  it('with a null for its reasoning is one', () => {
    expect(readCallDetails({ outcomes: [{ name: 'a', reasoning: null }] }).notes).toEqual([])
  })
})

describe('what is kept beside', () => {
  // `{"n":"…"}`, and a comma behind each.
  const longest = textOf(CALL_ADDITIONAL_LENGTH_MAX - 2 - '"n":,'.length)

  it('has room for so much, names included, and no more', () => {
    expect(readCallDetails({ n: longest })).toEqual({ ...EMPTY_CALL_DETAILS, additional: { n: longest } })
    expect(messagesOf({ n: `${longest}x` })).toEqual([
      'n was dropped: it is nested too deep, or all that is kept in additional is over 256 kB.',
    ])
    expect(readCallDetails({ m: 1, n: longest, o: 2 })).toMatchObject({ additional: { m: 1, o: 2 } })
    const shorter = longest.slice('"m":1,'.length)
    expect(readCallDetails({ m: 1, n: shorter })).toEqual({ ...EMPTY_CALL_DETAILS, additional: { m: 1, n: shorter } })
    expect(messagesOf({ m: 1, n: `${shorter}x` })).toHaveLength(1)
  })

  it('keeps unknown values as plain, writable properties', () => {
    const { additional } = readCallDetails({ n: 1 })
    const plain = { value: 1, enumerable: true, configurable: true, writable: true }
    expect(Object.getOwnPropertyDescriptor(additional, 'n')).toEqual(plain)
  })

  it('is told of by 50 notes at most, with 64 characters of a path', () => {
    expect(messagesOf({ outcomes: Array(60).fill('x') })).toHaveLength(50)
    const [path] = readCallDetails({ ['n'.repeat(65)]: nested(21) }).notes.map((note) => note.path)
    expect(path).toBe('n'.repeat(64))
  })
})
