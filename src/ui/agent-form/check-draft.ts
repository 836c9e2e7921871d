import { findSettingsFaults } from '@/domain/agents/agent-change.rules'
import { agentSettingsSchema } from '@/domain/agents/agent-settings.schema'
import { findDialingFaults } from '@/domain/agents/find-dialing-faults.rules'
import { describeIssue } from '@/domain/text/describe-issue.rules'
import { type AgentDraft, fromDraft } from './agent-draft'

/** What is wrong, by the path of the setting: `callWindows.monday.0.end`. */
export type DraftFaults = Readonly<Record<string, string>>

/** Finds what is wrong with a draft by the rules of the server. Loaded with the first press: nobody waits for zod. */
export function checkDraft(draft: AgentDraft): DraftFaults {
  const settings = fromDraft(draft)
  const parsed = agentSettingsSchema.safeParse(settings, { error: describeIssue })
  const faults = parsed.success
    ? findSettingsFaults(parsed.data)
    : parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  return byPath([...faults, ...findDialingFaults(settings)])
}

/** Keeps the first fault of each place. */
export function byPath(faults: readonly { path: string; message: string }[]): DraftFaults {
  return Object.fromEntries(faults.toReversed().map(({ path, message }) => [path, message]))
}
