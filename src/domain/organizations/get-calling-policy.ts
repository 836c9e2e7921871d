import type { Actor } from '@/domain/actor'
import { type CapSettings, capSettingsSchema } from '@/domain/contact-safety/cap.schema'
import type { RuleSetId } from '@/domain/contact-safety/rule-sets.rules'
import { db } from '@/platform/db'
import type { Sql } from '@/platform/sql'

/** What an organization asks of all its calls, beside its suppression lists. */
export type CallingPolicy = {
  /** Counts its changes. A change names it. */
  version: number
  /** The rule sets that are switched on. */
  ruleSets: RuleSetId[]
  caps: CapSettings
}

/** Returns the calling policy of the actor's organization. */
export async function getCallingPolicy({ organizationId }: Actor): Promise<CallingPolicy> {
  return readCallingPolicy(db(), organizationId)
}

/** Reads a calling policy as it is stored, in the caller's transaction if there is one. */
export async function readCallingPolicy(on: Pick<Sql, 'rows'>, organizationId: string): Promise<CallingPolicy> {
  const [row] = await on.rows<{ version: number; ruleSets: RuleSetId[]; caps: unknown }>`
    SELECT policy_version AS version, rule_sets AS "ruleSets", caps FROM organizations WHERE id = ${organizationId}`
  if (!row) throw new Error(`The organization ${organizationId} is gone.`)
  return { ...row, caps: capSettingsSchema.parse(row.caps) }
}
