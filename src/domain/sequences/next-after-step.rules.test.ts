import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentStep } from '@/domain/agents/agent.schema'
import { RESULT_TYPES } from '@/domain/results/result-types.rules'
import { isSuccessful, nextAfterStep, type StepEnd } from './next-after-step.rules'

const call = (delaySeconds = 0): AgentStep => ({ stepType: 'CALL', delaySeconds })
const email = (delaySeconds = 0): AgentStep => ({ stepType: 'EMAIL', delaySeconds, subject: 'Hello', body: 'Hello' })

const AT = 1_000_000
const called = (changes: Partial<Extract<StepEnd, { stepType: 'CALL' }>> = {}): StepEnd => ({
  stepType: 'CALL',
  successful: false,
  failed: false,
  endedAtMs: AT,
  ...changes,
})
const mailed = (failed = false): StepEnd => ({ stepType: 'EMAIL', failed, endedAtMs: AT })

const DONE = { kind: 'end', status: 'done' }
const FAILED = { kind: 'end', status: 'failed' }
const next = (stepIndex: number, stepType: string, delaySeconds: number, givesUpTurn: boolean) => ({
  kind: 'next',
  stepIndex,
  stepType,
  dueAtMs: AT + delaySeconds * 1_000,
  givesUpTurn,
})

describe('nextAfterStep', () => {
  it.each<[string, number, AgentStep[], 'call' | 'sequence', StepEnd, object]>([
    ['a success ends it all', 0, [call(), call(9)], 'call', called({ successful: true }), { kind: 'success' }],
    ['a success of the last call', 1, [call(), call(9)], 'sequence', called({ successful: true }), { kind: 'success' }],
    ['the only call', 0, [call()], 'call', called(), DONE],
    ['the only call, not carried out', 0, [call()], 'call', called({ failed: true }), FAILED],
    ['the last call', 1, [call(), call(9)], 'sequence', called(), DONE],
    ['the last call, not carried out', 1, [call(), call(9)], 'sequence', called({ failed: true }), FAILED],
    ['mode call: the chain goes on', 0, [call(), call(9)], 'call', called(), next(1, 'CALL', 9, true)],
    ['mode sequence: it waits', 0, [call(), call(9)], 'sequence', called(), next(1, 'CALL', 9, false)],
    ['a call not carried out', 0, [call(), call(9)], 'call', called({ failed: true }), next(1, 'CALL', 9, true)],
    ['a mail follows at once', 0, [call(), email()], 'call', called(), next(1, 'EMAIL', 0, true)],
    ['a mail gives up no turn', 0, [email(), call(5)], 'call', mailed(), next(1, 'CALL', 5, false)],
    ['a mail not sent goes on too', 0, [email(), call(5)], 'call', mailed(true), next(1, 'CALL', 5, false)],
    ['the last mail', 1, [call(), email()], 'call', mailed(), DONE],
    ['the last mail, not sent', 1, [call(), email()], 'sequence', mailed(true), FAILED],
  ])('%s', (_what, stepIndex, steps, chainAdvance, end, expected) => {
    expect(nextAfterStep(stepIndex, steps, chainAdvance, end)).toEqual(expected)
  })

  it('any steps: it takes as many as there are, each due by its own delay after the one before', () => {
    const stepArbitrary = fc.record({ stepType: fc.constantFrom('CALL', 'EMAIL'), delaySeconds: fc.nat(1_000_000) })
    fc.assert(
      fc.property(
        fc.array(stepArbitrary as fc.Arbitrary<AgentStep>, { minLength: 1, maxLength: 10 }),
        fc.constantFrom('call' as const, 'sequence' as const),
        fc.boolean(),
        (steps, chainAdvance, failed) => {
          let [at, nowMs] = [0, AT]
          for (;;) {
            const stepType = steps[at]?.stepType as 'CALL'
            const end: StepEnd = { stepType, successful: false, failed, endedAtMs: nowMs }
            const after = nextAfterStep(at, steps, chainAdvance, end)
            if (after.kind !== 'next') {
              expect(at).toBe(steps.length - 1)
              expect(after).toEqual(failed ? FAILED : DONE)
              return
            }
            expect(after.stepIndex).toBe(at + 1)
            expect(after.dueAtMs - nowMs).toBe((steps[after.stepIndex]?.delaySeconds ?? 0) * 1_000)
            expect(after.givesUpTurn).toBe(chainAdvance === 'call' && stepType === 'CALL')
            at = after.stepIndex
            nowMs = after.dueAtMs
          }
        },
      ),
    )
  })
})

describe('isSuccessful', () => {
  const known = [
    { name: 'interested', successful: true },
    { name: 'not_interested', successful: false },
  ]

  it.each(RESULT_TYPES)('%s without an outcome: only a goal completed is a success', (resultType) => {
    expect(isSuccessful({ resultType, outcomes: [] }, known)).toBe(resultType === 'Goal Completed')
  })

  it.each([
    [['interested'], true],
    [['not_interested', 'interested'], true],
    [['not_interested'], false],
    [['Interested'], false],
    [['unheard-of'], false],
  ])('with the outcomes %j: %s, whatever the result type', (names, expected) => {
    const outcomes = names.map((name) => ({ name }))
    for (const resultType of RESULT_TYPES.filter((type) => type !== 'Goal Completed')) {
      expect(isSuccessful({ resultType, outcomes }, known)).toBe(expected)
    }
    expect(isSuccessful({ resultType: 'Goal Completed', outcomes }, known)).toBe(true)
  })
})
