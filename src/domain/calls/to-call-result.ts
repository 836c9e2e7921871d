import type { AgentOutcome, AnalysisOutcome } from '@/domain/agents/agent.schema'
import { CALL_DURATION_SECONDS_MAX, type CallResult, callResultSchema } from '@/domain/results/call-result.schema'
import type { RemoteResult } from '@/platform/dialers/remote-dialer'

/** Who was called, as far as the result depends on it. */
type Called = { outcomes: readonly AgentOutcome[]; analysisOutcomes: readonly AnalysisOutcome[]; isErased: boolean }

/**
 * Turns the end of a call, as its provider tells it, into a result of ours. The outcomes are those that the agent has for
 * what the provider's analysis says. The rest is kept: what was extracted, the recording, the provider's word for the end,
 * and its answer as far as there is room. Of somebody who was erased meanwhile nothing is kept that was said.
 */
export function toCallResult(result: RemoteResult, called: Called): CallResult {
  const { resultType, summary, transcription, recordingUrl, analysis, optOut, failure, endReason, raw } = result
  const essentials = {
    resultType,
    duration: Math.min(CALL_DURATION_SECONDS_MAX, Math.max(0, Number.isFinite(result.duration) ? result.duration : 0)),
    endedAt: result.endedAt.toISOString(),
  }
  if (called.isErased) return callResultSchema.parse(essentials)
  return callResultSchema.parse({
    ...essentials,
    ...{ summary, transcription, extractedVariables: analysis, optOut },
    outcomes: findOutcomes(analysis, called),
    ...(recordingUrl !== null && { recordingUrl }),
    ...(endReason !== null && { endReason }),
    ...(failure !== null && { failure }),
    // Last: what is too long for the room that is left is dropped.
    raw,
  })
}

/** Finds the outcomes that fields of the analysis mean. A field inside of another is named by a path: `verdict.value`. */
export function findOutcomes(
  analysis: Record<string, unknown>,
  { outcomes, analysisOutcomes }: Pick<Called, 'outcomes' | 'analysisOutcomes'>,
): { name: string; reasoning: string }[] {
  const known = new Set(outcomes.map(({ name }) => name))
  const found = new Map<string, string>()
  for (const { field, value, outcome } of analysisOutcomes) {
    const said = readField(analysis, field)
    if (said === null || !known.has(outcome) || found.has(outcome)) continue
    if (normalize(said) === normalize(value)) found.set(outcome, `${field}: ${said}`)
  }
  return [...found].map(([name, reasoning]) => ({ name, reasoning: reasoning.slice(0, 500) }))
}

function readField(analysis: Record<string, unknown>, field: string): string | null {
  // A name may have a dot in it, so the whole of it comes first.
  let value: unknown = Object.hasOwn(analysis, field) ? analysis[field] : analysis
  if (value === analysis) {
    for (const part of field.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return null
      value = (value as Record<string, unknown>)[part]
    }
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null
}

function normalize(text: string): string {
  return text.trim().toLowerCase()
}
