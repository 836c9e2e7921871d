import { describe, expect, test } from 'vitest'
import { callWindowsSchema } from '@/domain/schedule/call-windows.schema'
import { toMinutes } from '@/domain/schedule/minute-of-day.rules'
import { agentRules } from '@/testing/validation-context'
import { agentRulesSchema, chainAdvanceSchema } from './agent.schema'

describe('callWindowsSchema', () => {
  test.each([
    [{}],
    [{ monday: [] }],
    [{ monday: [{ start: '09:00', end: '17:00' }], sunday: [{ start: '00:00', end: '24:00' }] }],
    [{ friday: [{ start: '22:00', end: '06:00' }] }],
    [{ friday: [{ start: '00:00', end: '24:00' }] }],
    [
      {
        friday: [
          { start: '09:00', end: '12:00' },
          { start: '11:00', end: '13:00' },
        ],
      },
    ],
  ])('takes %j', (windows) => {
    expect(callWindowsSchema.parse(windows)).toEqual(windows)
  })

  test.each([
    [{ monday: [{ start: '09:00', end: '09:00' }] }],
    [{ monday: [{ start: '24:00', end: '09:00' }] }],
    [{ monday: [{ start: '24:00', end: '24:00' }] }],
    [{ monday: [{ start: '9:00', end: '17:00' }] }],
    [{ monday: [{ start: '09:00', end: '24:01' }] }],
    [{ monday: [{ start: '09:00', end: '25:00' }] }],
    [{ monday: [{ start: '09:60', end: '17:00' }] }],
    [{ monday: [{ start: '09:00:30', end: '17:00' }] }],
    [{ monday: [{ start: '09:00' }] }],
    [{ monday: [{ start: '09:00', end: '17:00', zone: 'UTC' }] }],
    [{ monday: { start: '09:00', end: '17:00' } }],
    [{ Monday: [{ start: '09:00', end: '17:00' }] }],
    [{ holiday: [] }],
    [[]],
    [null],
  ])('refuses %j', (windows) => {
    expect(callWindowsSchema.safeParse(windows).success).toBe(false)
  })
})

describe('agentRulesSchema', () => {
  test('parses an agent to itself, and takes no more than the rules from a row', () => {
    const agent = agentRules({ variables: [{ name: 'account_id', required: true, description: 'The account.' }] })
    expect(agentRulesSchema.parse({ ...agent, id: 7, lines: 25 })).toEqual(agent)
  })

  test('stores timezones as listed', () => {
    expect(agentRulesSchema.parse(agentRules({ timezones: ['us/eastern'] })).timezones).toEqual(['US/Eastern'])
  })

  test('takes a misconfigured agent', () => {
    const agent = agentRules({
      fromNumber: null,
      timezones: [],
      callWindows: {},
      steps: [{ stepType: 'FAX', delaySeconds: 0 }],
    })
    expect(agentRulesSchema.parse(agent)).toEqual(agent)
  })

  test.each([
    [{ status: 'deleted' }],
    [{ fromNumber: '555' }],
    [{ timezones: ['+05:00'] }],
    [{ variables: [{ name: 'name', required: true }] }],
    [{ variables: [{ name: '__proto__', required: true }] }],
    [{ variables: [{ name: '', required: true }] }],
    [
      {
        variables: [
          { name: 'a', required: true },
          { name: 'a', required: false },
        ],
      },
    ],
    [{ steps: [{ stepType: 'CALL', delaySeconds: -1 }] }],
    [{ steps: [{ stepType: 'CALL', delaySeconds: 0.5 }] }],
    [{ outcomes: [{ name: '', description: '', successful: true }] }],
    [{ outcomes: [{ name: 'a\0', description: '', successful: true }] }],
    [{ creditsPerContact: -1 }],
  ])('refuses %j', (changes) => {
    expect(agentRulesSchema.safeParse({ ...agentRules(), ...changes }).success).toBe(false)
  })
})

test('chainAdvanceSchema', () => {
  expect(['call', 'sequence', 'batch', null].map((mode) => chainAdvanceSchema.safeParse(mode).success)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test.each([
  ['00:00', 0],
  ['09:30', 570],
  ['23:59', 1_439],
  ['24:00', 1_440],
  ['24:01', null],
  ['9:30', null],
  ['', null],
])('toMinutes(%j) is %s', (text, minutes) => {
  expect(toMinutes(text)).toBe(minutes)
})
