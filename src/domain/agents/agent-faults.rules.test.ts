import { describe, expect, test } from 'vitest'
import { agentRules } from '@/testing/validation-context'
import { findAgentFaults } from './agent-faults.rules'

function codesOf(changes: Parameters<typeof agentRules>[0]): string[] {
  return findAgentFaults(agentRules(changes), null).map(({ code }) => code)
}

describe('findAgentFaults', () => {
  test.each<[string, Parameters<typeof agentRules>[0], string[]]>([
    ['nothing', {}, []],
    ['inactive', { status: 'inactive' }, ['AGENT_NOT_ACTIVE']],
    ['archived', { status: 'archived' }, ['AGENT_NOT_ACTIVE']],
    ['no from-number', { fromNumber: null }, ['FROM_NUMBER_MISSING']],
    ['a blank from-number', { fromNumber: ' ' }, ['FROM_NUMBER_MISSING']],
    ['no timezone', { timezones: [] }, ['TIMEZONE_MISSING']],
    ['no timezone that is one', { timezones: ['Mars/Olympus'] }, ['TIMEZONE_MISSING']],
    ['no step', { steps: [] }, ['CALL_STEP_MISSING']],
    ['no CALL step', { steps: [{ stepType: 'EMAIL', delaySeconds: 0 }] }, ['CALL_STEP_MISSING']],
    [
      'a step of an unknown type',
      {
        steps: [
          { stepType: 'CALL', delaySeconds: 0 },
          { stepType: 'FAX', delaySeconds: 0 },
        ],
      },
      ['STEP_TYPE_UNKNOWN'],
    ],
    ['no window', { callWindows: {} }, ['CALL_WINDOW_MISSING']],
    ['days without windows', { callWindows: { monday: [], friday: [] } }, ['CALL_WINDOW_MISSING']],
  ])('%s', (_, changes, codes) => {
    expect(codesOf(changes)).toEqual(codes)
  })

  test('an assistant is asked for where a provider has to be told of one', () => {
    const codes = (dialer: string, remoteAgentId: string | null) =>
      findAgentFaults(agentRules(), { dialer, remoteAgentId }).map(({ code }) => code)
    expect(codes('retell', null)).toEqual(['ASSISTANT_MISSING'])
    expect(codes('retell', 'agent_1')).toEqual([])
    expect(codes('webhook', null)).toEqual([])
    expect(codes('simulated', null)).toEqual([])
  })

  test('names every fault, as sentences', () => {
    const steps = ['FAX', 'FAX', 'sms\0'].map((stepType) => ({ stepType, delaySeconds: 0 }))
    const agent = agentRules({ status: 'archived', fromNumber: null, timezones: [], steps, callWindows: {} })
    expect(findAgentFaults(agent, null)).toEqual([
      { code: 'AGENT_NOT_ACTIVE', message: 'The agent is archived. Activate it.' },
      { code: 'FROM_NUMBER_MISSING', message: 'The agent has no number to call from. Give it one.' },
      { code: 'TIMEZONE_MISSING', message: 'The agent has no timezone. Add at least one.' },
      { code: 'CALL_STEP_MISSING', message: 'The agent has no CALL step. Add one.' },
      {
        code: 'STEP_TYPE_UNKNOWN',
        message: 'The agent has steps of an unknown type: "FAX", "sms\ufffd". Remove them.',
      },
      { code: 'CALL_WINDOW_MISSING', message: 'The agent has no call window. Add at least one.' },
    ])
  })
})
