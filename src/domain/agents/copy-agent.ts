import type { Actor } from '@/domain/actor'
import { isLongerThan } from '@/domain/text/sanitize.rules'
import { transaction } from '@/platform/db'
import { lockAgent } from './agent-row'
import { AGENT_NAME_LENGTH_MAX } from './agent-settings.schema'
import { insertAgent } from './insert-agent'

/**
 * Creates an agent with the settings of another one, archived or not. It has the same dialer account, and versions of its own.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND
 */
export function copyAgent(
  actor: Actor,
  agentId: string,
  { name }: { name?: string | undefined } = {},
): Promise<{ agentId: string; name: string }> {
  return transaction(async (tx) => {
    const { settings } = await lockAgent(tx, actor, agentId)
    return insertAgent(tx, actor, { ...settings, name: name ?? copyName(settings.name) }, { copiedFrom: agentId })
  })
}

function copyName(name: string): string {
  const copy = `Copy of ${name}`
  return isLongerThan(copy, AGENT_NAME_LENGTH_MAX) ? name : copy
}
