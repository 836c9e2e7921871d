import { type Opening, openingsAt } from '@/domain/sequences/create-sequences'
import type { EnrollmentOptions } from './enrollment.schema'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/**
 * Finds when the call windows next open for new contacts, as `startBatch` wants it. All that it needs was loaded with
 * the agent, so that it costs no statement of its own.
 *
 * @param timezones of the contacts; one that no late call is in does no harm
 */
export function findOpenings(
  { rules, loadedAtMs }: AgentForEnrollment,
  { bypassAllowedCallWindow }: Pick<EnrollmentOptions, 'bypassAllowedCallWindow'>,
  timezones: Iterable<string>,
): Opening[] {
  const [first] = rules.steps
  if (first?.stepType !== 'CALL' || bypassAllowedCallWindow) return []
  return openingsAt(rules.callWindows, [...new Set(timezones)], loadedAtMs + first.delaySeconds * 1_000)
}
