import { invalidRequest } from '@/domain/parse-request'
import { findSettingsFaults } from './agent-change.rules'
import type { AgentSettings } from './agent-settings.schema'

/**
 * Refuses settings that contradict each other.
 *
 * @throws VALIDATION_ERROR
 */
export function assertUsableSettings(settings: AgentSettings): void {
  const faults = findSettingsFaults(settings)
  if (faults.length === 0) return
  throw invalidRequest(faults.map(({ path, message }) => `${path}: ${message}`).join(' '), faults)
}
