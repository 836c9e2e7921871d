import { db } from '@/platform/db'

/**
 * Counts all rows that accepting a batch writes, for one organization. A request that failed must leave the counts
 * unchanged.
 */
export async function countBatchRows(organizationId: string) {
  const where = { organizationId }
  const client = db()
  const [batches, contacts, rejections, chains, keys, ledger] = await Promise.all([
    client.batch.count({ where }),
    client.contact.count({ where }),
    client.rejection.count({ where }),
    client.chain.count({ where }),
    client.idempotencyKey.count({ where }),
    client.creditLedgerEntry.count({ where }),
  ])
  return { batches, contacts, rejections, chains, keys, ledger }
}

/** The counts of an organization that has enrolled nobody. The one ledger row is the month's allocation. */
export const NOTHING_WRITTEN = { batches: 0, contacts: 0, rejections: 0, chains: 0, keys: 0, ledger: 1 }
