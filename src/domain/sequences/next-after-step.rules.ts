import type { AgentStep } from '@/domain/agents/agent.schema'
import type { CallBack } from '@/domain/cadence/next-call.rules'

/** How a step of a sequence ended. */
export type StepEnd =
  | { stepType: 'CALL'; successful: boolean; failed: boolean; endedAtMs: number }
  | { stepType: 'EMAIL'; failed: boolean; endedAtMs: number }

export type AfterStep =
  /** The step was a success: the sequence is done, and so is its chain. */
  | { kind: 'success' }
  /** The next step is due at `dueAtMs`. `givesUpTurn` is true when the chain moves on meanwhile. */
  | { kind: 'next'; stepIndex: number; stepType: string; dueAtMs: number; givesUpTurn: boolean }
  /**
   * The step is not over: another call is due at `dueAtMs`, and the chain stays where it is. It is the call back that the
   * person was promised, or else the step's call of that number.
   */
  | { kind: 'again'; attempt: number; dueAtMs: number; callBack: CallBack | null }
  /** It was the last step. */
  | { kind: 'end'; status: 'done' | 'failed' }

/**
 * Decides what follows after a step of a sequence that has not ended. A success ends the sequence and its chain.
 * Without one the sequence goes to its next step, `delaySeconds` after the end of this one. After the last step it is
 * `done`, or `failed` when that step could not be carried out.
 *
 * In the mode `call` the chain moves on after each CALL step without success, however many calls that step has made. In the mode `sequence` it moves on only when
 * the whole sequence has ended; nothing is returned for that, because a sequence that has ended holds no turn.
 */
export function nextAfterStep(
  stepIndex: number,
  steps: readonly AgentStep[],
  chainAdvance: 'call' | 'sequence',
  end: StepEnd,
): AfterStep {
  if (end.stepType === 'CALL' && end.successful) return { kind: 'success' }
  const next = steps[stepIndex + 1]
  if (!next) return { kind: 'end', status: end.failed ? 'failed' : 'done' }
  return {
    kind: 'next',
    stepIndex: stepIndex + 1,
    stepType: next.stepType,
    dueAtMs: end.endedAtMs + next.delaySeconds * 1_000,
    givesUpTurn: chainAdvance === 'call' && end.stepType === 'CALL',
  }
}

/**
 * Tells whether a call is successful: it reached its goal, or one of its outcomes is marked successful on the agent.
 * The agent's outcomes count as they were when the batch was accepted.
 */
export function isSuccessful(
  result: { resultType: string; outcomes: readonly { name: string }[] },
  agentOutcomes: readonly { name: string; successful: boolean }[],
): boolean {
  if (result.resultType === 'Goal Completed') return true
  return result.outcomes.some(({ name }) => agentOutcomes.some((known) => known.successful && known.name === name))
}
