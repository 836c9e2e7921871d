import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isStorable } from '@/domain/text/sanitize.rules'
import { EMPTY_CALL_DETAILS } from '@/testing/empty-call-details'
import { CALL_ADDITIONAL_LENGTH_MAX } from './call-details.rules'
import { callResultSchema } from './call-result.schema'
import { RESULT_TYPES } from './result-types.rules'

const minimal = { resultType: 'Busy', duration: 0, endedAt: '2027-03-01T16:00:00Z' }
const parse = (changes: Record<string, unknown>) => callResultSchema.parse({ ...minimal, ...changes })
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))
const paths = (result: { notes: { path: string }[] }) => result.notes.map(({ path }) => path)

const empty = {
  resultType: 'Busy',
  duration: 0,
  endedAt: '2027-03-01T16:00:00.000Z',
  ...EMPTY_CALL_DETAILS,
}

const OPTIONAL = Object.keys(empty).slice(3, -2)

describe('callResultSchema', () => {
  it('fills in what is not known, and takes null for absent', () => {
    expect(callResultSchema.parse(minimal)).toEqual(empty)
    expect(parse(Object.fromEntries(OPTIONAL.map((name) => [name, null])))).toEqual(empty)
  })

  it('keeps what is known, in UTC and storable', () => {
    const followUpMeetingDetails = { startTime: 'Tue 16:00', hostEmail: 'grace@example.com', room: 'B' }
    const result = callResultSchema.parse({
      resultType: 'Goal Completed',
      duration: 46.5,
      endedAt: '2027-03-01T16:00:00.5+02:00',
      summary: 'a\0b\ud800c ☎😀',
      transcription: 'Hello.',
      extractedVariables: { plan: 'pro', 'a\0': { deep: ['\udfff', 1, true, null] } },
      outcomes: [{ name: 'interested', reasoning: 'Said so.', score: 1 }, { name: 'unknown to the agent' }],
      agentActions: ['noted', { type: 'transfer' }],
      humanActions: [],
      rescheduledAt: '2027-03-02T00:00:00Z',
      followUpMeetingDetails,
      crmSchedulingDetails: { owner: { id: 7 } },
      optOut: true,
    })
    expect(result).toEqual({
      resultType: 'Goal Completed',
      duration: 46.5,
      endedAt: '2027-03-01T14:00:00.500Z',
      summary: 'a\ufffdb\ufffdc ☎😀',
      transcription: 'Hello.',
      extractedVariables: { plan: 'pro', 'a\ufffd': { deep: ['\ufffd', 1, true, null] } },
      outcomes: [
        { name: 'interested', reasoning: 'Said so.', score: 1 },
        { name: 'unknown to the agent', reasoning: null },
      ],
      agentActions: ['noted', { type: 'transfer' }],
      humanActions: [],
      rescheduledAt: '2027-03-02T00:00:00.000Z',
      followUpMeetingDetails: { ...followUpMeetingDetails, endTime: null },
      crmSchedulingDetails: { owner: { id: 7 } },
      optOut: { scope: 'all' },
      additional: {},
      notes: [],
    })
  })

  it.each(RESULT_TYPES)('takes %s', (resultType) => {
    expect(parse({ resultType }).resultType).toBe(resultType)
  })

  it.each([
    ['another result type', { resultType: 'Won' }, 'resultType'],
    ['no result type', { resultType: undefined }, 'resultType'],
    ['a negative duration', { duration: -1 }, 'duration'],
    ['an endless duration', { duration: 86_401 }, 'duration'],
    ['a duration as text', { duration: '46' }, 'duration'],
    ['no duration', { duration: undefined }, 'duration'],
    ['a date', { endedAt: '2027-03-01' }, 'endedAt'],
    ['a local time', { endedAt: '2027-03-01T16:00:00' }, 'endedAt'],
    ['a day that is not', { endedAt: '2027-02-30T16:00:00Z' }, 'endedAt'],
    ['the year 0', { endedAt: '0000-01-01T00:00:00Z' }, 'endedAt'],
    ['the year 10000', { endedAt: '9999-12-31T23:59:59-12:00' }, 'endedAt'],
    ['a number for a moment', { endedAt: 1_800_000_000_000 }, 'endedAt'],
  ])('refuses %s, and names it', (_, changes, path) => {
    const parsed = callResultSchema.safeParse({ ...minimal, ...changes })
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
  })

  it.each([null, 7, 'Busy', [], undefined])('refuses %j, which is no object', (sent) => {
    expect(callResultSchema.safeParse(sent).success).toBe(false)
  })

  it('keeps what it does not know beside, also under names that mean something to a program', () => {
    const unknown = JSON.parse('{"sentiment":{"score":0.7},"__proto__":{"a":1},"constructor":null,"a\\u0000":[false]}')
    const { additional, ...rest } = callResultSchema.parse({ ...minimal, ...unknown })
    expect(rest).toEqual({ ...empty, additional: undefined })
    expect(Object.entries(additional)).toEqual([
      ['sentiment', { score: 0.7 }],
      ['__proto__', { a: 1 }],
      ['constructor', null],
      ['a\ufffd', [false]],
    ])
  })

  it.each(
    OPTIONAL.flatMap(
      (name) => [7, true, 'text', ['x', 7], { deep: [1] }].map((value) => [name, value] as const),
      // All that it can be of these.
    ).filter(([name, value]) => name !== 'optOut' || value !== true),
  )('loses neither the result nor %s when it is %j', (name, value) => {
    const result = parse({ [name]: value })
    expect(result).toMatchObject({ resultType: 'Busy', duration: 0 })
    const kept = JSON.stringify([(result as Record<string, unknown>)[name], result.additional[name]])
    for (const scalar of JSON.stringify(value).match(/[\w]+/g) ?? []) expect(kept).toContain(scalar)
    expect(paths(result).length > 0).toBe(name in result.additional)
  })

  it.each([
    [true, 'all'],
    [{ scope: 'all' }, 'all'],
    [{}, 'all'],
    [{ scope: 'agent' }, 'agent'],
    // What was said is not lost by how it was written.
    [{ scope: 'company' }, 'all'],
  ])('takes %j for an opt-out of %s', (optOut, scope) => {
    expect(parse({ optOut }).optOut).toEqual({ scope })
  })

  it.each([false, null, 'yes', 1, [true]])('takes %j for no opt-out', (optOut) => {
    expect(parse({ optOut }).optOut).toBeNull()
  })

  it('keeps the good outcomes, and the others beside', () => {
    const result = parse({ outcomes: [{ name: 'a' }, 'b', { name: ' ' }, null, { name: 'c', reasoning: 1 }] })
    expect(result.outcomes).toEqual([{ name: 'a', reasoning: null }])
    expect(result.additional).toEqual({ outcomes: ['b', { name: ' ' }, null, { name: 'c', reasoning: 1 }] })
    expect(paths(result)).toEqual(['outcomes.1', 'outcomes.2', 'outcomes.3', 'outcomes.4'])
  })

  it('cuts what is too long and drops what is too large or too deep, and says so', () => {
    const result = parse({
      summary: '☎'.repeat(20_001),
      transcription: 'x'.repeat(500_001),
      outcomes: [{ name: 'x'.repeat(201) }, ...Array(100).fill({ name: 'a' })],
      agentActions: Array(501).fill('a'),
      humanActions: [nested(30), 'b'],
      extractedVariables: { a: 'x'.repeat(200_001) },
      crmSchedulingDetails: { deep: nested(30) },
      huge: 'x'.repeat(300_000),
      small: 1,
    })
    expect(result.summary).toBe('☎'.repeat(20_000))
    expect(result.transcription).toHaveLength(500_000)
    expect(result.outcomes).toHaveLength(100)
    expect(result.outcomes[0]?.name).toHaveLength(200)
    expect(result.agentActions).toHaveLength(500)
    expect(result.humanActions).toEqual(['b'])
    expect(Object.keys(result.additional).sort()).toEqual(['extractedVariables', 'small'])
    expect(paths(result)).toEqual(expect.arrayContaining(['summary', 'transcription', 'outcomes', 'agentActions']))
    expect(paths(result)).toContain('humanActions.0')
  })

  it('takes any JSON beside the essentials, storable and bounded', () => {
    const names = fc.oneof(fc.constantFrom(...OPTIONAL, 'additional', 'notes', '__proto__', 'toString'), fc.string())
    const values = fc.oneof(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.dictionary(names, values), (sent) => {
        // As it comes from the wire.
        const result = callResultSchema.parse(JSON.parse(JSON.stringify({ ...sent, ...minimal })))
        expect(Object.keys(result)).toEqual(expect.arrayContaining(Object.keys(empty)))
        expect(Object.keys(result)).toHaveLength(Object.keys(empty).length)
        expect(JSON.stringify(result.additional).length).toBeLessThanOrEqual(CALL_ADDITIONAL_LENGTH_MAX)
        const texts: string[] = []
        JSON.stringify(result, (name, value) => {
          texts.push(name, ...(typeof value === 'string' ? [value] : []))
          return value
        })
        expect(texts.every(isStorable)).toBe(true)
      }),
    )
  })

  it('bounds what is kept, however many properties there are', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`property ${n}`, `☎ "${n}"`]))
    const { additional, notes } = parse(many)
    const length = JSON.stringify(additional).length
    expect(length).toBeLessThanOrEqual(CALL_ADDITIONAL_LENGTH_MAX)
    expect(length).toBeGreaterThan(CALL_ADDITIONAL_LENGTH_MAX - 100)
    expect(notes).toHaveLength(50)
  })
})
