import { db } from '@/platform/db'

/** Everything that accepting a batch writes, counted for one organization: what a request that failed leaves alone. */
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

/** The counts of an organization that has enrolled nobody; the ledger row is the month's allocation. */
export const NOTHING_WRITTEN = { batches: 0, contacts: 0, rejections: 0, chains: 0, keys: 0, ledger: 1 }
