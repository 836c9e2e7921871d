import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** What is stored of tests: batches that were enrolled as one, and files of test keys. */
export type Tests = {
  batches: number
  /** Accepted contacts of those batches. */
  contacts: number
  imports: number
  /** Batches and imports of which something is still to come. Erasing cancels it. */
  open: number
}

/** Counts the tests of an organization. There are few of them, and an index has them alone. */
export async function countTests(actor: Actor): Promise<Tests> {
  const { organizationId } = actor
  const [counted] = await db().rows<Tests>`
    SELECT batch.amount AS batches, batch.contacts, imported.amount AS imports, batch.open + imported.open AS open
    FROM (
      SELECT count(*)::int AS amount, coalesce(sum(accepted), 0)::int AS contacts,
        count(*) FILTER (WHERE batch_is_open(status))::int AS open
      FROM batches WHERE organization_id = ${organizationId} AND test) batch,
    (
      SELECT count(*)::int AS amount, count(*) FILTER (WHERE status NOT IN ('completed', 'cancelled'))::int AS open
      FROM imports WHERE organization_id = ${organizationId} AND test) imported`
  if (!counted) throw new Error('An aggregate has no row.')
  return counted
}
