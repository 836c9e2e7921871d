import { describe, expect, it } from 'vitest'
import { type CallResultInput, callResultSchema, RESULT_TYPES } from './call-result.schema'

const minimal: CallResultInput = { resultType: 'Busy', duration: 0, endedAt: '2027-03-01T16:00:00Z' }
const parse = (changes: Record<string, unknown>) => callResultSchema.safeParse({ ...minimal, ...changes })
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth))

describe('callResultSchema', () => {
  it('fills in what is not known, and its output parses to itself', () => {
    const result = callResultSchema.parse(minimal)
    expect(result).toEqual({
      resultType: 'Busy',
      duration: 0,
      endedAt: '2027-03-01T16:00:00.000Z',
      summary: null,
      transcription: null,
      extractedVariables: {},
      outcomes: [],
      agentActions: [],
      humanActions: [],
      rescheduledAt: null,
    })
    expect(callResultSchema.parse(result)).toEqual(result)
  })

  it('takes null for absent', () => {
    const nulls = Object.fromEntries(
      [
        'summary',
        'transcription',
        'extractedVariables',
        'outcomes',
        'agentActions',
        'humanActions',
        'rescheduledAt',
      ].map((name) => [name, null]),
    )
    expect(callResultSchema.parse({ ...minimal, ...nulls })).toEqual(callResultSchema.parse(minimal))
  })

  it('keeps what is known, in UTC and storable', () => {
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
    })
    expect(result).toMatchObject({
      duration: 46.5,
      endedAt: '2027-03-01T14:00:00.500Z',
      summary: 'a\ufffdb\ufffdc ☎😀',
      extractedVariables: { plan: 'pro', 'a\ufffd': { deep: ['\ufffd', 1, true, null] } },
      outcomes: [
        { name: 'interested', reasoning: 'Said so.' },
        { name: 'unknown to the agent', reasoning: null },
      ],
      agentActions: ['noted', { type: 'transfer' }],
    })
    expect(callResultSchema.parse(result)).toEqual(result)
  })

  it.each(RESULT_TYPES)('takes %s', (resultType) => {
    expect(parse({ resultType }).success).toBe(true)
  })

  it.each([
    ['another result type', { resultType: 'Won' }],
    ['no result type', { resultType: undefined }],
    ['a negative duration', { duration: -1 }],
    ['an endless duration', { duration: 86_401 }],
    ['a duration as text', { duration: '46' }],
    ['no duration', { duration: undefined }],
    ['a date', { endedAt: '2027-03-01' }],
    ['a local time', { endedAt: '2027-03-01T16:00:00' }],
    ['a day that is not', { endedAt: '2027-02-30T16:00:00Z' }],
    ['the year 0', { endedAt: '0000-01-01T00:00:00Z' }],
    ['the year 10000', { endedAt: '9999-12-31T23:59:59-12:00' }],
    ['a number for a moment', { endedAt: 1_800_000_000_000 }],
    ['a long summary', { summary: 'x'.repeat(20_001) }],
    ['a long transcription', { transcription: 'x'.repeat(500_001) }],
    ['a list of variables', { extractedVariables: [] }],
    ['large variables', { extractedVariables: { a: 'x'.repeat(200_001) } }],
    ['deep variables', { extractedVariables: { a: nested(25) } }],
    ['many outcomes', { outcomes: Array.from({ length: 101 }, () => ({ name: 'x' })) }],
    ['an outcome without a name', { outcomes: [{ name: ' ' }] }],
    ['an outcome as text', { outcomes: ['interested'] }],
    ['many actions', { agentActions: Array(501).fill('x') }],
    ['deep actions', { humanActions: nested(5_000) }],
    ['actions as text', { humanActions: 'hung up' }],
    ['a property of no meaning', { result: 'Busy' }],
  ])('refuses %s', (_, changes) => {
    expect(parse(changes).success).toBe(false)
  })
})
