import { AGENT_SETTING_TABLE } from '@/domain/agents/agent-change.rules'
import type { AgentSetting } from '@/domain/agents/agent-settings.schema'

/** Says what a change does to work under way. */
export function describeChange(changed: readonly AgentSetting[]): string {
  if (changed.length === 0) return 'Nothing is changed yet.'
  const those = (acts: 'live' | 'new') =>
    changed
      .filter((setting) => AGENT_SETTING_TABLE[setting].acts === acts)
      .map((setting) => AGENT_SETTING_TABLE[setting].label.toLowerCase())
      .join(', ')
  const [live, later] = [those('live'), those('new')]
  const parts = [
    live && `At once, also for who is enrolled: ${live}.`,
    later && `Only for who is enrolled from now on: ${later}.`,
  ]
  return parts.filter(Boolean).join(' ')
}
