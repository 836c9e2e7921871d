import { invalidRequest } from '@/domain/parse-request'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import { findSettingsFaults } from './agent-change.rules'
import type { AgentSettings } from './agent-settings.schema'

/**
 * Refuses settings that contradict each other, and a dialer's URL that visibly leads to an address that we do not
 * connect to.
 *
 * @throws VALIDATION_ERROR
 */
export function assertUsableSettings(settings: AgentSettings): void {
  const faults = findSettingsFaults(settings)
  const trouble = settings.dialerUrl === null ? null : findUrlTrouble(settings.dialerUrl)
  if (trouble) faults.push({ path: 'dialerUrl', message: trouble })
  if (faults.length === 0) return
  throw invalidRequest(faults.map(({ path, message }) => `${path}: ${message}`).join(' '), faults)
}
